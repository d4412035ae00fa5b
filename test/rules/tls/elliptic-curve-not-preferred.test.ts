import { describe, expect, test } from '@jest/globals';
import type { EllipticFirstFact } from '../../../src/facts/types.ts';
import { ellipticCurveNotPreferred } from '../../../src/rules/tls/elliptic-curve-not-preferred.ts';
import { endpoint, EXCHANGE_2019, finding, known, silentFacts, soundFacts } from '../../fixtures/facts.ts';

const https = endpoint('https');

function judged(fact: Omit<EllipticFirstFact, 'version'>, baseline = EXCHANGE_2019) {
  const facts = soundFacts(https, { ellipticFirst: known({ version: 0x0303, ...fact }) });
  return finding(ellipticCurveNotPreferred, { endpoint: https, facts, baseline });
}

describe('tls/elliptic-curve-not-preferred', () => {
  test('only elliptic curves pass', () => {
    expect(judged({ preferred: true, pair: null, how: 'only-elliptic' }).outcome).toBe('pass');
  });

  test('elliptic curves chosen first pass, with the pair that proves it', () => {
    const pair = { chosen: 0xc030, passedOver: 0x009d };
    expect(judged({ preferred: true, pair, how: 'chose-elliptic' })).toMatchObject({
      outcome: 'pass',
      message:
        'elliptic curves come first: at TLS 1.2 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 was chosen before TLS_RSA_WITH_AES_256_GCM_SHA384',
    });
  });

  test('another suite chosen first fails, with the pair that proves it and the right order', () => {
    const pair = { chosen: 0x009d, passedOver: 0xc030 };
    const hit = judged({ preferred: false, pair, how: 'chose-other' });
    expect(hit).toMatchObject({
      outcome: 'fail',
      severity: 'medium',
      message:
        'at TLS 1.2 the server chose TLS_RSA_WITH_AES_256_GCM_SHA384 although TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 was offered',
    });
    expect(hit.fix[0]).toContain(
      "'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'",
    );
  });

  test('no elliptic curve at all fails', () => {
    expect(judged({ preferred: false, pair: null, how: 'only-other' }).outcome).toBe('fail');
  });

  test('a baseline that does not ask for it makes it not applicable', () => {
    const own = { ...EXCHANGE_2019, ellipticCurvesFirst: false };
    expect(judged({ preferred: false, pair: null, how: 'only-other' }, own).outcome).toBe('not-applicable');
  });

  test('what nobody could find out is unknown', () => {
    expect(finding(ellipticCurveNotPreferred, { endpoint: https, facts: silentFacts() }).outcome).toBe(
      'unknown',
    );
  });
});
