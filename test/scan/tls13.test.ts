import { beforeAll, describe, expect, test } from '@jest/globals';
import { nodeTlsServer } from '../../src/lab/node-tls-server.ts';
import { createPki, type Pki } from '../../src/lab/pki.ts';
import { fingerprint } from '../../src/probes/probe.ts';
import { ask, askPolicy, hellosOf, versionAnswers } from './harness.ts';
import { groupsFound, suitesFound } from './inventory.ts';

const POLICY = {
  versions: [0x0303, 0x0304],
  suites: [0x1302, 0x1301, 0xc030, 0xc02f],
  groups: [24, 29, 23],
};

describe('suites and groups of TLS 1.3 are found in order', () => {
  test('by asking for a retry, with no key made', async () => {
    const run = await askPolicy(POLICY, 'scan');
    expect(suitesFound(run, 0x0304)).toEqual([0x1302, 0x1301]);
    expect(groupsFound(run, 0x0304)).toEqual([24, 29, 23]);
    expect(hellosOf(run, /^suites\/0304\/share/)).toEqual([]);
  });

  test('by real key shares where the server never asks for a retry', async () => {
    const run = await askPolicy({ ...POLICY, withoutShare: 'refuse' }, 'scan');
    expect(suitesFound(run, 0x0304)).toEqual([0x1302, 0x1301]);
    expect(groupsFound(run, 0x0304)).toEqual([29, 23]);
  });
});

describe('a real server of TLS 1.2 and 1.3', () => {
  let pki: Pki;
  beforeAll(async () => {
    pki = await createPki(Date.now());
  });

  test('shows the suites and groups that it was set up with', async () => {
    const chain = await pki.commercial(['server.contoso.com']);
    const run = await ask(nodeTlsServer({ chain, key: pki.keyOf(chain) }), 'scan');
    expect(suitesFound(run, 0x0304)).toEqual([0x1302, 0x1301]);
    expect(suitesFound(run, 0x0303)).toEqual([0xc030, 0xc02f, 0xc028, 0xc027]);
    expect(groupsFound(run, 0x0304)).toEqual([29, 23, 24]);
    expect(groupsFound(run, 0x0303)).toEqual([29, 23, 24]);
  });

  test('that speaks TLS 1.3 alone shows its chain in a whole session', async () => {
    const chain = await pki.commercial(['server.contoso.com']);
    const handler = nodeTlsServer({ chain, key: pki.keyOf(chain), minVersion: 'TLSv1.3' });
    for (const depth of ['check', 'scan'] as const) {
      const run = await ask(handler, depth);
      expect(versionAnswers(run)).toMatchObject({ 'TLS 1.1': 'no', 'TLS 1.2': 'no', 'TLS 1.3': 'yes' });
      const session = run.observations.find(({ kind }) => kind === 'session');
      expect(session?.outcome).toEqual({
        status: 'accepted',
        version: 0x0304,
        suite: 'TLS_AES_256_GCM_SHA384',
        certificates: chain.map(fingerprint),
        ocsp: null,
        verification: null,
      });
      expect(Object.keys(run.certificates)).toEqual(chain.map(fingerprint));
    }
  });
});
