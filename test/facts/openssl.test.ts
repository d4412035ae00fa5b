import { describe, expect, test } from '@jest/globals';
import { chainsFact } from '../../src/facts/chains.ts';
import type { Observation, Verification } from '../../src/model/observation.ts';
import { certificate } from '../fixtures/facts.ts';
import { answer, request } from '../fixtures/http.ts';
import { accepted, ENDPOINT, hello } from '../fixtures/observations.ts';

const LEAF = certificate({ sha256: 'aa'.repeat(32) });
const OTHER_LEAF = certificate({ sha256: 'bb'.repeat(32) });
const ISSUER = certificate({ sha256: 'cc'.repeat(32) });
const CERTIFICATES = new Map([LEAF, OTHER_LEAF, ISSUER].map((one) => [one.sha256, one]));

const VERIFICATION: Verification = { authorized: false, code: 'CERT_HAS_EXPIRED', roots: 'roots' };

const chain = (id: number, ...certificates: readonly { readonly sha256: string }[]): Observation =>
  hello(id, {}, accepted({ certificates: certificates.map(({ sha256 }) => sha256) }));

const http = (of: string, verification: Verification | null = VERIFICATION): Observation =>
  request('/owa/', { ...answer(200), certificate: of, verification });

function opinions(observations: readonly Observation[]): readonly (string | null)[] {
  const fact = chainsFact(ENDPOINT, observations, CERTIFICATES);
  return fact.known ? fact.value.chains.map(({ openssl }) => openssl?.code ?? null) : [];
}

describe("OpenSSL's opinion, formed while a website was asked,", () => {
  test('is of the chain that begins with the certificate of that session', () => {
    expect(opinions([http(OTHER_LEAF.sha256), chain(1, LEAF, ISSUER), chain(2, OTHER_LEAF)])).toEqual([
      null,
      'CERT_HAS_EXPIRED',
    ]);
  });

  test('is of none where two chains begin so', () => {
    expect(opinions([chain(1, LEAF, ISSUER), chain(2, LEAF), http(LEAF.sha256)])).toEqual([null, null]);
  });

  test('makes no chain known', () => {
    expect(chainsFact(ENDPOINT, [http(LEAF.sha256)], CERTIFICATES).known).toBe(false);
  });

  test('may be missing', () => {
    expect(opinions([chain(1, LEAF), http(LEAF.sha256, null), request('/', answer(200))])).toEqual([null]);
  });
});
