import { GROUPS } from '../wire/iana/groups.ts';
import {
  families,
  isEllipticCurve,
  isFiniteFieldEphemeral,
  isForwardSecret,
  SSL2_KINDS,
  type Suite,
  SUITES,
} from '../wire/iana/suites.ts';
import { SSL_3_0, TLS_1_0, TLS_1_2, TLS_1_3 } from '../wire/iana/versions.ts';

/** TLS_NULL_WITH_NULL_NULL is the state before a handshake and may not be offered (RFC 5246, appendix A.5). */
const OFFERABLE = SUITES.filter(({ code }) => code !== 0);

/** What a server can prove with a certificate. */
const CERTIFIED: ReadonlySet<string> = new Set(['RSA', 'ECDSA', 'DSS', 'DH', 'ECDH']);

/**
 * Every suite up to TLS 1.2, in an order that makes the server show its hand: what has no elliptic curve comes
 * first, so that a curve is chosen only by a server that prefers it. What brings no certificate comes last.
 */
export const SUITES_UP_TO_12: readonly number[] = sortedByPlace(
  OFFERABLE.filter(({ firstVersion }) => firstVersion < TLS_1_3),
).map(({ code }) => code);

export const SUITES_13: readonly number[] = OFFERABLE.filter(
  ({ firstVersion }) => firstVersion === TLS_1_3,
).map(({ code }) => code);

/** Suites that exist at a version, TLS 1.2 or lower, in the order above. */
export function suitesAt(version: number): readonly number[] {
  if (version >= TLS_1_2) return SUITES_UP_TO_12;
  // SSL 3.0 servers accept what came with TLS 1.0 (AES, elliptic curves) as well.
  const last = version === SSL_3_0 ? TLS_1_0 : version;
  return SUITES_UP_TO_12.filter((code) => (BY_CODE.get(code)?.firstVersion ?? TLS_1_3) <= last);
}

/** Everything that some rule objects to: no elliptic curve, no forward secrecy, or of a banned family. */
export function isUnwanted(code: number): boolean {
  const found = BY_CODE.get(code);
  return (
    found !== undefined && !(isEllipticCurve(found) && isForwardSecret(found) && families(found).length === 0)
  );
}

/** Three-byte kinds of SSL 2.0. */
export const KINDS_OF_SSL2: readonly number[] = SSL2_KINDS.map(({ code }) => code);

/** What servers really have, most common first: fills the first hello of those that take only a few suites. */
export const COMMON_SUITES: readonly number[] = [
  0xc030, 0xc02f, 0xc02c, 0xc02b, 0xc028, 0xc027, 0xc014, 0xc013, 0x009f, 0x009e, 0x009d, 0x009c, 0x003d,
  0x003c, 0x0035, 0x002f, 0xc024, 0xc023, 0xc00a, 0xc009, 0xcca8, 0xcca9, 0x006b, 0x0067, 0x0039, 0x0033,
  0x000a, 0x0005, 0x0004, 0xc012, 0x0016, 0x0041, 0x0084, 0x0045, 0x0088, 0xc011, 0x0009, 0x0015, 0x0003,
  0x0006, 0x0008, 0x0096,
];

/** Groups for hellos that must be short: those of every Windows Server, and P-521. */
export const COMMON_GROUPS: readonly number[] = [29, 23, 24, 25];

/**
 * Named groups up to TLS 1.2, the common ones first. The finite-field groups of RFC 7919 stay out: a server that
 * knows them may refuse DHE with any other group, and it is the other groups that have to be seen.
 */
export const GROUPS_UP_TO_12: readonly number[] = inOrder(
  GROUPS.filter(({ kind, firstVersion }) => kind === 'ec' && firstVersion <= TLS_1_2).map(({ code }) => code),
);

/** The groups of TLS 1.3. */
export const GROUPS_13: readonly number[] = inOrder(
  GROUPS.filter(({ lastVersion }) => lastVersion >= TLS_1_3).map(({ code }) => code),
);

/** Signature schemes, from those of TLS 1.3 to SHA-1 and DSA: Windows wants the certificate's own among them. */
export const SIGNATURE_SCHEMES: readonly number[] = [
  0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501,
  0x0601, 0x0402, 0x0303, 0x0301, 0x0302, 0x0203, 0x0201, 0x0202, 0x0101,
];

export const COMMON_SIGNATURE_SCHEMES: readonly number[] = [
  0x0804, 0x0401, 0x0403, 0x0805, 0x0501, 0x0503, 0x0601, 0x0201,
];

const BY_CODE: ReadonlyMap<number, Suite> = new Map(OFFERABLE.map((found) => [found.code, found]));

/** Each looked at once, since every start of the program waits for it. */
function sortedByPlace(suites: readonly Suite[]): readonly Suite[] {
  const places: Suite[][] = [[], [], [], []];
  for (const found of suites) places[place(found)]?.push(found);
  return places.flat();
}

function place(found: Suite): 0 | 1 | 2 | 3 {
  const bare = found.authentication === 'none' || found.encryption === 'none';
  if (bare || !CERTIFIED.has(found.authentication)) return 3;
  if (isEllipticCurve(found)) return 2;
  return isFiniteFieldEphemeral(found) ? 1 : 0;
}

function inOrder(groups: readonly number[]): readonly number[] {
  const common = COMMON_GROUPS.filter((code) => groups.includes(code));
  return [...common, ...groups.filter((code) => !common.includes(code))];
}
