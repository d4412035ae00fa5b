import { hex } from './hex.ts';
import { TLS_1_0, TLS_1_2, TLS_1_3 } from './versions.ts';

/** ec: elliptic curve; ff: finite field; hybrid: a curve together with a post-quantum KEM; kem: that KEM alone. */
export type GroupKind = 'ec' | 'ff' | 'hybrid' | 'kem';

export interface Group {
  readonly code: number;
  readonly name: string;
  readonly kind: GroupKind;
  /** Size of the field or of the modulus; of the curve for a hybrid; the parameter set for a KEM. */
  readonly bits: number;
  readonly firstVersion: number;
  /** TLS 1.2 for the curves that TLS 1.3 took away (RFC 8446, 4.2.7). */
  readonly lastVersion: number;
}

/** Group of that number, as in supported_groups, key_share and ServerKeyExchange. */
export function group(code: number): Group | undefined {
  return BY_CODE.get(code);
}

/** IANA name; an unknown one in hex. */
export function groupName(code: number): string {
  return group(code)?.name ?? hex(code, 4);
}

/**
 * IANA "TLS Supported Groups", state of 2026-11-22 (RFC 8422, 7027, 7919, 8446, 8734, 8998, 9189, 9367 and the
 * ML-KEM drafts), with the two Kyber drafts that clients sent before ML-KEM had numbers.
 */
export const GROUPS: readonly Group[] = [
  ...upTo12([
    [1, 'sect163k1', 163],
    [2, 'sect163r1', 163],
    [3, 'sect163r2', 163],
    [4, 'sect193r1', 193],
    [5, 'sect193r2', 193],
    [6, 'sect233k1', 233],
    [7, 'sect233r1', 233],
    [8, 'sect239k1', 239],
    [9, 'sect283k1', 283],
    [10, 'sect283r1', 283],
    [11, 'sect409k1', 409],
    [12, 'sect409r1', 409],
    [13, 'sect571k1', 571],
    [14, 'sect571r1', 571],
    [15, 'secp160k1', 160],
    [16, 'secp160r1', 160],
    [17, 'secp160r2', 160],
    [18, 'secp192k1', 192],
    [19, 'secp192r1', 192],
    [20, 'secp224k1', 224],
    [21, 'secp224r1', 224],
    [22, 'secp256k1', 256],
    [26, 'brainpoolP256r1', 256],
    [27, 'brainpoolP384r1', 384],
    [28, 'brainpoolP512r1', 512],
  ]),
  ...rows('ec', TLS_1_0, [
    [23, 'secp256r1', 256],
    [24, 'secp384r1', 384],
    [25, 'secp521r1', 521],
    [29, 'x25519', 255],
    [30, 'x448', 448],
  ]),
  ...rows('ec', TLS_1_3, [
    [31, 'brainpoolP256r1tls13', 256],
    [32, 'brainpoolP384r1tls13', 384],
    [33, 'brainpoolP512r1tls13', 512],
    [41, 'curveSM2', 256],
  ]),
  ...rows('ec', TLS_1_2, [
    [34, 'GC256A', 256],
    [35, 'GC256B', 256],
    [36, 'GC256C', 256],
    [37, 'GC256D', 256],
    [38, 'GC512A', 512],
    [39, 'GC512B', 512],
    [40, 'GC512C', 512],
  ]),
  ...rows('ff', TLS_1_0, [
    [256, 'ffdhe2048', 2048],
    [257, 'ffdhe3072', 3072],
    [258, 'ffdhe4096', 4096],
    [259, 'ffdhe6144', 6144],
    [260, 'ffdhe8192', 8192],
  ]),
  ...rows('kem', TLS_1_3, [
    [0x0200, 'MLKEM512', 512],
    [0x0201, 'MLKEM768', 768],
    [0x0202, 'MLKEM1024', 1024],
  ]),
  ...rows('hybrid', TLS_1_3, [
    [0x11eb, 'SecP256r1MLKEM768', 256],
    [0x11ec, 'X25519MLKEM768', 255],
    [0x11ed, 'SecP384r1MLKEM1024', 384],
    [0x11ee, 'curveSM2MLKEM768', 256],
    [0x6399, 'X25519Kyber768Draft00', 255],
    [0x639a, 'SecP256r1Kyber768Draft00', 256],
  ]),
];

const BY_CODE: ReadonlyMap<number, Group> = new Map(GROUPS.map((row) => [row.code, row]));

type Row = readonly [code: number, name: string, bits: number];

function rows(kind: GroupKind, firstVersion: number, of: readonly Row[], lastVersion = TLS_1_3): Group[] {
  return of.map(([code, name, bits]) => ({ code, name, kind, bits, firstVersion, lastVersion }));
}

function upTo12(of: readonly Row[]): Group[] {
  return rows('ec', TLS_1_0, of, TLS_1_2);
}
