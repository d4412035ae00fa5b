import { isPublicSuffix } from './public-suffix.ts';
import { addressText, aLabels, lowerCase } from './reference.ts';

/**
 * Why none of the certificate's DNS names covers `wanted` (lower case, A-labels, without a final dot) although one comes
 * close, in words for the operator; `null` if the certificate has no DNS names at all. Hostile text.
 */
export function nearMiss(entries: readonly string[], wanted: string): string | null {
  for (const explain of EXPLANATIONS) {
    for (const entry of entries) {
      const text = explain(lowerCase(entry), wanted);
      if (text !== null) return `${entry} ${text}`;
    }
  }
  const [first] = entries;
  if (first === undefined) return null;
  const others = entries.length - 1;
  return `it is for ${first}${others > 0 ? ` and ${others} more, none of them` : ', not'} of this domain`;
}

/** The same for an address in its one text form; `null` if nothing comes close. */
export function nearMissOfAddress(
  entries: readonly string[],
  addresses: readonly string[],
  address: string,
): string | null {
  const misplaced = entries.find((entry) => addressText(entry) === address);
  if (misplaced !== undefined) return `${misplaced} is written as a DNS name, which covers no address`;
  const plain = withoutMapping(address);
  const mapped = addresses.find((one) => withoutMapping(one) === plain);
  return mapped === undefined
    ? null
    : `${mapped} is the same address in the other of the forms IPv4 and IPv4-mapped IPv6, and clients compare the octets`;
}

type Explanation = (entry: string, wanted: string) => string | null;

/** The closest miss first. */
const EXPLANATIONS: readonly Explanation[] = [
  (entry, wanted) =>
    entry.endsWith('.') && fits(entry.slice(0, -1), wanted)
      ? 'ends with a dot, which few clients overlook'
      : null,
  (entry, wanted) =>
    entry.includes('\0') && entry.split('\0').some((part) => fits(part, wanted))
      ? 'contains a NUL character, which is an attempt to deceive clients that stop reading there'
      : null,
  (entry, wanted) =>
    /[^\0-\x7f]/.test(entry) && unicodeForms(entry).some((form) => fits(form, wanted))
      ? 'is written in Unicode, and a certificate has to have the form that begins with xn--'
      : null,
  (entry, wanted) =>
    entry !== entry.trim() && fits(entry.trim(), wanted) ? 'has spaces around the name' : null,
  (entry, wanted) =>
    /[:/]/.test(entry) && fits(entry.replace(/^[a-z]+:\/\//, '').replace(/[:/].*$/, ''), wanted)
      ? 'is not written as a name alone, without scheme, port and path'
      : null,
  (entry, wanted) => (entry === `*.${wanted}` ? 'is a wildcard and does not cover the bare domain' : null),
  (entry, wanted) => {
    if (!isWildcardOver(entry, wanted)) return null;
    const suffix = entry.slice(2);
    if (!isPublicSuffix(suffix)) return 'is a wildcard and covers one level only';
    return suffix.includes('.')
      ? 'is a wildcard directly under a public suffix, which browsers refuse'
      : 'is a wildcard directly under a top-level domain, which clients refuse';
  },
  (entry, wanted) =>
    entry.lastIndexOf('*') > 0 && glob(entry, wanted)
      ? 'has a wildcard that is not a whole left-most label, which covers nothing'
      : null,
  (entry, wanted) => (entry.endsWith(`.${wanted}`) ? 'is a name below it and covers only itself' : null),
  (entry, wanted) => (wanted.endsWith(`.${entry}`) ? 'covers only itself and no name below' : null),
  (entry, wanted) => {
    const domain = parent(wanted);
    return domain !== null && parent(entry) === domain ? 'is another name of the same domain' : null;
  },
];

/** Whether the entry would do if it were written so. */
function fits(entry: string, wanted: string): boolean {
  const dot = wanted.indexOf('.');
  return entry === wanted || (dot > 0 && entry === `*${wanted.slice(dot)}`);
}

function isWildcardOver(entry: string, wanted: string): boolean {
  return entry.startsWith('*.') && entry.length > 2 && wanted.endsWith(entry.slice(1));
}

/** The bytes of the entry came as one character each; the issuer may have meant UTF-8 or Latin-1. */
function unicodeForms(entry: string): readonly string[] {
  const prefix = entry.startsWith('*.') ? '*.' : '';
  const latin1 = entry.slice(prefix.length);
  const utf8 = Buffer.from(latin1, 'latin1').toString('utf8');
  return [utf8, latin1].flatMap((form) => {
    const ascii = aLabels(form);
    return ascii === null ? [] : [prefix + ascii];
  });
}

/** `.contoso.com` of `mail.contoso.com`; `null` where that would be a public suffix. */
function parent(name: string): string | null {
  const dot = name.indexOf('.');
  return dot === -1 || isPublicSuffix(name.slice(dot + 1)) ? null : name.slice(dot);
}

/** Whether somebody who reads `*` as any text would think that the entry fits. */
function glob(entry: string, wanted: string): boolean {
  const [head = '', ...rest] = entry.split('*');
  const tail = rest.at(-1) ?? '';
  return wanted.length >= head.length + tail.length && wanted.startsWith(head) && wanted.endsWith(tail);
}

/** `192.0.2.7` of `::ffff:c000:207`; every other address as it is. */
function withoutMapping(address: string): string {
  const hextets = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address);
  if (hextets === null) return address;
  const value = [hextets[1] ?? '', hextets[2] ?? ''].map((part) => Number.parseInt(part, 16));
  return value.flatMap((part) => [part >> 8, part & 0xff]).join('.');
}
