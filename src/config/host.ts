import { domainToASCII } from 'node:url';
import { canonicalAddress, rangeFault } from './address.ts';
import { refused, understood } from './reading.ts';
import type { Reading } from './reading.ts';
import { quoted, shown } from './shown.ts';

/**
 * Reads a host: a DNS name in lower case and ASCII without the final dot, or an address in canonical form.
 * Names are letters, digits, hyphens (RFC 1123, 2.1) and underscores, which Windows hosts have; those in
 * other scripts are converted (UTS 46).
 */
export function readHost(text: string): Reading<string> {
  const host = text.trim();
  const address = canonicalAddress(host);
  if (address !== undefined) return understood(address);
  return readText(host, 'a host name or address');
}

/** Reads a DNS name that clients use; an address is not one. */
export function readName(text: string): Reading<string> {
  const name = text.trim();
  if (canonicalAddress(name) !== undefined) {
    return refused(`expected a DNS name, got the address ${shown(name)}`);
  }
  return readText(name, 'a DNS name');
}

function readText(text: string, expected: string): Reading<string> {
  const misuse = misuseOf(text);
  if (misuse !== undefined) return refused(`expected ${expected}, got ${misuse}`);
  const ascii = /\P{ASCII}/u.test(text) ? domainToASCII(text) : text;
  const name = ascii.replace(/\.$/, '').toLowerCase();
  const fault = nameFault(name);
  return fault === undefined
    ? understood(name)
    : refused(`expected ${expected}, got ${shown(text)}: ${fault}`);
}

/** Things that are written where a host belongs, each with the way out. */
function misuseOf(text: string): string | undefined {
  if (text === '') return 'an empty text';
  const url = /^[a-z][a-z\d+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(text);
  if (url !== null) return `the URL ${quoted(text)}; write ${quoted(url[1] ?? '')}`;
  if (/^[\da-f.:]+\/\d+$/i.test(text)) return `an address range; ${rangeFault(text)}`;
  if (/[/\\?#]/.test(text)) return `a path in ${quoted(text)}; leave the path out`;
  if (text.includes('@')) return `the mail address ${quoted(text)}; write the name of the server`;
  if (text.includes('*')) return `the wildcard ${quoted(text)}; write the names one by one`;
  if (/[\s,;]/.test(text)) return `more than one word in ${quoted(text)}; write one entry for each host`;
  if (text.includes('%')) return `an address with a zone, ${quoted(text)}, which is not supported`;
  const port = /^([^:]+|\[.*\]):(\d+)$/.exec(text);
  if (port !== null) return `a port in ${quoted(text)}; name it in services: ["https:${port[2]}"]`;
  return undefined;
}

/** Limits of RFC 1035, 2.3.4. A last label of digits would be read as an IPv4 address by resolvers. */
function nameFault(name: string): string | undefined {
  if (name === '') return 'it is not a valid name';
  if (name.length > 253) return 'a name has at most 253 characters';
  const labels = name.split('.');
  if (labels.includes('')) return 'there is nothing between two dots';
  if (labels.some((label) => label.length > 63)) return 'a part between dots has at most 63 characters';
  const bad = /[^\w.-]/.exec(name);
  if (bad !== null) return `${quoted(bad[0])} cannot be in a name`;
  if (labels.some((label) => label.startsWith('-') || label.endsWith('-'))) {
    return 'a part between dots cannot begin or end with a hyphen';
  }
  if (/^(?:\d+|0x[\da-f]*)$/.test(labels.at(-1) ?? '')) return 'it is not a valid IPv4 address';
  return undefined;
}
