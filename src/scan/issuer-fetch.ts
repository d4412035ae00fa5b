import { certificatesIn } from '../certs/certificate-bag.ts';
import type { Certificate } from '../certs/certificate.ts';
import { issuance } from '../certs/issuance.ts';
import { parseCertificate } from '../certs/parse.ts';
import { isHttp } from '../net/fetch-url.ts';
import type { Inquiries } from './inquiry.ts';

/** So far above what the server sends. */
const MOST_LEVELS = 4;

/** Addresses of one certificate that are asked. */
const MOST_URLS = 3;

/** Everything on the ways upwards from one server certificate. */
const MOST_CERTIFICATES = 32;

/** An authority's own copies are kept by others for a day, ms. */
const KEPT_MS = 86_400_000;

/**
 * Follows the addresses of issuers (RFC 5280, 4.2.2.1) upwards from every certificate on the way from the first whose
 * issuer is not there. Returns the chain and behind it what was fetched, each certificate once.
 */
export async function completeChain(
  chain: readonly Certificate[],
  inquiries: Inquiries,
): Promise<readonly Certificate[]> {
  const pool = new Map(chain.map((certificate) => [certificate.sha256, certificate]));
  const [leaf] = chain;
  if (leaf === undefined) return chain;
  /** How far above the presented certificates each one is. */
  const levels = new Map<string, number>([[leaf.sha256, 0]]);
  // What is pushed while it is walked through is walked through, too: each certificate once.
  const open = [leaf];
  for (const certificate of open) {
    if (endsHere(certificate)) continue;
    const level = levels.get(certificate.sha256) ?? 0;
    let issuers = issuersIn(certificate, [...pool.values()]);
    let above = level;
    if (issuers.length === 0 && level < MOST_LEVELS && pool.size < MOST_CERTIFICATES) {
      for (const one of await fetchIssuers(certificate, inquiries)) {
        if (pool.size < MOST_CERTIFICATES && !pool.has(one.sha256)) pool.set(one.sha256, one);
      }
      issuers = issuersIn(certificate, [...pool.values()]);
      above = level + 1;
    }
    for (const issuer of issuers) {
      if (levels.has(issuer.sha256)) continue;
      levels.set(issuer.sha256, above);
      open.push(issuer);
    }
  }
  return [...pool.values()];
}

/** Those that directly certify it, the ones whose signature could be checked first. */
export function issuersIn(certificate: Certificate, pool: readonly Certificate[]): readonly Certificate[] {
  const found = pool.flatMap((candidate) => {
    const by = candidate.sha256 === certificate.sha256 ? null : issuance(certificate, candidate);
    return by === null ? [] : [{ candidate, by }];
  });
  return [
    ...found.filter(({ by }) => by === 'signature'),
    ...found.filter(({ by }) => by !== 'signature'),
  ].map(({ candidate }) => candidate);
}

/** Nobody above a self-signed certificate is asked, and its signature may be one that this machine does not know. */
export function endsHere({ selfIssued, selfSigned }: Certificate): boolean {
  return selfIssued && selfSigned !== false;
}

/** What the first address brings that has the issuer; nothing if none has. */
async function fetchIssuers(certificate: Certificate, inquiries: Inquiries): Promise<readonly Certificate[]> {
  const [first, ...rest] = certificate.issuerUrls.filter(isHttp).slice(0, MOST_URLS);
  if (first === undefined) {
    const [other] = certificate.issuerUrls;
    if (other !== undefined) refuseUrl(other, certificate, inquiries);
    return [];
  }
  for (const url of [first, ...rest]) {
    const found = await inquiries.ask({
      purpose: 'issuer',
      url,
      certificate,
      issuer: null,
      request: null,
      read: (body) => {
        const certificates = certificatesIn(body);
        return {
          value: certificates.map(parseCertificate),
          until: certificates.length > 0 ? inquiries.now() + KEPT_MS : null,
          crl: null,
          certificates,
        };
      },
      reread: ({ body }) => certificatesIn(Buffer.from(body ?? '', 'base64')).map(parseCertificate),
    });
    if (found !== null && issuersIn(certificate, found).length > 0) return found;
  }
  return [];
}

function refuseUrl(url: string, certificate: Certificate, inquiries: Inquiries): void {
  const failure = { code: 'url-refused', stage: 'local', detail: 'not an address of HTTP' } as const;
  inquiries.giveUp({ purpose: 'issuer', url, certificate, issuer: null }, failure);
}
