import type { Certificate } from '../certs/certificate.ts';
import { freshestUrls } from '../certs/revocation/crl-extensions.ts';
import { crlExtract } from '../certs/revocation/crl-extract.ts';
import { ocspRequest } from '../certs/revocation/ocsp-request.ts';
import { readOcsp } from '../certs/revocation/ocsp.ts';
import type { CrlExtract, OcspReading } from '../model/revocation.ts';
import { isHttp } from '../net/fetch-url.ts';
import type { Inquiries } from './inquiry.ts';
import { endsHere, issuersIn } from './issuer-fetch.ts';

/** Addresses of one certificate that are asked, of each kind. */
const MOST_URLS = 4;

/** Longest way upwards. */
const MOST_CERTIFICATES = 10;

/**
 * Asks about the first certificate of a chain and every one on the ways upwards from it, self-signed ones left out: OCSP
 * until somebody says good or revoked (RFC 6960), and otherwise the revocation lists (RFC 5280, 6.3) with the delta lists
 * that belong to them.
 *
 * @param pool the chain and what was fetched to complete it
 */
export async function askStatuses(
  chain: readonly Certificate[],
  pool: readonly Certificate[],
  inquiries: Inquiries,
): Promise<void> {
  const subjects = upwards(chain, pool).filter((certificate) => !endsHere(certificate));
  await Promise.all(subjects.map((certificate) => askStatus(certificate, pool, inquiries)));
}

function upwards(chain: readonly Certificate[], pool: readonly Certificate[]): readonly Certificate[] {
  const found = chain.slice(0, 1);
  for (const certificate of found) {
    for (const issuer of issuersIn(certificate, pool)) {
      if (found.length < MOST_CERTIFICATES && !found.some(({ sha256 }) => sha256 === issuer.sha256))
        found.push(issuer);
    }
  }
  return found;
}

async function askStatus(
  certificate: Certificate,
  pool: readonly Certificate[],
  inquiries: Inquiries,
): Promise<void> {
  const { ocspUrls, crlUrls } = certificate;
  const [first] = [...ocspUrls, ...crlUrls];
  if (first === undefined) return;
  const purpose = ocspUrls.length > 0 ? 'ocsp' : 'crl';
  // Who signed it has to be known to ask (RFC 6960, 4.1.1) and to believe the answer.
  const [issuer] = issuersIn(certificate, pool);
  if (issuer === undefined) {
    const failure = {
      code: 'issuer-unknown',
      stage: 'local',
      detail: certificate.issuer.slice(0, 200),
    } as const;
    inquiries.giveUp({ purpose, url: first, certificate, issuer: null }, failure);
    return;
  }
  const responders = ocspUrls.filter(isHttp).slice(0, MOST_URLS);
  const lists = crlUrls.filter(isHttp).slice(0, MOST_URLS);
  if (responders.length + lists.length === 0) {
    const failure = { code: 'url-refused', stage: 'local', detail: 'not an address of HTTP' } as const;
    inquiries.giveUp({ purpose, url: first, certificate, issuer }, failure);
    return;
  }
  for (const url of responders) {
    const reading = await askResponder(url, certificate, issuer, pool, inquiries);
    if (reading?.status === 'good' || reading?.status === 'revoked') return;
  }
  const asked: ListQuestion = { certificate, issuer, pool, inquiries };
  for (const url of lists) {
    const extract = await askList(url, asked, settles);
    if (extract === null) continue;
    await askDeltas(extract, asked);
    if (settles(extract, inquiries.now())) return;
  }
}

/** Null if the issuer's key or name cannot be read. */
function requestFor(certificate: Certificate, issuer: Certificate): Uint8Array | null {
  try {
    return ocspRequest({ certificate, issuer });
  } catch {
    return null;
  }
}

async function askResponder(
  url: string,
  certificate: Certificate,
  issuer: Certificate,
  pool: readonly Certificate[],
  inquiries: Inquiries,
): Promise<OcspReading | null> {
  const read = (body: Uint8Array): OcspReading =>
    readOcsp(body, { certificate, issuer, pool }, inquiries.now());
  const request = requestFor(certificate, issuer);
  if (request === null) {
    const failure = {
      code: 'issuer-unknown',
      stage: 'local',
      detail: 'its key cannot be read',
    } as const;
    inquiries.giveUp({ purpose: 'ocsp', url, certificate, issuer }, failure);
    return null;
  }
  return inquiries.ask({
    purpose: 'ocsp',
    url,
    certificate,
    issuer,
    request,
    read: (body) => {
      const value = read(body);
      const until = value.status === 'unusable' ? null : value.nextUpdate;
      return { value, until, crl: null, certificates: [] };
    },
    reread: ({ body }) => {
      const value = body === null ? null : read(Buffer.from(body, 'base64'));
      return value === null || value.status === 'unusable' ? null : value;
    },
  });
}

interface ListQuestion {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly pool: readonly Certificate[];
  readonly inquiries: Inquiries;
}

/** @param serves whether an extract from an earlier run may be used again */
function askList(
  url: string,
  { certificate, issuer, pool, inquiries }: ListQuestion,
  serves: (extract: CrlExtract, now: number) => boolean,
): Promise<CrlExtract | null> {
  return inquiries.ask({
    purpose: 'crl',
    url,
    certificate,
    issuer,
    request: null,
    read: (body) => {
      const value = crlExtract(body, { certificates: [certificate], issuers: pool });
      const until = value.fault === null && value.signer !== null ? value.nextUpdate : null;
      return { value, until, crl: value, certificates: [] };
    },
    reread: ({ crl }) => (crl !== null && serves(crl, inquiries.now()) ? crl : null),
  });
}

/**
 * What has changed since a list was made (RFC 5280, 5.2.4), from where the list or the certificate says: Windows
 * authorities revoke in delta lists, and publish whole ones once a week. Those of a delta list are not followed.
 */
async function askDeltas(list: CrlExtract, asked: ListQuestion): Promise<void> {
  if (list.fault !== null || list.signer === null || list.deltaBase !== null) return;
  const urls = new Set([...list.deltaUrls, ...freshestUrls(asked.certificate)].filter(isHttp));
  for (const url of [...urls].slice(0, MOST_URLS)) {
    const delta = await askList(url, asked, isCurrent);
    if (delta !== null && delta.deltaBase !== null && isCurrent(delta, asked.inquiries.now())) return;
  }
}

/** A whole list, read to its end, signed by somebody at hand, of now, and for all reasons: another would add nothing. */
function settles(extract: CrlExtract, now: number): boolean {
  return isCurrent(extract, now) && (extract.scope?.reasons ?? null) === null && extract.deltaBase === null;
}

function isCurrent({ fault, signer, nextUpdate }: CrlExtract, now: number): boolean {
  return fault === null && signer !== null && (nextUpdate === null || nextUpdate > now);
}
