/** One way to sign a certificate: which kind of key it takes and which hash it puts over the signed part. */
export interface SignatureAlgorithm {
  readonly name: string;
  /** `null` where the hash comes from the parameters (RSASSA-PSS). */
  readonly hash: string | null;
  readonly family: 'RSA' | 'RSA-PSS' | 'EC' | 'DSA' | 'EdDSA' | 'ML-DSA';
}

export const RSASSA_PSS = '1.2.840.113549.1.1.10';

/**
 * Signature algorithms by object identifier, under the names that OpenSSL prints.
 * Sources: RFC 3279, RFC 4055, RFC 5758, RFC 8017 (RSA, DSA, ECDSA), RFC 8410 (Ed25519, Ed448), NIST CSOR
 * 2.16.840.1.101.3.4.3 (SHA-3, ML-DSA), OIW 1.3.14.3.2 (the old aliases that Windows once wrote).
 */
export const SIGNATURE_ALGORITHMS: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.840.113549.1.1.2': { name: 'md2WithRSAEncryption', hash: 'MD2', family: 'RSA' },
  '1.2.840.113549.1.1.3': { name: 'md4WithRSAEncryption', hash: 'MD4', family: 'RSA' },
  '1.2.840.113549.1.1.4': { name: 'md5WithRSAEncryption', hash: 'MD5', family: 'RSA' },
  '1.2.840.113549.1.1.5': { name: 'sha1WithRSAEncryption', hash: 'SHA-1', family: 'RSA' },
  [RSASSA_PSS]: { name: 'rsassaPss', hash: null, family: 'RSA-PSS' },
  '1.2.840.113549.1.1.11': { name: 'sha256WithRSAEncryption', hash: 'SHA-256', family: 'RSA' },
  '1.2.840.113549.1.1.12': { name: 'sha384WithRSAEncryption', hash: 'SHA-384', family: 'RSA' },
  '1.2.840.113549.1.1.13': { name: 'sha512WithRSAEncryption', hash: 'SHA-512', family: 'RSA' },
  '1.2.840.113549.1.1.14': { name: 'sha224WithRSAEncryption', hash: 'SHA-224', family: 'RSA' },
  '1.2.840.113549.1.1.15': { name: 'sha512-224WithRSAEncryption', hash: 'SHA-512/224', family: 'RSA' },
  '1.2.840.113549.1.1.16': { name: 'sha512-256WithRSAEncryption', hash: 'SHA-512/256', family: 'RSA' },
  '1.3.14.3.2.3': { name: 'md5WithRSA', hash: 'MD5', family: 'RSA' },
  '1.3.14.3.2.29': { name: 'sha1WithRSA', hash: 'SHA-1', family: 'RSA' },
  '2.16.840.1.101.3.4.3.13': { name: 'RSA-SHA3-224', hash: 'SHA3-224', family: 'RSA' },
  '2.16.840.1.101.3.4.3.14': { name: 'RSA-SHA3-256', hash: 'SHA3-256', family: 'RSA' },
  '2.16.840.1.101.3.4.3.15': { name: 'RSA-SHA3-384', hash: 'SHA3-384', family: 'RSA' },
  '2.16.840.1.101.3.4.3.16': { name: 'RSA-SHA3-512', hash: 'SHA3-512', family: 'RSA' },
  '1.2.840.10045.4.1': { name: 'ecdsa-with-SHA1', hash: 'SHA-1', family: 'EC' },
  '1.2.840.10045.4.3.1': { name: 'ecdsa-with-SHA224', hash: 'SHA-224', family: 'EC' },
  '1.2.840.10045.4.3.2': { name: 'ecdsa-with-SHA256', hash: 'SHA-256', family: 'EC' },
  '1.2.840.10045.4.3.3': { name: 'ecdsa-with-SHA384', hash: 'SHA-384', family: 'EC' },
  '1.2.840.10045.4.3.4': { name: 'ecdsa-with-SHA512', hash: 'SHA-512', family: 'EC' },
  '2.16.840.1.101.3.4.3.9': { name: 'ecdsa_with_SHA3-224', hash: 'SHA3-224', family: 'EC' },
  '2.16.840.1.101.3.4.3.10': { name: 'ecdsa_with_SHA3-256', hash: 'SHA3-256', family: 'EC' },
  '2.16.840.1.101.3.4.3.11': { name: 'ecdsa_with_SHA3-384', hash: 'SHA3-384', family: 'EC' },
  '2.16.840.1.101.3.4.3.12': { name: 'ecdsa_with_SHA3-512', hash: 'SHA3-512', family: 'EC' },
  '1.2.840.10040.4.3': { name: 'dsaWithSHA1', hash: 'SHA-1', family: 'DSA' },
  '2.16.840.1.101.3.4.3.1': { name: 'dsa_with_SHA224', hash: 'SHA-224', family: 'DSA' },
  '2.16.840.1.101.3.4.3.2': { name: 'dsa_with_SHA256', hash: 'SHA-256', family: 'DSA' },
  '2.16.840.1.101.3.4.3.3': { name: 'dsa_with_SHA384', hash: 'SHA-384', family: 'DSA' },
  '2.16.840.1.101.3.4.3.4': { name: 'dsa_with_SHA512', hash: 'SHA-512', family: 'DSA' },
  '1.3.101.112': { name: 'ED25519', hash: 'SHA-512', family: 'EdDSA' },
  '1.3.101.113': { name: 'ED448', hash: 'SHAKE256', family: 'EdDSA' },
  '2.16.840.1.101.3.4.3.17': { name: 'ML-DSA-44', hash: 'SHAKE256', family: 'ML-DSA' },
  '2.16.840.1.101.3.4.3.18': { name: 'ML-DSA-65', hash: 'SHAKE256', family: 'ML-DSA' },
  '2.16.840.1.101.3.4.3.19': { name: 'ML-DSA-87', hash: 'SHAKE256', family: 'ML-DSA' },
};

/** Hash functions that appear in the parameters of RSASSA-PSS (RFC 4055, 2.1). */
export const HASHES: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'MD5',
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
};
