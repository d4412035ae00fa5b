import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { imapServer, type MailOptions, pop3Server, smtpServer } from '../../src/lab/mail-servers.ts';
import { createNetwork } from '../../src/lab/network.ts';
import { exchange2019 } from '../../src/lab/policies.ts';
import { type Handler, tlsServer } from '../../src/lab/tls-server.ts';
import type { Preamble } from '../../src/model/observation.ts';
import type { World } from '../../src/net/world.ts';
import { observeAll } from '../../src/scan/observe.ts';
import { RSA_ONLY } from '../lab/chains.ts';
import {
  ADDRESS,
  ask,
  connectionsOf,
  factsIn,
  HOST,
  interviewOf,
  optionsFor,
  type Run,
  targetFor,
  versionAnswers,
} from './harness.ts';
import { suitesFound } from './inventory.ts';

const SERVERS = { smtp: smtpServer, imap: imapServer, pop3: pop3Server } as const;
type Protocol = keyof typeof SERVERS;
const PROTOCOLS = Object.keys(SERVERS) as Protocol[];

function server(protocol: Protocol, options: Partial<MailOptions> = {}): Handler {
  const tls = tlsServer(exchange2019(RSA_ONLY), randomBytes);
  return SERVERS[protocol]({ host: HOST, now: () => 0, tls, ...options });
}

describe.each(PROTOCOLS)('%s', (protocol) => {
  test('leads to the same TLS as any other way', async () => {
    const run = await ask(server(protocol), 'scan', { protocol });
    expect(suitesFound(run, 0x0303)).toEqual([0xc030, 0xc02f, 0xc028, 0xc027]);
    expect([connectionsOf(run), run.served]).toEqual([12, 12]);
  });

  test.each([
    ['absent', 'no-tls not-offered'],
    ['refused', 'no-tls refused'],
    ['masked', 'no-tls masked'],
  ] as const)('with STARTTLS %s is one question', async (starttls, answer) => {
    const run = await ask(server(protocol, { starttls }), 'scan', { protocol });
    expect(interviewOf(run)).toEqual([`modern ${answer}`]);
    expect([connectionsOf(run), run.served]).toEqual([1, 1]);
  });

  test('that is busy is asked again after a wait and then left alone', async () => {
    const waits: number[] = [];
    const run = await ask(server(protocol, { busy: true }), 'check', {
      protocol,
      retries: 2,
      around: ({ world }) => ({ ...world, wait: recorded(waits) }),
    });
    expect(interviewOf(run)).toEqual(Array(3).fill('modern failed busy'));
    expect(waits.map((wait) => Math.round(wait / 1000))).toEqual([1, 2]);
    expect(versionAnswers(run)).toBeNull();
  });

  test('text injected behind the reply is counted', async () => {
    const run = await ask(server(protocol, { injected: '250 2.0.0 injected\r\n' }), 'check', { protocol });
    expect(preamble(run)?.trailing).toBe(20);
  });

  test('banner, capabilities and transcript are kept', async () => {
    const run = await ask(server(protocol), 'check', { protocol });
    const kept = preamble(run);
    expect(kept?.banner).toContain('Microsoft');
    expect(kept?.capabilities.length).toBeGreaterThan(2);
    expect(kept?.transcript.map(({ from }) => from)).toEqual([
      'server',
      'client',
      'server',
      'client',
      'server',
    ]);
  });
});

test('a check of an SMTP server with the defaults costs five sessions', async () => {
  const run = await ask(server('smtp'), 'check', { protocol: 'smtp' });
  expect(interviewOf(run).toSorted()).toEqual([
    'modern accepted 303',
    'ssl2+3 refused 70',
    'tls1.3 accepted 303',
    'unwanted/0303#1 refused 40',
    'version/0302 refused 70',
  ]);
  expect([connectionsOf(run), run.served]).toEqual([5, 5]);
  expect(versionAnswers(run)).toEqual({
    'SSL 2.0': 'no',
    'SSL 3.0': 'no',
    'TLS 1.0': 'no',
    'TLS 1.1': 'no',
    'TLS 1.2': 'yes',
    'TLS 1.3': 'no',
  });
});

test('a server without STARTTLS is told goodbye', async () => {
  const network = createNetwork(Date.now);
  network.name(HOST, [ADDRESS]);
  const handler = server('smtp', { starttls: 'absent' });
  let heard = '';
  let leave = (): void => undefined;
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  await network.serve(ADDRESS, 25, (socket) => {
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
    socket.on('close', leave);
    handler(socket);
  });
  await observeAll([targetFor('smtp')], { ...optionsFor('check'), world: network.world });
  await left;
  await network.stop();
  expect(heard).toBe('EHLO scanner.contoso.com\r\nQUIT\r\n');
});

test('a server that says nothing is given up', async () => {
  const timeouts = { connectMs: 1000, replyMs: 150, tlsMs: 150 };
  const run = await ask(() => undefined, 'check', { protocol: 'smtp', timeouts, retries: 1 });
  expect(interviewOf(run)).toEqual(['modern failed preamble-timeout', 'modern failed preamble-timeout']);
  expect(factsIn(run).starttls.known).toBe(false);
});

function recorded(waits: number[]): World['wait'] {
  return (ms) => {
    waits.push(ms);
    return Promise.resolve();
  };
}

function preamble({ observations }: Run): Preamble | null {
  for (const observation of observations) if ('preamble' in observation) return observation.preamble;
  return null;
}
