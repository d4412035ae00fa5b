import type { Certificate } from '../certs/certificate.ts';

/**
 * What Apple demands of every server certificate since iOS 13 and macOS 10.15, of private authorities too, and refuses
 * without a question: RSA of 2048 bits, SHA-2, names in subjectAltName; if issued after 1 July 2019 also serverAuth and
 * at most 825 days (https://support.apple.com/en-us/103769). Null if nothing is broken, else what is, in words.
 */
export function appleFault(certificates: readonly Certificate[]): string | null {
  const [leaf] = certificates;
  if (leaf === undefined) return null;
  const signing = certificates.filter(({ selfIssued }, at) => at === 0 || !selfIssued);
  const short = signing.find(({ key }) => key.algorithm === 'RSA' && (key.bits ?? Infinity) < LEAST_RSA);
  if (short !== undefined) return `an RSA key of ${short.key.bits ?? 0} bits`;
  const weak = signing.find(({ signature }) => signature.hash === 'SHA-1' || signature.hash === 'MD5');
  if (weak !== undefined) return `a signature with ${weak.signature.hash ?? 'SHA-1'}`;
  if (!leaf.hasSubjectAltName) return 'no alternative names';
  if (leaf.notBefore < NEW_RULES) return null;
  if (leaf.extendedKeyUsage?.includes(SERVER_AUTH) !== true) return 'not made for servers (no serverAuth)';
  const days = Math.ceil((leaf.notAfter - leaf.notBefore) / DAY);
  return days > MOST_DAYS ? `valid for ${days} days, more than ${MOST_DAYS}` : null;
}

const LEAST_RSA = 2048;
const NEW_RULES = Date.UTC(2019, 6, 1);
const MOST_DAYS = 825;
const DAY = 86_400_000;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
