import { hex } from './hex.ts';

export interface SignatureScheme {
  readonly code: number;
  readonly name: string;
  /** `sha1`, `md5`, ...; `intrinsic` if the algorithm brings its own. */
  readonly hash: string;
  /** Kind of key: `rsa`, `rsa-pss`, `ecdsa`, `dsa`, ... */
  readonly key: string;
}

/** Scheme of that number; before TLS 1.3 the high byte is the hash and the low one the algorithm (RFC 5246, 7.4.1.4.1). */
export function signatureScheme(code: number): SignatureScheme | undefined {
  return BY_CODE.get(code);
}

/** IANA name; an unknown one in hex. */
export function signatureSchemeName(code: number): string {
  return signatureScheme(code)?.name ?? hex(code, 4);
}

const TABLE: readonly (readonly [code: number, name: string, hash: string, key: string])[] = [
  [0x0101, 'rsa_pkcs1_md5', 'md5', 'rsa'],
  [0x0102, 'dsa_md5', 'md5', 'dsa'],
  [0x0103, 'ecdsa_md5', 'md5', 'ecdsa'],
  [0x0201, 'rsa_pkcs1_sha1', 'sha1', 'rsa'],
  [0x0202, 'dsa_sha1', 'sha1', 'dsa'],
  [0x0203, 'ecdsa_sha1', 'sha1', 'ecdsa'],
  [0x0301, 'rsa_pkcs1_sha224', 'sha224', 'rsa'],
  [0x0302, 'dsa_sha224', 'sha224', 'dsa'],
  [0x0303, 'ecdsa_sha224', 'sha224', 'ecdsa'],
  [0x0401, 'rsa_pkcs1_sha256', 'sha256', 'rsa'],
  [0x0402, 'dsa_sha256', 'sha256', 'dsa'],
  [0x0403, 'ecdsa_secp256r1_sha256', 'sha256', 'ecdsa'],
  [0x0420, 'rsa_pkcs1_sha256_legacy', 'sha256', 'rsa'],
  [0x0501, 'rsa_pkcs1_sha384', 'sha384', 'rsa'],
  [0x0502, 'dsa_sha384', 'sha384', 'dsa'],
  [0x0503, 'ecdsa_secp384r1_sha384', 'sha384', 'ecdsa'],
  [0x0520, 'rsa_pkcs1_sha384_legacy', 'sha384', 'rsa'],
  [0x0601, 'rsa_pkcs1_sha512', 'sha512', 'rsa'],
  [0x0602, 'dsa_sha512', 'sha512', 'dsa'],
  [0x0603, 'ecdsa_secp521r1_sha512', 'sha512', 'ecdsa'],
  [0x0620, 'rsa_pkcs1_sha512_legacy', 'sha512', 'rsa'],
  [0x0704, 'eccsi_sha256', 'sha256', 'eccsi'],
  [0x0705, 'iso_ibs1', 'intrinsic', 'ibs'],
  [0x0706, 'iso_ibs2', 'intrinsic', 'ibs'],
  [0x0707, 'iso_chinese_ibs', 'intrinsic', 'ibs'],
  [0x0708, 'sm2sig_sm3', 'sm3', 'sm2'],
  [0x0709, 'gostr34102012_256a', 'intrinsic', 'gost'],
  [0x070a, 'gostr34102012_256b', 'intrinsic', 'gost'],
  [0x070b, 'gostr34102012_256c', 'intrinsic', 'gost'],
  [0x070c, 'gostr34102012_256d', 'intrinsic', 'gost'],
  [0x070d, 'gostr34102012_512a', 'intrinsic', 'gost'],
  [0x070e, 'gostr34102012_512b', 'intrinsic', 'gost'],
  [0x070f, 'gostr34102012_512c', 'intrinsic', 'gost'],
  [0x0804, 'rsa_pss_rsae_sha256', 'sha256', 'rsa'],
  [0x0805, 'rsa_pss_rsae_sha384', 'sha384', 'rsa'],
  [0x0806, 'rsa_pss_rsae_sha512', 'sha512', 'rsa'],
  [0x0807, 'ed25519', 'intrinsic', 'ed25519'],
  [0x0808, 'ed448', 'intrinsic', 'ed448'],
  [0x0809, 'rsa_pss_pss_sha256', 'sha256', 'rsa-pss'],
  [0x080a, 'rsa_pss_pss_sha384', 'sha384', 'rsa-pss'],
  [0x080b, 'rsa_pss_pss_sha512', 'sha512', 'rsa-pss'],
  [0x081a, 'ecdsa_brainpoolP256r1tls13_sha256', 'sha256', 'ecdsa'],
  [0x081b, 'ecdsa_brainpoolP384r1tls13_sha384', 'sha384', 'ecdsa'],
  [0x081c, 'ecdsa_brainpoolP512r1tls13_sha512', 'sha512', 'ecdsa'],
  [0x0840, 'gostr34102012_256', 'intrinsic', 'gost'],
  [0x0841, 'gostr34102012_512', 'intrinsic', 'gost'],
  [0x0904, 'mldsa44', 'intrinsic', 'mldsa'],
  [0x0905, 'mldsa65', 'intrinsic', 'mldsa'],
  [0x0906, 'mldsa87', 'intrinsic', 'mldsa'],
];

/**
 * IANA "TLS SignatureScheme", state of 2026-11-22, with the pairs of hash and algorithm that TLS 1.2 knows and
 * the registry only reserves. Those that have no name of their own are named in the same manner.
 */
export const SIGNATURE_SCHEMES: readonly SignatureScheme[] = TABLE.map(([code, name, hash, key]) => ({
  code,
  name,
  hash,
  key,
}));

const BY_CODE: ReadonlyMap<number, SignatureScheme> = new Map(
  SIGNATURE_SCHEMES.map((row) => [row.code, row]),
);
