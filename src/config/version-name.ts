import { VERSIONS, versionName } from '../wire/iana/versions.ts';
import { refused, understood } from './reading.ts';
import type { Reading } from './reading.ts';
import { shown } from './shown.ts';

/** Reads a protocol version: `TLS 1.2`, `TLSv1.2`, `SSL 3.0`, `SSLv3`, or its number as `0x0303` or `771`. */
export function readVersion(text: string): Reading<number> {
  const written = text.trim();
  const number = /^(?:0x[\da-f]+|\d+)$/i.test(written) ? Number(written) : undefined;
  const plain = spelling(written);
  const version = VERSIONS.find((code) => code === number || spelling(versionName(code)) === plain);
  if (version !== undefined) return understood(version);
  const names = VERSIONS.map(versionName).join(', ');
  return refused(`expected one of ${names}, got ${shown(text)}`);
}

/** `SSLv3`, `ssl 3.0` and `SSL3` are one spelling, `TLSv1` and `TLS 1.0` another. */
function spelling(name: string): string {
  const [, family = '', major = '', minor = '0'] = /^(ssl|tls) ?v?(\d)(?:\.(\d))?$/i.exec(name) ?? [];
  return family === '' ? name : `${family.toLowerCase()}${major}.${minor}`;
}
