import { readHost } from './host.ts';
import { type Reading, refused, understood } from './reading.ts';
import { quoted } from './shown.ts';

/** Where a secret is to be found. */
export type SecretPlace = { readonly env: string } | { readonly file: string };

const PLACE = 'write {"env": "NAME"} for a variable of the environment, or {"file": "PATH"}';

/** What is said of a secret in the file itself. */
export const MISPLACED = `a secret does not belong into this file; ${PLACE}`;

/** Whatever stands there instead may be the secret itself, so nothing of it is quoted. */
export function readSecretPlace(value: unknown): Reading<SecretPlace> {
  if (value === undefined || value === null) return refused(`missing; ${PLACE}`);
  if (typeof value === 'string') return refused(MISPLACED);
  if (typeof value !== 'object' || Array.isArray(value)) return refused(`expected an object; ${PLACE}`);
  const [[key, place] = [], ...others] = Object.entries(value);
  if (others.length > 0 || typeof place !== 'string') return refused(`expected one place; ${PLACE}`);
  if (key === 'env') {
    return /^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(place)
      ? understood({ env: place })
      : refused('expected the name of a variable: letters, digits and underscores');
  }
  if (key !== 'file') return refused(`expected env or file; ${PLACE}`);
  return place === '' || place.length > 4096
    ? refused('expected the path of a file')
    : understood({ file: place });
}

/**
 * A mail address without a name (RFC 5321, 4.1.2: Mailbox), in ASCII; quoted local parts and address literals, which
 * nobody has, are not taken.
 */
export function readMailAddress(text: string): Reading<string> {
  const address = text.trim();
  const known =
    /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/;
  return address.length <= 254 && known.test(address)
    ? understood(address)
    : refused(`expected a mail address such as admin@contoso.com, got ${quoted(text)}`);
}

/** 25 and 465 unless the text says otherwise. */
export function readMailServer(
  text: string,
): Reading<{ readonly host: string; readonly port: number; readonly implicit: boolean }> {
  const expected = 'expected smtp://host:port, or smtps://host:port for TLS from the first byte';
  // Who writes a password there must not see it again on the screen.
  if (text.includes('@')) return refused(`${expected}; user and password have keys of their own`);
  const [, scheme, written, digits] =
    /^(smtps?):\/\/(\[[^\]]*\]|[^/:?#]+)(?::(\d{1,5}))?\/?$/i.exec(text.trim()) ?? [];
  if (scheme === undefined || written === undefined) return refused(`${expected}, got ${quoted(text)}`);
  const host = readHost(written);
  if (!host.ok) return host;
  const implicit = scheme.toLowerCase() === 'smtps';
  const port = digits === undefined ? (implicit ? 465 : 25) : Number(digits);
  return port >= 1 && port <= 65_535
    ? understood({ host: host.value, port, implicit })
    : refused(`expected a port from 1 to 65535, got ${port}`);
}

/** The address of a webhook, itself a secret: no fault quotes it. @param clear http will do as well */
export function readWebhookUrl(text: string, clear: boolean): Reading<string> {
  const expected = clear
    ? 'an address that begins with https:// or http://'
    : 'an address that begins with https://';
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return refused(`expected ${expected}`);
  }
  if (url.protocol !== 'https:' && !(clear && url.protocol === 'http:'))
    return refused(`expected ${expected}`);
  if (url.username !== '' || url.password !== '')
    return refused('it holds a user or password, which is not sent');
  return url.hostname === '' ? refused('it names no host') : understood(url.href);
}
