import { describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { exchange2019 } from '../../src/lab/policies.ts';
import { tlsServer } from '../../src/lab/tls-server.ts';
import { RSA_ONLY } from '../lab/chains.ts';
import { ask, askPolicy, connectionsOf, factsIn, interviewOf, versionAnswers } from './harness.ts';
import { suitesFound } from './inventory.ts';

const ONLY_12 = {
  'SSL 2.0': 'no',
  'SSL 3.0': 'no',
  'TLS 1.0': 'no',
  'TLS 1.1': 'no',
  'TLS 1.2': 'yes',
  'TLS 1.3': 'no',
};

describe('a server that refuses by alert', () => {
  test('costs a check six connections over https', async () => {
    const run = await askPolicy({}, 'check');
    expect(interviewOf(run).toSorted()).toEqual([
      'modern accepted 303',
      'ssl2 refused 70',
      'tls1.3 accepted 303',
      'unwanted/0303#1 refused 40',
      'version/0300 refused 70',
      'version/0302 refused 70',
    ]);
    expect([connectionsOf(run), run.served]).toEqual([6, 6]);
  });

  test('costs a scan a connection for each suite and group and one for each end', async () => {
    const run = await askPolicy({}, 'scan');
    expect(interviewOf(run).toSorted()).toEqual([
      'groups/0303#1 accepted 303',
      'groups/0303#2 refused 40',
      'modern accepted 303',
      'no-sni accepted 303',
      'ssl2 refused 70',
      'suites/0303#1 accepted 303',
      'suites/0303#2 accepted 303',
      'suites/0303#3 accepted 303',
      'suites/0303#4 refused 40',
      'tls1.3 accepted 303',
      'version/0300 refused 70',
      'version/0302 refused 70',
    ]);
    expect([connectionsOf(run), run.served]).toEqual([12, 12]);
  });
});

describe.each(['alert', 'close', 'reset'] as const)('a server that refuses by %s', (refusal) => {
  test.each(['check', 'scan'] as const)('is known to speak TLS 1.2 alone after a %s', async (depth) => {
    const run = await askPolicy({ refusal }, depth);
    expect(versionAnswers(run)).toEqual(ONLY_12);
    expect(connectionsOf(run)).toBe(run.served);
  });

  test('is known to have no other suites', async () => {
    const run = await askPolicy({ refusal }, 'scan');
    const { suites } = factsIn(run);
    expect(suitesFound(run, 0x0303)).toEqual([0xc030, 0xc02f, 0xc028, 0xc027]);
    expect(suites.known && suites.value.complete(0x0303)).toBe(true);
  });
});

describe('a server that refuses by silence', () => {
  test('is known only by what it accepts', async () => {
    const timeouts = { connectMs: 1000, replyMs: 1000, tlsMs: 150 };
    const run = await askPolicy({ refusal: 'silence' }, 'check', { timeouts, retries: 0 });
    expect(versionAnswers(run)).toMatchObject({
      'TLS 1.1': 'unknown',
      'SSL 3.0': 'unknown',
      'TLS 1.2': 'yes',
    });
  });
});

describe('a server that stops talking in the middle of a run', () => {
  test('is not taken for one that refuses', async () => {
    const tls = tlsServer(exchange2019(RSA_ONLY), randomBytes);
    let calls = 0;
    const run = await ask((socket) => {
      calls += 1;
      if (calls <= 1) tls(socket);
      else socket.end();
    }, 'check');
    expect(interviewOf(run).at(-1)).toBe('control closed fin');
    expect(versionAnswers(run)).toEqual({
      'SSL 2.0': 'unknown',
      'SSL 3.0': 'unknown',
      'TLS 1.0': 'unknown',
      'TLS 1.1': 'unknown',
      'TLS 1.2': 'yes',
      'TLS 1.3': 'unknown',
    });
  });
});
