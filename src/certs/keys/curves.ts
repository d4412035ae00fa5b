import type { Certificate } from '../certificate.ts';
import { elements, readElement, TAG } from '../der.ts';

/** How an EC key says on which curve it is (RFC 5480, 2.1.1). */
export type CurveForm =
  | { readonly form: 'named'; readonly curve: 'P-256' | 'P-384' | 'P-521' | 'other' }
  /** Every number of the curve written out, which RFC 5480 forbids in certificates (see also CVE-2020-0601). */
  | { readonly form: 'explicit' };

/** `null` if the key is of another kind or cannot be read. */
export function curveForm({
  key,
  publicKeyInfo,
}: Pick<Certificate, 'key' | 'publicKeyInfo'>): CurveForm | null {
  if (key.algorithm !== 'EC') return null;
  try {
    const [algorithm] = elements(readElement(publicKeyInfo).content);
    const [, parameters] = elements(algorithm?.content ?? new Uint8Array(0));
    if (parameters?.tag === TAG.sequence) return { form: 'explicit' };
    if (parameters?.tag !== TAG.oid) return null;
    return { form: 'named', curve: CURVES[Buffer.from(parameters.content).toString('hex')] ?? 'other' };
  } catch {
    return null;
  }
}

/** Object identifiers as they stand in DER (RFC 5480, 2.1.1.1): 1.2.840.10045.3.1.7, 1.3.132.0.34 and .35. */
const CURVES: Readonly<Record<string, 'P-256' | 'P-384' | 'P-521'>> = {
  '2a8648ce3d030107': 'P-256',
  '2b81040022': 'P-384',
  '2b81040023': 'P-521',
};

/**
 * Curves, as OpenSSL writes them, that Schannel of Windows 10 1607, Server 2016 and later can use and that are not among
 * those that are on by default, P-256 and P-384. Source: Microsoft Learn "TLS Elliptic Curves in Windows 10 version 1607
 * and later".
 */
export const SCHANNEL_OPTIONAL_CURVES: ReadonlySet<string> = new Set([
  'brainpoolP256r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
  'prime192v1',
  'secp160k1',
  'secp160r1',
  'secp160r2',
  'secp192k1',
  'secp224k1',
  'secp224r1',
  'secp256k1',
  'secp521r1',
]);
