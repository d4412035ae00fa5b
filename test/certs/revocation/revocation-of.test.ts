import { describe, expect, test } from '@jest/globals';
import { crlExtract } from '../../../src/certs/revocation/crl-extract.ts';
import type { RevocationQuestion } from '../../../src/certs/revocation/revocation-of.ts';
import { revocationOf } from '../../../src/certs/revocation/revocation-of.ts';
import type { CrlExtract, RevocationFact } from '../../../src/model/revocation.ts';
import { makeCa, makeLeaf } from '../../fixtures/certificates.ts';
import { makeCrl } from './make-crl.ts';
import { makeError, makeOcsp } from './make-ocsp.ts';

const AT = Date.parse('2026-11-22T12:00:00Z');
const CA = makeCa();
const LEAF = makeLeaf({ issuer: CA, days: 300 });
const BY = { evidence: ['o1'], endpoints: ['https://mail.contoso.test:443'] };
const URL = 'http://ca.contoso.test/';

const GOOD = ocsp('good');
const REVOKED = ocsp({ at: '2026-11-01T00:00:00Z', reason: 1 });
const UNKNOWN = ocsp('unknown');
const STALE = makeOcsp({
  singles: [{ certificate: LEAF, issuer: CA, nextUpdate: '2026-11-22T01:00:00Z' }],
});
const CLEAN = extract(makeCrl({ issuer: CA }));
const LISTED = extract(makeCrl({ issuer: CA, entries: [{ serial: LEAF.certificate.serialKey, reason: 4 }] }));
const TIMEOUT = { ...BY, url: URL, failure: 'no answer in time' };

function ocsp(status: 'good' | 'unknown' | { readonly at: string; readonly reason: number }): Uint8Array {
  return makeOcsp({ singles: [{ certificate: LEAF, issuer: CA, status }] });
}

function extract(der: Uint8Array): CrlExtract {
  return crlExtract(der, { certificates: [LEAF.certificate], issuers: [CA.certificate] });
}

function staple(response: Uint8Array): RevocationQuestion['staples'][number] {
  return { ...BY, response };
}

function fetched<Answer>(answer: Answer): typeof BY & { readonly url: string; readonly answer: Answer } {
  return { ...BY, url: URL, answer };
}

function fact(parts: Partial<RevocationQuestion>): RevocationFact {
  const nothing = { staples: [], ocsp: [], crls: [] };
  return revocationOf({
    certificate: LEAF.certificate,
    issuers: [CA.certificate],
    pool: [],
    at: AT,
    ...nothing,
    ...parts,
  });
}

describe('revocationOf', () => {
  test.each<
    readonly [name: string, parts: Partial<RevocationQuestion>, RevocationFact['state'], RevocationFact['by']]
  >([
    ['nothing', {}, 'not-asked', null],
    ['a good staple', { staples: [staple(GOOD)] }, 'good', 'staple'],
    ['a good answer', { ocsp: [fetched(GOOD)] }, 'good', 'ocsp'],
    ['a list', { crls: [fetched(CLEAN)] }, 'good', 'crl'],
    ['a staple that revokes', { staples: [staple(REVOKED)] }, 'revoked', 'staple'],
    ['an answer that revokes', { ocsp: [fetched(REVOKED)] }, 'revoked', 'ocsp'],
    ['a list that revokes', { crls: [fetched(LISTED)] }, 'revoked', 'crl'],
    [
      'a good staple and a list that revokes',
      { staples: [staple(GOOD)], crls: [fetched(LISTED)] },
      'revoked',
      'crl',
    ],
    [
      'a good list and an answer that revokes',
      { ocsp: [fetched(REVOKED)], crls: [fetched(CLEAN)] },
      'revoked',
      'ocsp',
    ],
    ['a stale staple', { staples: [staple(STALE)] }, 'unknown', null],
    ['a stale staple and a good answer', { staples: [staple(STALE)], ocsp: [fetched(GOOD)] }, 'good', 'ocsp'],
    ['an answer of unknown', { ocsp: [fetched(UNKNOWN)] }, 'unknown', null],
    ['tryLater', { ocsp: [fetched(makeError(3))] }, 'unknown', null],
    ['no answer', { ocsp: [TIMEOUT] }, 'unreachable', null],
    ['no answer and no list', { ocsp: [TIMEOUT], crls: [TIMEOUT] }, 'unreachable', null],
    ['no answer and a list', { ocsp: [TIMEOUT], crls: [fetched(CLEAN)] }, 'good', 'crl'],
    ['no answer and a stale staple', { staples: [staple(STALE)], ocsp: [TIMEOUT] }, 'unknown', null],
    ['a list that is none', { crls: [fetched(null)] }, 'unknown', null],
    ['no issuer', { issuers: [], staples: [staple(GOOD)] }, 'unknown', null],
    ['another issuer', { issuers: [makeCa().certificate], staples: [staple(GOOD)] }, 'unknown', null],
    [
      'the issuer second',
      { issuers: [makeCa().certificate, CA.certificate], staples: [staple(GOOD)] },
      'good',
      'staple',
    ],
  ])('%s', (_, parts, state, by) => {
    expect(fact(parts)).toMatchObject({ state, by });
  });

  test('says when, why and by whom', () => {
    expect(fact({ ocsp: [fetched(REVOKED)] })).toMatchObject({
      when: Date.parse('2026-11-01T00:00:00Z'),
      reason: 'keyCompromise',
      why: expect.stringContaining('the OCSP responder: '),
      readings: [{ source: 'ocsp', url: URL, status: 'revoked', ...BY }],
    });
  });

  test('says so where sources disagree', () => {
    const { why } = fact({ ocsp: [fetched(GOOD)], crls: [fetched(LISTED)] });
    expect(why).toContain('the OCSP responder disagrees');
  });

  test('gives every reason where nothing counts', () => {
    const { why } = fact({ staples: [staple(STALE)], ocsp: [TIMEOUT] });
    expect(why).toMatch(/too old.*no answer in time/);
  });
});
