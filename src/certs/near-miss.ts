/**
 * Why none of the certificate's DNS names covers `wanted` (lower case, without a final dot) although one comes close,
 * in words for the operator; `null` if the certificate has no DNS names at all.
 */
export function nearMiss(entries: readonly string[], wanted: string): string | null {
  for (const explain of EXPLANATIONS) {
    for (const entry of entries) {
      const text = explain(entry.toLowerCase(), wanted);
      if (text !== null) return `${entry} ${text}`;
    }
  }
  const [first] = entries;
  if (first === undefined) return null;
  const others = entries.length - 1;
  return `it is for ${first}${others > 0 ? ` and ${others} more, none of them` : ', not'} of this domain`;
}

type Explanation = (entry: string, wanted: string) => string | null;

/** The closest miss first. */
const EXPLANATIONS: readonly Explanation[] = [
  (entry, wanted) => (entry === `${wanted}.` ? 'ends with a dot, which no client matches' : null),
  (entry, wanted) => (entry === `*.${wanted}` ? 'is a wildcard and does not cover the bare domain' : null),
  (entry, wanted) =>
    entry.startsWith('*.') && !entry.includes('.', 2) && wanted.endsWith(entry.slice(1))
      ? 'is a wildcard directly under a top-level domain, which clients refuse'
      : null,
  (entry, wanted) =>
    entry.startsWith('*.') && wanted.endsWith(entry.slice(1))
      ? 'is a wildcard and covers one level only'
      : null,
  (entry, wanted) =>
    entry.lastIndexOf('*') > 0 && glob(entry, wanted)
      ? 'has a wildcard that is not a whole left-most label, which covers nothing'
      : null,
  (entry, wanted) => (wanted.endsWith(`.${entry}`) ? 'covers only itself and no name below' : null),
  (entry, wanted) => {
    const domain = parent(wanted);
    return domain !== null && parent(entry) === domain ? 'is another name of the same domain' : null;
  },
];

/** `.contoso.com` of `mail.contoso.com`; `null` where that would be a top-level domain. */
function parent(name: string): string | null {
  const dot = name.indexOf('.');
  return dot === -1 || !name.includes('.', dot + 1) ? null : name.slice(dot);
}

/** Whether somebody who reads `*` as any text would think that the entry fits. */
function glob(entry: string, wanted: string): boolean {
  const [head = '', ...rest] = entry.split('*');
  const tail = rest.at(-1) ?? '';
  return wanted.length >= head.length + tail.length && wanted.startsWith(head) && wanted.endsWith(tail);
}
