import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { clientMatrix } from '../../src/clients/matrix.ts';
import type { SimulationResult } from '../../src/model/clients.ts';
import { OFFERS } from '../../src/exchange/offers/index.ts';
import { exchange2019, halfHardened, windows2012 } from '../../src/lab/policies.ts';
import type { TlsPolicy } from '../../src/lab/tls-policy.ts';
import { parseCertificate } from '../../src/certs/parse.ts';
import { judgeChain } from '../../src/certs/trust/judge-chain.ts';
import { BOTH, RSA_ONLY } from '../lab/chains.ts';
import { askPolicy, factsIn } from '../scan/harness.ts';
import type { Gathered } from '../../src/model/report.ts';

/** Every client's hello is sent to a server of the policy, behind a whole scan. */
async function simulated(policy: Partial<TlsPolicy>): Promise<readonly SimulationResult[]> {
  const run = await askPolicy(policy, 'scan', { clientHellos: () => OFFERS, budget: 2000 });
  return resultsIn(run);
}

function resultsIn(run: Gathered): readonly SimulationResult[] {
  const [endpoint] = run.endpoints;
  const [target] = run.targets;
  if (endpoint === undefined || target === undefined) throw new Error('nothing was asked');
  const request = {
    endpoints: [{ endpoint, facts: factsIn(run), target }],
    observations: run.observations,
    trustOf: () =>
      judgeChain([parseCertificate(new Uint8Array(0))], {
        stores: [],
        pool: [],
        at: 0,
        purpose: 'serverAuth' as const,
      }),
    isRevoked: () => false,
    now: 0,
  };
  return clientMatrix(request).simulations;
}

const broken = (results: readonly SimulationResult[]): readonly string[] =>
  results
    .filter(({ held }) => held === false)
    .map(({ offer, predicted, seen }) => `${offer}: ${predicted} <> ${seen}`);

/** Whether a server demands the signal of secure renegotiation is not asked, and one client cannot give it. */
const UNDECIDED = 'safari51-osx106';

const open = (results: readonly SimulationResult[]): readonly string[] =>
  results
    .filter(({ held, offer }) => held === null && offer !== UNDECIDED)
    .map(({ offer, predicted, seen }) => `${offer}: ${predicted} <> ${seen}`);

const some = (values: readonly number[], least: number): fc.Arbitrary<number[]> =>
  fc.shuffledSubarray([...values], { minLength: least, maxLength: Math.min(values.length, least + 4) });

const anyPolicy = fc
  .record({
    versions: fc.shuffledSubarray([0x0300, 0x0301, 0x0302, 0x0303, 0x0304], { minLength: 1 }),
    suites: fc
      .tuple(
        some([0x0004, 0x0005, 0x000a, 0x002f, 0x0035, 0x0033, 0x0039, 0x0003], 1),
        some([0xc013, 0xc014, 0xc009, 0xc00a], 0),
        some([0xc030, 0xc02f, 0xc02b, 0xc02c, 0x009c, 0x009f, 0xcca8, 0xc027, 0x003c], 1),
        some([0x1301, 0x1302, 0x1303], 1),
      )
      .chain((lists) => fc.shuffledSubarray(lists.flat(), { minLength: lists.flat().length })),
    order: fc.constantFrom('server', 'client'),
    groups: some([29, 23, 24, 25, 0x11ec], 1),
    refusal: fc.constantFrom('alert', 'close'),
    withoutShare: fc.constantFrom('retry', 'refuse'),
  })
  // A server that breaks TLS 1.3 by asking for no key share is found only by a group that a key can be made for.
  .filter(
    ({ withoutShare, groups }) => withoutShare === 'retry' || groups.includes(29) || groups.includes(23),
  );

const POLICIES: readonly (readonly [string, Partial<TlsPolicy>])[] = [
  ['Exchange 2019', exchange2019(RSA_ONLY)],
  ['Exchange 2019 with both kinds of key', exchange2019(BOTH)],
  ['old Windows', windows2012(RSA_ONLY)],
  ['half hardened', halfHardened(RSA_ONLY)],
];

describe('what clients meet', () => {
  test.each(POLICIES)(
    'is what was predicted for %s, for every offer',
    async (_name, policy) => {
      const results = await simulated(policy);
      expect(results).toHaveLength(OFFERS.length);
      expect(broken(results)).toEqual([]);
      expect(open(results)).toEqual([]);
    },
    60_000,
  );

  test('is never anything else than what was predicted, whatever the server is', async () => {
    await fc.assert(
      fc.asyncProperty(anyPolicy, async (policy) => {
        expect(broken(await simulated({ ...policy, chains: BOTH } as const))).toEqual([]);
      }),
      { numRuns: 12 },
    );
  }, 240_000);
});
