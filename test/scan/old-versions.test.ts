import { describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { exchange2019 } from '../../src/lab/policies.ts';
import { tlsServer } from '../../src/lab/tls-server.ts';
import { decodeSslv2ClientHello, readSslv2Record } from '../../src/wire/sslv2.ts';
import { RSA_ONLY } from '../lab/chains.ts';
import { ask, askPolicy, connectionsOf, factsIn, interviewOf, versionAnswers } from './harness.ts';
import { suitesFound } from './inventory.ts';

const OLD_SUITES = [0x002f, 0x000a, 0x0005];

describe.each(['check', 'scan'] as const)('a %s', (depth) => {
  const rows: readonly (readonly [string, readonly number[], readonly number[] | undefined])[] = [
    ['SSL 2.0 alone', [], [0x010080]],
    ['SSL 3.0 alone', [0x0300], undefined],
    ['SSL 2.0 and 3.0', [0x0300], [0x010080, 0x0700c0]],
    ['TLS 1.0 alone', [0x0301], undefined],
    ['SSL 3.0 and TLS 1.2', [0x0300, 0x0303], undefined],
    ['SSL 2.0 and TLS 1.2', [0x0303], [0x0700c0]],
    ['everything below TLS 1.3', [0x0300, 0x0301, 0x0302, 0x0303], [0x0700c0]],
    ['TLS 1.1 and 1.3', [0x0302, 0x0304], undefined],
  ];
  for (const protocol of ['https', 'smtps'] as const) {
    test.each(rows)(`finds %s over ${protocol}`, async (_, versions, ssl2Kinds) => {
      const policy = {
        versions,
        suites: [...OLD_SUITES, 0x1301],
        ...(ssl2Kinds === undefined ? {} : { ssl2Kinds }),
      };
      const run = await askPolicy(policy, depth, { protocol });
      const accepted = Object.entries(versionAnswers(run) ?? {}).filter(([, answer]) => answer === 'yes');
      expect(accepted.map(([name]) => name)).toEqual(
        NAMES.filter(([version]) =>
          version === 0x0002 ? ssl2Kinds !== undefined : versions.includes(version),
        ).map(([, name]) => name),
      );
      expect(connectionsOf(run)).toBe(run.served);
    });
  }
});

const NAMES = [
  [0x0002, 'SSL 2.0'],
  [0x0300, 'SSL 3.0'],
  [0x0301, 'TLS 1.0'],
  [0x0302, 'TLS 1.1'],
  [0x0303, 'TLS 1.2'],
  [0x0304, 'TLS 1.3'],
] as const;

test('an old version is asked about once', async () => {
  const run = await askPolicy({ versions: [0x0300, 0x0303], suites: OLD_SUITES }, 'scan');
  const questions = interviewOf(run).map((line) => line.split(' ')[0]);
  expect(questions).toEqual([...new Set(questions)]);
  expect(suitesFound(run, 0x0300)).toEqual(OLD_SUITES);
});

test('the kinds of SSL 2.0 and its certificate are kept', async () => {
  const run = await askPolicy({ ssl2Kinds: [0x0700c0, 0x010080] }, 'scan');
  const { suites } = factsIn(run);
  const kinds = suites.known ? suites.value.accepted.filter(({ version }) => version === 0x0002) : [];
  expect(kinds.map(({ suite }) => suite)).toEqual([0x0700c0, 0x010080]);
  const hello = run.observations.find(({ question }) => question === 'ssl2');
  expect(hello?.kind === 'sslv2' && hello.outcome).toMatchObject({ certificates: [expect.any(String)] });
});

test('a hello in the format of SSL 2.0 that offers SSL 3.0 too carries the signal for secure renegotiation', async () => {
  const kinds: (readonly number[])[] = [];
  const tls = tlsServer(exchange2019(RSA_ONLY), randomBytes);
  await ask(
    (socket) => {
      socket.once('data', (bytes: Buffer) => {
        if ((bytes[0] ?? 0) < 0x80) return;
        const message = readSslv2Record(bytes);
        if (message !== null) kinds.push(decodeSslv2ClientHello(message).kinds);
      });
      tls(socket);
    },
    'check',
    { protocol: 'smtps' },
  );
  expect(kinds).toHaveLength(1);
  expect(kinds[0]).toContain(0x0000ff);
});
