import type { Fingerprint } from '../../model/observation.ts';
import type { CertificateResult, ChainResult, StoreResult, TrustResult } from '../../model/report.ts';
import { commonName } from './endpoints.ts';
import type { Line } from './page.ts';

/**
 * What is made of one chain: whether it is trusted and by which path, what each store says, and what OpenSSL does, which is
 * one more client. Empty in reports that have none of it.
 */
export function chainLines(
  { trust, openssl }: ChainResult,
  certificates: readonly CertificateResult[],
): readonly Line[] {
  return [
    ...(trust === null ? [] : trustLines(trust, certificates)),
    ...(openssl === null
      ? []
      : [
          {
            text: `OpenSSL (${openssl.client}) with ${openssl.roots}: ${openssl.authorized ? 'accepts the chain' : `refuses the chain, ${openssl.code ?? ''}`}`,
          },
        ]),
  ];
}

function trustLines(trust: TrustResult, certificates: readonly CertificateResult[]): readonly Line[] {
  const { classification, why, path, stores } = trust;
  const style = STYLES[classification];
  const names = path.map((sha256) => nameOf(sha256, trust, certificates));
  return [
    { text: `${KINDS[classification]}: ${why}`, ...(style === undefined ? {} : { style }) },
    ...(path.length < 2 ? [] : [{ text: `path: ${names.join(' < ')}` }]),
    ...stores.map((store) => storeLine(store, why)),
  ];
}

const KINDS: Readonly<Record<TrustResult['classification'], string>> = {
  commercial: 'commercial CA',
  internal: 'your own CA',
  'self-signed': 'self-signed',
  distrusted: 'distrusted',
  broken: 'broken',
  'unknown-anchor': 'unknown root',
  unknown: 'trust not known',
};

const STYLES: Partial<Record<TrustResult['classification'], 'good' | 'bad' | 'warning'>> = {
  commercial: 'good',
  internal: 'good',
  distrusted: 'bad',
  broken: 'bad',
  'unknown-anchor': 'warning',
  unknown: 'warning',
};

/** A root that was not sent is in no list of certificates, but is known by name. */
function nameOf(
  sha256: Fingerprint,
  { anchor }: TrustResult,
  certificates: readonly CertificateResult[],
): string {
  const certificate = certificates.find((one) => one.sha256 === sha256);
  if (certificate !== undefined) return commonName(certificate.subject);
  return anchor?.sha256 === sha256 ? anchor.name : `${sha256.slice(0, SHORT)}...`;
}

const SHORT = 8;

/** @param said what has been said of the chain already */
function storeLine({ title, date, status, why }: StoreResult, said: string): Line {
  const of = date === null ? title : `${title} (${date})`;
  const more = status === 'trusted' || status === 'no-path' || why === said ? '' : `: ${why}`;
  return { text: `${of}: ${STATES[status]}${more}`, ...(status === 'no-path' ? { style: 'faint' } : {}) };
}

const STATES: Readonly<Record<StoreResult['status'], string>> = {
  trusted: 'trusts it',
  distrusted: 'has taken its trust away',
  broken: 'no valid path',
  'no-path': 'has no root of it',
  unknown: 'not known',
};
