export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

// XML 1.0, 2.2: what a document may not hold.
const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const TOKEN = /<(\/?)([A-Za-z][\w.-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;

/** Reads XML of elements, attributes in double quotes and text, strict. @throws Error for anything else. */
export function readXml(text: string): Element {
  if (ILLEGAL.test(text)) throw new Error('illegal character');
  const body = text.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, '');
  const open: { name: string; attributes: Record<string, string>; children: Element[]; text: string }[] = [
    { name: '', attributes: {}, children: [], text: '' },
  ];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < body.length) {
    const found = TOKEN.exec(body);
    if (found === null) throw new Error('no XML');
    const [, closing, name = '', attributes = '', empty, content] = found;
    const top = open.at(-1);
    if (top === undefined) throw new Error('too many ends');
    if (content !== undefined) top.text += unescaped(content);
    else if (closing === '/') {
      if (top.name !== name) throw new Error(`${name} ends ${top.name}`);
      open.pop();
    } else {
      const element = { name, attributes: readAttributes(attributes), children: [], text: '' };
      top.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  const [root, second] = open[0]?.children ?? [];
  if (open.length !== 1 || root === undefined || second !== undefined) throw new Error('not one root');
  return root;
}

function readAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    if (name in attributes) throw new Error(`twice: ${name}`);
    attributes[name] = unescaped(value);
  }
  return attributes;
}

function unescaped(text: string): string {
  const left = text.replaceAll(/&#\d+;/g, '');
  if (/[&<]/.test(left)) throw new Error(`bare markup: ${text}`);
  return text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
