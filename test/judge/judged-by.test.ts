import { describe, expect, test } from '@jest/globals';
import { judgeFacts } from '../../src/judge/judge-facts.ts';
import type { EndpointFactSet, ProductFact } from '../../src/facts/types.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import type { Target } from '../../src/model/target.ts';
import {
  endpoint,
  EXCHANGE_2016,
  judging,
  known,
  NO_PRODUCT,
  soundFacts,
  target,
} from '../fixtures/facts.ts';
import { product } from '../fixtures/product.ts';

const https = endpoint('https');
const smtp = endpoint('smtp');
const other = endpoint('smtp', { address: '203.0.113.8' });

function judged(
  build: string,
  windows: string,
  {
    given = false,
    beside = NO_PRODUCT,
    targets = [target('mail.contoso.com')],
  }: { given?: boolean; beside?: ProductFact; targets?: readonly Target[] } = {},
) {
  const factsOf = (of: Endpoint): EndpointFactSet =>
    of === https
      ? soundFacts(of, { product: known(product(build, { windows })) })
      : soundFacts(of, { product: known(beside) });
  const gathered = {
    run: {
      depth: 'scan',
      startedAt: '2026-11-22T11:00:00Z',
      finishedAt: '2026-11-22T11:00:01Z',
      complete: true,
      stopped: null,
      budget: 500,
      pressure: [],
    },
    targets,
    endpoints: [https, smtp, other],
    observations: [],
    certificates: {},
  } as const;
  const report = judgeFacts(gathered, new Map(), factsOf, {
    ...judging(),
    version: '1.2.3',
    baselineGiven: given,
    rules: [],
  });
  return report.endpoints.map(({ baseline, baseline_reason: reason }) => ({ baseline, reason }));
}

const BY_BUILD = {
  baseline: 'exchange-se',
  reason: 'by fingerprint: Exchange SE RTM Sep26SUv2 on Windows Server 2022',
};
const USUAL = { baseline: 'exchange-2019', reason: 'the usual one, as no build of Exchange is known here' };

describe('what an endpoint is judged by', () => {
  test('is chosen by the build, for all services of the machine and no other', () => {
    expect(judged('15.2.2562.53', '10.0.20348')).toEqual([BY_BUILD, BY_BUILD, USUAL]);
  });

  test('is the usual one where a mail gateway or another product answers at the same address', () => {
    const gateway = { ...NO_PRODUCT, front: { kind: 'mail-gateway', product: null, clues: [] } } as const;
    expect(judged('15.2.2562.53', '10.0.20348', { beside: gateway })).toEqual([BY_BUILD, USUAL, USUAL]);
    const postfix = { ...NO_PRODUCT, family: 'other' } as const;
    expect(judged('15.2.2562.53', '10.0.20348', { beside: postfix })).toEqual([BY_BUILD, USUAL, USUAL]);
  });

  test('is the usual one where the build tells no product', () => {
    expect(judged('nonsense', '10.0.20348')).toEqual([USUAL, USUAL, USUAL]);
  });

  test('is what the operator set for the run', () => {
    const set = { baseline: 'exchange-2019', reason: 'set for the run' };
    expect(judged('15.2.2562.53', '10.0.20348', { given: true })).toEqual([set, set, set]);
  });

  test('is what the operator set for the host before all', () => {
    const targets = [target('mail.contoso.com', { baseline: EXCHANGE_2016.id })];
    const set = { baseline: 'exchange-2016', reason: 'set for the host' };
    expect(judged('15.2.2562.53', '10.0.20348', { given: true, targets })).toEqual([set, set, set]);
    expect(judged('15.2.2562.53', '10.0.20348', { targets })).toEqual([set, set, set]);
  });
});
