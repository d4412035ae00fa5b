import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { MAX_CERTIFICATES } from '../wire/certificate-message.ts';

/**
 * The certificates in wire order, as DER. To be called once: before Node 26 the first call empties OpenSSL's list, and a
 * second one finds nothing (nodejs/node issue 65579).
 */
export function presentedChain(tls: TLSSocket): Uint8Array[] {
  const chain: Uint8Array[] = [];
  let certificate: X509Certificate | undefined = tls.getPeerX509Certificate();
  while (certificate !== undefined && chain.length < MAX_CERTIFICATES) {
    chain.push(new Uint8Array(certificate.raw));
    certificate = certificate.issuerCertificate;
  }
  return chain;
}
