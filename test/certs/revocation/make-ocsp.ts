import { AsnConvert, AsnSerializer, OctetString } from '@peculiar/asn1-schema';
import {
  BasicOCSPResponse,
  CertID,
  CertStatus,
  KeyHash,
  OCSPResponse,
  OCSPResponseStatus,
  ResponderID,
  ResponseBytes,
  ResponseData,
  RevokedInfo,
  SingleResponse,
} from '@peculiar/asn1-ocsp';
import {
  AlgorithmIdentifier,
  Certificate,
  CRLReason,
  Extension,
  Extensions,
  Name,
} from '@peculiar/asn1-x509';
import { createHash, sign } from 'node:crypto';
import type { Issued } from '../../fixtures/certificates.ts';

export interface MadeSingle {
  readonly certificate: Issued;
  readonly issuer: Issued;
  readonly hash?: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  /** Content of the serial number, hex, where it is not the certificate's. */
  readonly serial?: string;
  readonly status?: 'good' | 'unknown' | { readonly at: string; readonly reason?: number };
  readonly thisUpdate?: string;
  /** Null for none. */
  readonly nextUpdate?: string | null;
}

export interface OcspOptions {
  readonly singles: readonly MadeSingle[];
  /** Whoever signs; the issuer of the first certificate if absent. */
  readonly signer?: Issued;
  readonly by?: 'name' | 'key';
  /** Names a responder that it is not. */
  readonly named?: Issued;
  readonly certificates?: readonly Issued[];
  readonly producedAt?: string;
  readonly extensions?: readonly { readonly oid: string; readonly critical: boolean }[];
  /** Object identifier of a kind of answer that is not the basic one. */
  readonly kind?: string;
}

/** An OCSP answer, made by another library than the one that reads it. */
export function makeOcsp(options: OcspOptions): Uint8Array {
  const { singles, certificates = [], extensions = [] } = options;
  const signer = options.signer ?? singles[0]?.issuer;
  if (signer === undefined) throw new Error('nobody to sign');
  const data = new ResponseData({
    responderID: responder(options.named ?? signer, options.by ?? 'name'),
    producedAt: new Date(options.producedAt ?? '2026-11-22T00:00:00Z'),
    responses: singles.map(single),
    ...(extensions.length === 0
      ? {}
      : {
          responseExtensions: new Extensions(
            extensions.map(({ oid, critical }) => {
              return new Extension({
                extnID: oid,
                critical,
                extnValue: new OctetString(Buffer.from('0500', 'hex')),
              });
            }),
          ),
        }),
  });
  const tbs = Buffer.from(AsnConvert.serialize(data));
  const { oid, digest } = ALGORITHMS[signer.keys.privateKey.asymmetricKeyType ?? ''] ?? {
    oid: '',
    digest: null,
  };
  const basic = new BasicOCSPResponse({
    tbsResponseData: data,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithm: oid }),
    signature: bytes(sign(digest, tbs, signer.keys.privateKey)),
    ...(certificates.length === 0
      ? {}
      : { certs: certificates.map(({ der }) => AsnConvert.parse(bytes(der), Certificate)) }),
  });
  const response = new OCSPResponse({
    responseStatus: OCSPResponseStatus.successful,
    responseBytes: new ResponseBytes({
      responseType: options.kind ?? '1.3.6.1.5.5.7.48.1.1',
      response: new OctetString(AsnSerializer.serialize(basic)),
    }),
  });
  return new Uint8Array(AsnConvert.serialize(response));
}

const ALGORITHMS: Readonly<Record<string, { readonly oid: string; readonly digest: string | null }>> = {
  ec: { oid: '1.2.840.10045.4.3.2', digest: 'sha256' },
  rsa: { oid: '1.2.840.113549.1.1.11', digest: 'sha256' },
  ed25519: { oid: '1.3.101.112', digest: null },
};

/** An answer that is none: only the status of RFC 6960, 4.2.1. */
export function makeError(status: number): Uint8Array {
  return Uint8Array.of(0x30, 0x03, 0x0a, 0x01, status);
}

function single(made: MadeSingle): SingleResponse {
  const { certificate, issuer, hash = 'sha1', status = 'good', nextUpdate = '2026-11-29T00:00:00Z' } = made;
  const digest = (data: Uint8Array): OctetString => new OctetString(createHash(hash).update(data).digest());
  return new SingleResponse({
    certID: new CertID({
      hashAlgorithm: new AlgorithmIdentifier({ algorithm: HASHES[hash], parameters: null }),
      issuerNameHash: digest(Buffer.from(issuer.certificate.subjectKey, 'hex')),
      issuerKeyHash: digest(keyOf(issuer)),
      serialNumber: bytes(Buffer.from(made.serial ?? certificate.certificate.serialKey, 'hex')),
    }),
    certStatus: certStatus(status),
    thisUpdate: new Date(made.thisUpdate ?? '2026-11-22T00:00:00Z'),
    ...(nextUpdate === null ? {} : { nextUpdate: new Date(nextUpdate) }),
  });
}

const HASHES = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};

function certStatus(status: NonNullable<MadeSingle['status']>): CertStatus {
  if (status === 'good') return new CertStatus({ good: null });
  if (status === 'unknown') return new CertStatus({ unknown: null });
  // From bytes, since numbers without a meaning are wanted, too.
  const code = status.reason === undefined ? null : Uint8Array.of(0x0a, 0x01, status.reason);
  const reason = code === null ? {} : { revocationReason: AsnConvert.parse(code, CRLReason) };
  return new CertStatus({ revoked: new RevokedInfo({ revocationTime: new Date(status.at), ...reason }) });
}

function responder(signer: Issued, by: 'name' | 'key'): ResponderID {
  return by === 'name'
    ? new ResponderID({ byName: AsnConvert.parse(Buffer.from(signer.certificate.subjectKey, 'hex'), Name) })
    : new ResponderID({ byKey: new KeyHash(createHash('sha1').update(keyOf(signer)).digest()) });
}

function keyOf(issued: Issued): Uint8Array {
  const { tbsCertificate } = AsnConvert.parse(bytes(issued.der), Certificate);
  return new Uint8Array(tbsCertificate.subjectPublicKeyInfo.subjectPublicKey);
}

function bytes(data: Uint8Array): ArrayBuffer {
  return new Uint8Array(data).buffer;
}
