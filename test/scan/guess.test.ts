import { describe, expect, test } from '@jest/globals';
import { likelyNext } from '../../src/scan/guess.ts';
import { askPolicy, connectionsOf, hellosOf, interviewOf } from './harness.ts';
import { groupsFound, suitesFound } from './inventory.ts';

describe('the likely next', () => {
  test.each([
    ['the AES-128 twin of an RSA suite', 'suites', 0xc030, 0xc02f],
    ['the AES-128 twin of an ECDSA suite', 'suites', 0xc02c, 0xc02b],
    ['the other block mode, for the same kind of certificate', 'suites', 0xc02b, 0xc024],
    ['the second suite of TLS 1.3', 'suites', 0x1302, 0x1301],
    ['nothing after the second of TLS 1.3, which no certificate belongs to', 'suites', 0x1301, null],
    ['nothing after a suite that is rare', 'suites', 0xc02e, null],
    ['the next curve of Windows', 'groups', 29, 23],
    ['nothing after the last curve of Windows', 'groups', 24, null],
  ] as const)('is %s', (_, kind, last, next) => {
    expect(likelyNext(kind, last)).toBe(next);
  });
});

/** As many as the suites and groups that are accepted, a refusal of the rest of both, and six other questions. */
const least = (suites: readonly number[], groups: readonly number[]): number =>
  suites.length - 1 + 1 + (groups.length - 1 + 1) + 6;

describe('a list that the server goes through', () => {
  test.each([
    ['as expected costs nothing for the guesses', [0xc030, 0xc02f, 0xc028, 0xc027], [29, 23, 24], 0],
    ['otherwise costs one connection', [0xc030, 0xc027, 0xc028, 0xc014], [29, 23, 24], 1],
    ['otherwise, both suites and groups, costs two', [0xc02f, 0xc030, 0xc014], [29, 24, 23], 2],
    ['and that ends where another was expected costs one', [0xc030], [24], 1],
  ])('%s', async (_, suites, groups, wasted) => {
    const run = await askPolicy({ suites, groups }, 'scan');
    expect(suitesFound(run, 0x0303)).toEqual(suites);
    expect(groupsFound(run, 0x0303)).toEqual(groups);
    expect(connectionsOf(run)).toBe(least(suites, groups) + wasted);
  });

  test('is asked for two at a time', async () => {
    const suites = [0xc030, 0xc02f, 0x009d, 0x009c, 0x0035, 0x002f];
    const run = await askPolicy({ suites, groups: [29] }, 'scan');
    const hellos = hellosOf(run, /^suites\//);
    const offers = hellos.map(({ asked }) => suites.filter((code) => asked.suites.includes(code)).length);
    expect(offers).toEqual([5, 4, 3, 2, 1, 0]);
  });
});

test('where a server takes one connection at a time the suites come first, and what leads to nothing comes last', async () => {
  const concurrency = { global: 20, perAddress: 1, smtpPerAddress: 1, startsPerSecond: null };
  const run = await askPolicy({ groups: [29, 23] }, 'scan', { concurrency });
  expect(interviewOf(run)).toEqual([
    'modern accepted 303',
    'suites/0303#1 accepted 303',
    'suites/0303#2 accepted 303',
    'suites/0303#3 accepted 303',
    'suites/0303#4 refused 40',
    'tls1.3 accepted 303',
    'version/0302 refused 70',
    'groups/0303#1 accepted 303',
    'groups/0303#2 refused 40',
    'version/0300 refused 70',
    'ssl2 refused 70',
    'no-sni accepted 303',
  ]);
});
