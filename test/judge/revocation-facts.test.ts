import { describe, expect, test } from '@jest/globals';
import type { RevocationFacts } from '../../src/judge/revocation-facts.ts';
import { revocationFacts } from '../../src/judge/revocation-facts.ts';
import type {
  AcceptedOutcome,
  FetchObservation,
  HelloObservation,
  Observation,
  SessionObservation,
} from '../../src/model/observation.ts';
import { crlExtract } from '../../src/certs/revocation/crl-extract.ts';
import type { Issued } from '../fixtures/certificates.ts';
import { makeCa, makeLeaf } from '../fixtures/certificates.ts';
import { accepted, ENDPOINT, hello } from '../fixtures/observations.ts';
import { makeCrl } from '../certs/revocation/make-crl.ts';
import { makeOcsp } from '../certs/revocation/make-ocsp.ts';

const AT = Date.parse('2026-11-22T12:00:00Z');
const CA = makeCa();
const LEAF = makeLeaf({ issuer: CA, days: 300 });
const GOOD = base64(makeOcsp({ singles: [{ certificate: LEAF, issuer: CA }] }));
const REVOKED = base64(
  makeOcsp({
    singles: [{ certificate: LEAF, issuer: CA, status: { at: '2026-11-01T00:00:00Z', reason: 1 } }],
  }),
);
const STATUS_REQUEST = 5;

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function facts(
  observations: readonly Observation[],
  certificates: readonly Issued[] = [LEAF, CA],
): RevocationFacts {
  const known = certificates.map(({ certificate }) => certificate);
  return revocationFacts({ observations, certificates: known, stores: [], at: AT })(LEAF.certificate);
}

function handshake(
  id: number,
  part: Partial<AcceptedOutcome>,
  extensions: readonly number[] = [STATUS_REQUEST],
): HelloObservation {
  const certificates = [LEAF.certificate.sha256, CA.certificate.sha256];
  return hello(id, { extensions }, accepted({ certificates, flight: 'complete', ...part }));
}

function session(ocsp: string | null): SessionObservation {
  const { id, endpoint, question, at, elapsedMs, connections } = hello(9, {}, accepted());
  return {
    id,
    endpoint,
    question,
    at,
    elapsedMs,
    connections,
    kind: 'session',
    asked: { sni: 'mail.contoso.test', client: 'Node.js' },
    preamble: null,
    outcome: {
      status: 'accepted',
      version: 0x0304,
      suite: 'TLS_AES_128_GCM_SHA256',
      certificates: [LEAF.certificate.sha256],
      ocsp,
      verification: null,
    },
  };
}

function fetched(
  purpose: 'ocsp' | 'crl',
  outcome: FetchObservation['outcome'],
  asked: Issued = LEAF,
): FetchObservation {
  const { endpoint, at, elapsedMs } = hello(1, {}, accepted());
  return {
    id: 'o20',
    endpoint,
    question: purpose,
    at,
    elapsedMs,
    connections: 0,
    requests: 1,
    kind: 'fetch',
    asked: {
      purpose,
      url: 'http://ca.contoso.test/',
      certificate: asked.certificate.sha256,
      issuer: CA.certificate.sha256,
    },
    outcome,
  };
}

function answer(
  part: Partial<Extract<FetchObservation['outcome'], { status: 'fetched' }>>,
): FetchObservation['outcome'] {
  return {
    status: 'fetched',
    http: 200,
    contentType: null,
    bytes: 1,
    sha256: '',
    body: null,
    crl: null,
    certificates: [],
    cached: false,
    ...part,
  };
}

const NO_ANSWER: FetchObservation['outcome'] = {
  status: 'failed',
  failure: { code: 'connect-timeout', stage: 'dial', detail: '' },
};

describe('revocationFacts', () => {
  test('without an answer nothing was asked', () => {
    expect(facts([handshake(1, { ocsp: null })]).revocation.state).toBe('not-asked');
  });

  test.each<readonly [name: string, observations: readonly Observation[], state: string, by: string | null]>([
    ['a staple in a hello', [handshake(1, { ocsp: GOOD })], 'good', 'staple'],
    ['a staple in a session', [session(REVOKED)], 'revoked', 'staple'],
    ['an answer that was fetched', [fetched('ocsp', answer({ body: REVOKED }))], 'revoked', 'ocsp'],
    ['an answer without a body', [fetched('ocsp', answer({}))], 'unknown', null],
    ['no answer', [fetched('ocsp', NO_ANSWER)], 'unreachable', null],
    [
      'a staple against an answer',
      [handshake(1, { ocsp: GOOD }), fetched('ocsp', answer({ body: REVOKED }))],
      'revoked',
      'ocsp',
    ],
    ['an answer about another certificate', [fetched('ocsp', answer({ body: GOOD }), CA)], 'not-asked', null],
    ['a list that is none', [fetched('crl', answer({}))], 'unknown', null],
    ['a staple that is nonsense', [handshake(1, { ocsp: 'bm9uc2Vuc2U=' })], 'unknown', null],
  ])('%s', (_, observations, state, by) => {
    expect(facts(observations).revocation).toMatchObject({ state, by });
  });

  test('a list that was fetched', () => {
    const entries = [{ serial: LEAF.certificate.serialKey }];
    const extract = (der: Uint8Array) =>
      crlExtract(der, { certificates: [LEAF.certificate], issuers: [CA.certificate] });
    const clean = fetched('crl', answer({ crl: extract(makeCrl({ issuer: CA })) }));
    const listed = fetched('crl', answer({ crl: extract(makeCrl({ issuer: CA, entries })) }));
    expect(facts([clean]).revocation).toMatchObject({ state: 'good', by: 'crl' });
    expect(facts([listed]).revocation).toMatchObject({ state: 'revoked', by: 'crl' });
  });

  test('without the issuer no staple counts', () => {
    expect(facts([handshake(1, { ocsp: GOOD })], [LEAF]).revocation.state).toBe('unknown');
  });

  test('one answer that many handshakes bring is read once', () => {
    const { readings } = facts([handshake(1, { ocsp: GOOD }), handshake(2, { ocsp: GOOD })]).revocation;
    expect(readings).toMatchObject([{ evidence: ['o1', 'o2'], endpoints: [ENDPOINT.id] }]);
  });

  test.each<readonly [name: string, observations: readonly Observation[], stapled: boolean | null]>([
    ['a staple', [handshake(1, { ocsp: GOOD })], true],
    ['none', [handshake(1, { ocsp: null })], false],
    ['none at first', [handshake(1, { ocsp: null }), handshake(2, { ocsp: GOOD })], true],
    ['none in a session', [session(null)], false],
    ['a handshake that did not ask', [handshake(1, { ocsp: null }, [])], null],
    ['a handshake that was cut short', [handshake(1, { ocsp: null, flight: 'truncated' })], null],
    ['a handshake that is encrypted', [handshake(1, { ocsp: null, flight: 'encrypted' })], null],
  ])('stapling, with %s', (_, observations, stapled) => {
    expect(facts(observations).stapling.map((one) => one.stapled)).toEqual(stapled === null ? [] : [stapled]);
  });
});
