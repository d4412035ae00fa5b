import { concat, Reader, uint, uints, vector, whole, WireError } from './bytes.ts';

/** More certificates than this are not read: no client accepts such a chain. */
export const MAX_CERTIFICATES = 100;

/** Certificate message of SSL 3.0 to TLS 1.2, in wire order (RFC 5246, 7.4.2). */
export function encodeCertificates(certificates: readonly Uint8Array[]): Uint8Array {
  return vector(concat(certificates.map((der) => vector(der, 3))), 3);
}

/** @throws WireError `malformed`, `oversized` */
export function decodeCertificates(body: Uint8Array): Uint8Array[] {
  return whole(body, 'Certificate', (reader) => {
    const list = new Reader(reader.vector(3));
    const certificates: Uint8Array[] = [];
    while (list.left > 0) {
      if (certificates.length === MAX_CERTIFICATES) {
        throw new WireError('oversized', `more than ${MAX_CERTIFICATES} certificates`);
      }
      certificates.push(list.vector(3));
    }
    return certificates;
  });
}

/** CertificateStatus with an OCSP response (RFC 6066, 8). */
export function encodeCertificateStatus(response: Uint8Array): Uint8Array {
  return concat([uint(1, 1), vector(response, 3)]);
}

/** The OCSP response, DER. @throws WireError `malformed`, also for another status type. */
export function decodeCertificateStatus(body: Uint8Array): Uint8Array {
  return whole(body, 'CertificateStatus', (reader) => {
    const type = reader.uint(1);
    if (type !== 1) throw new WireError('malformed', `status of type ${type}`);
    return reader.vector(3);
  });
}

export interface CertificateRequest {
  readonly types: readonly number[];
  /** Absent before TLS 1.2. */
  readonly signatureSchemes: readonly number[] | null;
  /** Distinguished names, DER. */
  readonly authorities: readonly Uint8Array[];
}

/** CertificateRequest of SSL 3.0 to TLS 1.2 (RFC 5246, 7.4.4). */
export function encodeCertificateRequest(request: CertificateRequest): Uint8Array {
  const names = vector(concat(request.authorities.map((name) => vector(name, 2))), 2);
  const types = uints(request.types, 1, 1);
  if (request.signatureSchemes === null) return concat([types, names]);
  return concat([types, uints(request.signatureSchemes, 2, 2), names]);
}

/** @throws WireError `malformed` */
export function decodeCertificateRequest(body: Uint8Array, version: number): CertificateRequest {
  return whole(body, 'CertificateRequest', (reader) => {
    const types = reader.uints(1, 1);
    const signatureSchemes = version >= 0x0303 ? reader.uints(2, 2) : null;
    const list = new Reader(reader.vector(2));
    const authorities: Uint8Array[] = [];
    while (list.left > 0) authorities.push(list.vector(2));
    return { types, signatureSchemes, authorities };
  });
}
