import type { Fingerprint } from '../model/observation.ts';

/** What a certificate says about itself, read once; nothing here is judged. */
export interface Certificate {
  readonly sha256: Fingerprint;
  /** SHA-1 of the DER, upper-case hex without separators: the thumbprint that Exchange cmdlets take. */
  readonly thumbprint: string;
  readonly der: Uint8Array;
  /** 1, 2 or 3 (RFC 5280, 4.1.2.1); 0 if it cannot be read. */
  readonly version: number;
  /** RFC 4514 style, `CN=mail.contoso.com, O=Contoso`; hostile text. */
  readonly subject: string;
  readonly issuer: string;
  /** DER of the names, hex, for exact comparison (RFC 5280, 7.1 after normalisation by the issuer). */
  readonly subjectKey: string;
  readonly issuerKey: string;
  readonly commonNames: readonly string[];
  /** Upper-case hex without separators. */
  readonly serial: string;
  /** Content octets of the serial number, hex as written, for exact comparison. */
  readonly serialKey: string;
  /** Milliseconds since 1970, UTC. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** SAN dNSName entries as written; hostile text. */
  readonly dnsNames: readonly string[];
  /** SAN iPAddress entries in text form. */
  readonly ipAddresses: readonly string[];
  /** False if there is no subjectAltName extension at all. */
  readonly hasSubjectAltName: boolean;
  readonly key: PublicKey;
  /** DER of SubjectPublicKeyInfo, a window on `der`; empty if it cannot be read. */
  readonly publicKeyInfo: Uint8Array;
  readonly signature: Signature;
  /** Subject and issuer are the same name. */
  readonly selfIssued: boolean;
  /** The signature verifies with the certificate's own key; `null` if the algorithm is unknown to this machine. */
  readonly selfSigned: boolean | null;
  /** basicConstraints: `null` if the extension is absent. */
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | null } | null;
  /** Bit names of RFC 5280, 4.2.1.3; `null` if the extension is absent. */
  readonly keyUsage: readonly string[] | null;
  /** Object identifiers; `null` if the extension is absent. */
  readonly extendedKeyUsage: readonly string[] | null;
  readonly subjectKeyId: string | null;
  readonly authorityKeyId: string | null;
  /** CA Issuers addresses from authorityInfoAccess; hostile text, as all addresses here. */
  readonly issuerUrls: readonly string[];
  /** OCSP addresses from authorityInfoAccess. */
  readonly ocspUrls: readonly string[];
  /** Addresses of the full names of cRLDistributionPoints. */
  readonly crlUrls: readonly string[];
  /** The TLS feature status_request: the server has to staple (RFC 7633, 4). */
  readonly mustStaple: boolean;
  readonly policies: readonly string[];
  /** An embedded list of signed certificate timestamps is present (RFC 6962, 3.3). */
  readonly hasTimestamps: boolean;
  /** Every extension as it stands, in order, the second of a kind too; for readers of what is not above. */
  readonly extensions: readonly RawExtension[];
  /** Parts that could not be read, in words; empty for a sound certificate. */
  readonly faults: readonly string[];
}

export interface RawExtension {
  readonly oid: string;
  readonly critical: boolean;
  /** Content of extnValue, not decoded. */
  readonly value: Uint8Array;
}

export interface PublicKey {
  /** `RSA`, `RSA-PSS`, `EC`, `Ed25519`, `Ed448`, `DSA`, or the object identifier of another. */
  readonly algorithm: string;
  /** Modulus or field size; `null` if it is not known. */
  readonly bits: number | null;
  /** Named curve as OpenSSL writes it (`prime256v1`), or `null`. */
  readonly curve: string | null;
}

export interface Signature {
  readonly oid: string;
  /** `sha256WithRSAEncryption`, or the object identifier if it is not in the table. */
  readonly name: string;
  /** `SHA-256`, `SHA-1`, `MD5` ...; `null` if the algorithm is not in the table. */
  readonly hash: string | null;
}
