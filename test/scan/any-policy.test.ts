import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { HelloLimits, TlsPolicy } from '../../src/lab/tls-policy.ts';
import { SUITES_13, SUITES_UP_TO_12 } from '../../src/scan/offers.ts';
import { BOTH } from '../lab/chains.ts';
import { askPolicy, connectionsOf } from './harness.ts';
import { groupsFound, suitesFound, versionsFound } from './inventory.ts';

const OF_SSL3 = [0x0004, 0x0005, 0x000a, 0x002f, 0x0035, 0x0033, 0x0039, 0x0003, 0x0018];
const ELLIPTIC_OLD = [0xc013, 0xc014, 0xc009, 0xc00a];
const OLD = [...OF_SSL3, ...ELLIPTIC_OLD];
const OF_12 = [0xc030, 0xc02f, 0xc02b, 0xc02c, 0x009c, 0x009f, 0xcca8, 0xc027, 0x003c];
const OF_13 = [0x1301, 0x1302, 0x1303, 0x1304, 0x1305];
const ELLIPTIC_12 = [0xc030, 0xc02f, 0xc02b, 0xc02c, 0xcca8, 0xc027];

const some = (values: readonly number[], least: number): fc.Arbitrary<number[]> =>
  fc.shuffledSubarray([...values], { minLength: least, maxLength: Math.min(values.length, least + 4) });

const anyPolicy = fc.record({
  versions: fc.shuffledSubarray([0x0300, 0x0301, 0x0302, 0x0303, 0x0304], { minLength: 1 }),
  suites: fc
    .tuple(some(OF_SSL3, 1), some(ELLIPTIC_OLD, 0), some(OF_12, 1), some(OF_13, 1))
    .chain((lists) => fc.shuffledSubarray(lists.flat(), { minLength: lists.flat().length })),
  order: fc.constantFrom('server', 'client'),
  groups: some([29, 23, 24, 25], 1),
  refusal: fc.constantFrom('alert', 'close', 'reset'),
  recordSize: fc.constantFrom(2 ** 14, 100, 5),
});

describe('a scan of any server', () => {
  test('finds its versions, suites and groups, in its order, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(anyPolicy, async (chosen) => {
        const policy = { ...chosen, chains: BOTH } as const;
        const run = await askPolicy(policy, 'scan');
        expect(versionsFound(run)).toEqual(policy.versions.toSorted((one, other) => one - other));
        for (const version of policy.versions) {
          expect([version, ...suitesFound(run, version)]).toEqual([
            version,
            ...expectedSuites(policy, version),
          ]);
        }
        for (const version of policy.versions) {
          expect([version, ...groupsFound(run, version)]).toEqual([
            version,
            ...expectedGroups(policy, version),
          ]);
        }
        expect(connectionsOf(run)).toBe(run.served);
      }),
      { numRuns: 30 },
    );
  }, 120_000);

  test('finds the same where only small hellos are understood, up to TLS 1.2', async () => {
    const limits = fc.constantFrom<HelloLimits>(
      { maxSuites: 64, reaction: 'close' },
      { maxLength: 512, reaction: 'reset' },
      { maxLength: 255, reaction: 'alert' },
      { knownExtensions: [0, 10, 11, 13], reaction: 'close' },
    );
    await fc.assert(
      fc.asyncProperty(anyPolicy, limits, async (chosen, limited) => {
        const versions = [0x0303, ...chosen.versions.filter((version) => version < 0x0303)];
        const policy = { ...chosen, versions, chains: BOTH, limits: limited } as const;
        const run = await askPolicy(policy, 'scan');
        expect(versionsFound(run)).toEqual(versions.toSorted((one, other) => one - other));
        for (const version of versions) {
          expect([version, ...suitesFound(run, version)]).toEqual([
            version,
            ...expectedSuites(policy, version),
          ]);
        }
        expect(groupsFound(run, 0x0303)).toEqual(expectedGroups(policy, 0x0303));
      }),
      { numRuns: 20 },
    );
  }, 120_000);
});

const EXISTING: ReadonlyMap<number, readonly number[]> = new Map([
  [0x0300, OF_SSL3],
  [0x0301, OLD],
  [0x0302, OLD],
  [0x0303, [...OLD, ...OF_12]],
  [0x0304, OF_13],
]);

/** Where the client decides, the order is that of our own hellos. */
function expectedSuites(
  { suites, order }: Pick<TlsPolicy, 'order'> & { suites: number[] },
  version: number,
): number[] {
  const accepted = suites.filter((code) => EXISTING.get(version)?.includes(code));
  const offered = version === 0x0304 ? SUITES_13 : SUITES_UP_TO_12;
  return order === 'server' ? accepted : offered.filter((code) => accepted.includes(code));
}

/**
 * Groups are asked for at TLS 1.3 and at the highest version below; they show only where a suite uses them, and
 * elliptic curves came with TLS 1.0.
 */
function expectedGroups(
  { versions, groups, suites }: { versions: readonly number[]; groups: number[]; suites: number[] },
  version: number,
): number[] {
  if (version === 0x0304) return groups;
  const highest = Math.max(...versions.filter((candidate) => candidate < 0x0304));
  if (version !== highest || version === 0x0300) return [];
  const elliptic = version === 0x0303 ? [...ELLIPTIC_OLD, ...ELLIPTIC_12] : ELLIPTIC_OLD;
  return suites.some((code) => elliptic.includes(code)) ? groups : [];
}
