import { describe, expect, test } from '@jest/globals';
import { eccTooEarly } from '../../../src/rules/exchange/ecc-too-early.ts';
import type { ProductFact } from '../../../src/facts/types.ts';
import {
  certificate,
  chain,
  endpoint,
  findings,
  known,
  NO_PRODUCT,
  silentFacts,
  soundFacts,
} from '../../fixtures/facts.ts';
import { product } from '../../fixtures/product.ts';

const https = endpoint('https');
const smtp = endpoint('smtp');
const elliptic = certificate({
  sha256: 'ec'.repeat(32),
  key: { algorithm: 'EC', bits: 256, curve: 'P-256' },
});

function judged(build: string, parts: Parameters<typeof product>[1] = {}, leaf = elliptic) {
  const facts = soundFacts(https, {
    chains: known({ chains: [chain(leaf)] }, ['o4']),
    product: known(product(build, parts)),
  });
  const [only, ...more] = findings(eccTooEarly, [{ endpoint: https, facts }]);
  if (only === undefined || more.length > 0) throw new Error('not exactly one finding');
  return only;
}

describe('exchange/ecc-too-early', () => {
  test.each([
    ['15.2.1544.13', 'pass'],
    ['15.2.1544.11', 'fail'],
    ['15.2.1258.34', 'fail'],
    ['15.1.2507.39', 'fail'],
    ['15.1.2507.43', 'pass'],
    ['15.2.1748.10', 'pass'],
    ['15.2.2562.17', 'pass'],
    ['15.2.1544', 'unknown'],
    ['15.2.1118', 'fail'],
  ])('an elliptic-curve certificate on %s: %s', (build, outcome) => {
    expect(judged(build)).toMatchObject({ outcome, severity: 'medium', evidence: ['o4', 'o20'] });
  });

  test('says what came too early', () => {
    expect(judged('15.2.1544.11').message).toBe(
      'mail.contoso.com:443 presents CN=mail.contoso.com with an elliptic-curve key, and Exchange 2019 CU14 Apr24HU ' +
        '(15.2.1544.11) is older than Nov24SU, the first that supports such keys',
    );
    expect(judged('15.0.1497.48').message).toContain('Exchange 2013 does not support such keys at all');
  });

  test('an RSA certificate concerns it not', () => {
    expect(judged('15.2.1544.11', {}, certificate()).outcome).toBe('not-applicable');
  });

  test.each(['reverse-proxy', 'load-balancer', 'mail-gateway'] as const)('nor does that of a %s', (front) => {
    expect(judged('15.2.1544.11', { front }).outcome).toBe('not-applicable');
  });

  test('nor does that of another product at the same address', () => {
    const places = [
      { endpoint: https, facts: soundFacts(https, { product: known(product('15.2.1544.11')) }) },
      {
        endpoint: smtp,
        facts: soundFacts(smtp, {
          chains: known({ chains: [chain(elliptic)] }),
          product: known({ ...NO_PRODUCT, state: 'answered', family: 'other' }),
        }),
      },
    ];
    expect(findings(eccTooEarly, places)).toMatchObject([{ outcome: 'not-applicable' }]);
  });

  test('the other services of the machine are judged by the build that its website shows', () => {
    const rsa = known({ chains: [chain(certificate())] });
    const places = [
      { endpoint: https, facts: soundFacts(https, { chains: rsa, product: known(product('15.2.1544.11')) }) },
      {
        endpoint: smtp,
        facts: soundFacts(smtp, { chains: known({ chains: [chain(elliptic)] }), product: known(NO_PRODUCT) }),
      },
    ];
    expect(findings(eccTooEarly, places)).toMatchObject([
      { outcome: 'fail', subject: { endpoint: smtp.id }, endpoints: [smtp.id] },
    ]);
  });

  test('another address is another machine', () => {
    const elsewhere = endpoint('smtp', { address: '203.0.113.99' });
    const places = [
      { endpoint: https, facts: soundFacts(https, { product: known(product('15.2.1544.11')) }) },
      { endpoint: elsewhere, facts: soundFacts(elsewhere, { chains: known({ chains: [chain(elliptic)] }) }) },
    ];
    expect(findings(eccTooEarly, places)).toMatchObject([{ outcome: 'not-applicable' }]);
  });

  test.each<readonly [ProductFact['state'], string]>([
    ['not-asked', 'not-applicable'],
    ['unanswered', 'unknown'],
  ])('where the build is %s it is %s', (state, outcome) => {
    const facts = soundFacts(https, {
      chains: known({ chains: [chain(elliptic)] }),
      product: known({ ...NO_PRODUCT, state }),
    });
    expect(findings(eccTooEarly, [{ endpoint: https, facts }])).toMatchObject([{ outcome }]);
  });

  test('where no certificate was seen there is nothing to judge', () => {
    expect(findings(eccTooEarly, [{ endpoint: https, facts: silentFacts() }])).toMatchObject([
      { outcome: 'not-applicable' },
    ]);
  });
});
