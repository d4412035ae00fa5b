/** Longest address that is fetched, characters. */
const MAX_URL = 2048;

/** Where HTTP is served without special rights begins above these (RFC 6335, 6). */
const LAST_SYSTEM_PORT = 1023;

/**
 * Ports of other services above those, which a request must not be carried to: "bad ports" of the Fetch Standard, 2.9.
 */
const OTHER_SERVICES: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
]);

export type CheckedUrl =
  { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly why: string };

/**
 * Reads an address that a stranger wrote. Only http and https pass, without credentials, at their own ports or above
 * 1023 where no other service is known.
 */
export function checkUrl(text: string, base?: URL): CheckedUrl {
  const refuse = (why: string): CheckedUrl => ({ ok: false, why });
  if (text.length > MAX_URL) return refuse(`longer than ${MAX_URL} characters`);
  let url: URL;
  try {
    url = new URL(text, base);
  } catch {
    return refuse('not an address');
  }
  const { protocol, username, password, hostname, port } = url;
  if (protocol !== 'http:' && protocol !== 'https:') return refuse(`not http or https but ${protocol}`);
  if (username !== '' || password !== '') return refuse('it holds credentials');
  if (hostname === '') return refuse('it names no host');
  if (port !== '') {
    const number = Number(port);
    const usual = number === 80 || number === 443;
    if (!usual && (number <= LAST_SYSTEM_PORT || OTHER_SERVICES.has(number)))
      return refuse(`port ${number} is not for HTTP`);
  }
  return { ok: true, url };
}

/** True for what can be fetched at all: LDAP and file addresses stand in many certificates of private authorities. */
export function isHttp(text: string): boolean {
  return /^https?:/i.test(text.trim());
}
