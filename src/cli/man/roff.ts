/**
 * Text as roff prints it, letter by letter (groff_char(7)): a hyphen stays the hyphen of a command line, and neither a
 * backslash nor a dot or quote at the beginning of a line is a request.
 */
export function roffText(text: string): string {
  const escaped = text.replaceAll(/[\\\-'"`^~]|[^\x20-\x7e]/gu, (character) => {
    const known = SPECIAL[character];
    return known ?? `\\[u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
  });
  return escaped.replace(/^\./, String.raw`\&.`);
}

/** A paragraph in lines of fitting length (man(7), "Conventions"), each of which begins with a word. */
export function prose(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ').map(roffText)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LONGEST)
      lines.splice(-1, 1, `${last} ${word}`);
    else lines.push(word);
  }
  return lines.join('\n');
}

export function bold(text: string): string {
  return String.raw`\fB${roffText(text)}\fR`;
}

export function italic(text: string): string {
  return String.raw`\fI${roffText(text)}\fR`;
}

/** An argument of a macro, whatever spaces it has. */
export function argument(text: string): string {
  return `"${roffText(text)}"`;
}

/** A term and, indented, what it means; the term is roff already. */
export function item(term: string, meaning: string): string {
  return `.TP\n${term}\n${prose(meaning)}`;
}

/** Lines as they are. */
export function verbatim(lines: readonly string[]): string {
  return ['.PP', '.RS 4', '.EX', ...lines.map(roffText), '.EE', '.RE'].join('\n');
}

/** Bytes of a line of the source. */
const LONGEST = 80;

const SPECIAL: Readonly<Record<string, string>> = {
  '\\': String.raw`\e`,
  '-': String.raw`\-`,
  "'": String.raw`\(aq`,
  '"': String.raw`\(dq`,
  '`': String.raw`\(ga`,
  '^': String.raw`\(ha`,
  '~': String.raw`\(ti`,
};
