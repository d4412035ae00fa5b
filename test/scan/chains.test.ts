import { describe, expect, test } from '@jest/globals';
import type { Gathered } from '../../src/model/report.ts';
import { fingerprint } from '../../src/probes/probe.ts';
import { BOTH, ECDSA_CHAIN, RSA_CHAIN, RSA_ONLY, standIn } from '../lab/chains.ts';
import { askPolicy, hellosOf } from './harness.ts';

const RSA = RSA_CHAIN.map(fingerprint);
const ECDSA = ECDSA_CHAIN.map(fingerprint);

describe.each(['check', 'scan'] as const)('a %s', (depth) => {
  test('keeps the chain in wire order and each certificate once', async () => {
    const run = await askPolicy({ chains: RSA_ONLY }, depth);
    expect(chainsIn(run, /./)).toEqual([RSA]);
    expect(Object.keys(run.certificates)).toEqual(RSA);
  });

  test('keeps a chain whose order is wrong as it is', async () => {
    const run = await askPolicy({ chains: { rsa: RSA_CHAIN.toReversed() } }, depth);
    expect(chainsIn(run, /./)).toEqual([RSA.toReversed()]);
  });
});

test('a scan finds both chains of a server with two certificates', async () => {
  const run = await askPolicy({ chains: BOTH }, 'scan');
  expect(new Set(chainsIn(run, /^(modern|suites)/))).toEqual(new Set([RSA, ECDSA]));
  expect(new Set(Object.keys(run.certificates))).toEqual(new Set([...RSA, ...ECDSA]));
});

test('a scan finds the chain that clients without a name get', async () => {
  const other = [standIn('default'), standIn('another intermediate')];
  const run = await askPolicy({ chainsWithoutSni: { rsa: other } }, 'scan');
  expect(chainsIn(run, /^modern/)).toEqual([RSA]);
  expect(chainsIn(run, /^no-sni/)).toEqual([other.map(fingerprint)]);
  expect(hellosOf(run, /^no-sni/)[0]?.asked.sni).toBeNull();
});

test('what is stored for a fingerprint is the certificate', async () => {
  const { certificates } = await askPolicy({}, 'check');
  for (const [sha256, der] of Object.entries(certificates)) {
    expect(fingerprint(Buffer.from(der, 'base64'))).toBe(sha256);
  }
});

/** Distinct chains in the order seen. */
function chainsIn(run: Gathered, question: RegExp): (readonly string[])[] {
  const chains = hellosOf(run, question).flatMap(({ outcome }) =>
    outcome.status === 'accepted' && outcome.certificates.length > 0 ? [outcome.certificates] : [],
  );
  return [...new Map(chains.map((chain) => [chain.join(), chain])).values()];
}
