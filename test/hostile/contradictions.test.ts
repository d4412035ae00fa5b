import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import { tlsServer } from '../../src/lab/tls-server.ts';
import { concat, uint } from '../../src/wire/bytes.ts';
import type { Extension } from '../../src/wire/extension.ts';
import { encodeHandshake, HANDSHAKE } from '../../src/wire/handshake.ts';
import { encodeServerKeyExchange } from '../../src/wire/key-exchange.ts';
import { RETRY_RANDOM, type ServerHello } from '../../src/wire/server-hello.ts';
import { RSA_CHAIN } from '../lab/chains.ts';
import { describeRows, HONEST_ANSWERS, ONLY_12, type Row } from './rows.ts';
import {
  alertRecord,
  byOffer,
  certificates,
  DONE,
  EXCHANGE,
  handshakeRecord,
  honest,
  RENEGOTIATION,
  sending,
  sendingLast,
  serverHello,
} from './scripted-server.ts';

const NOTHING = { reach: 'unknown', versions: 'nothing', connections: 4 } as const;
const BOTH_VERSIONS = {
  ...EXCHANGE,
  versions: [0x0304, 0x0303],
  suites: [0x1302, 0x1301, 0xc030, 0xc02f],
};

function answering(changes: Partial<ServerHello>): Row['script'] {
  return () => sending(handshakeRecord(serverHello(changes), certificates(RSA_CHAIN), DONE));
}

function selected(version: number): Extension {
  return { type: 43, body: uint(version, 2) };
}

function keyShare(group: number): Extension {
  return { type: 51, body: concat([uint(group, 2), uint(32, 2), new Uint8Array(32)]) };
}

/** The form in a HelloRetryRequest: a group and nothing else. */
function wantedShare(group: number): Extension {
  return { type: 51, body: uint(group, 2) };
}

/** Answers hellos with TLS 1.3 in its own way, and refuses all others by their version. */
function only13(hello: Partial<ServerHello>): Row['script'] {
  return () =>
    byOffer((offer) =>
      offer.versions?.includes(0x0304) === true
        ? sending(handshakeRecord(serverHello({ suite: 0x1301, ...hello })))
        : sendingLast(alertRecord(70)),
    );
}

const CONTRADICTED = { answers: ['failed contradiction'], ...NOTHING } as const;
const BUT_13 = { answers: ['failed contradiction', 'refused 70'], reach: 'answered' } as const;
const NOT_13 = { 'SSL 3.0': 'no', 'TLS 1.0': 'no', 'TLS 1.1': 'no', 'TLS 1.2': 'no' } as const;

const ROWS: readonly Row[] = [
  { server: 'a suite that was not offered', script: answering({ suite: 0xfafa }), ...CONTRADICTED },
  { server: 'the signalling suite', script: answering({ suite: 0x00ff }), ...CONTRADICTED },
  { server: 'no suite at all (0x0000)', script: answering({ suite: 0x0000 }), ...CONTRADICTED },
  { server: 'a version above all', script: answering({ version: 0x0305 }), ...CONTRADICTED },
  { server: 'TLS 1.3 in the old field', script: answering({ version: 0x0304 }), ...CONTRADICTED },
  { server: 'a version below all', script: answering({ version: 0x0200 }), ...CONTRADICTED },
  { server: 'a suite of TLS 1.2 at TLS 1.1', script: answering({ version: 0x0302 }), ...CONTRADICTED },
  { server: 'a suite of TLS 1.3 at TLS 1.2', script: answering({ suite: 0x1301 }), ...CONTRADICTED },
  { server: 'compression 64', script: answering({ compression: 64 }), ...CONTRADICTED },
  {
    server: 'an extension that was not offered (ALPN)',
    script: answering({ extensions: [RENEGOTIATION, { type: 16, body: Uint8Array.of(0, 3, 2, 104, 50) }] }),
    ...CONTRADICTED,
  },
  {
    server: 'an extension that nobody knows',
    script: answering({ extensions: [{ type: 0xfafa, body: new Uint8Array(0) }] }),
    ...CONTRADICTED,
  },
  {
    server: 'TLS 1.2 in the extension for TLS 1.3',
    script: answering({ extensions: [selected(0x0303)] }),
    ...CONTRADICTED,
  },
  {
    server: 'a HelloRetryRequest of TLS 1.2',
    script: answering({ random: RETRY_RANDOM }),
    ...CONTRADICTED,
  },
  {
    server: 'a group that was not offered',
    script: () =>
      sending(
        handshakeRecord(
          serverHello({ suite: 0xc030 }),
          certificates(RSA_CHAIN),
          encodeHandshake(
            HANDSHAKE.serverKeyExchange,
            encodeServerKeyExchange({
              kind: 'ecdhe',
              group: 0xfafa,
              key: new Uint8Array(65).fill(4),
              signature: { scheme: 0x0401, bytes: new Uint8Array(256) },
            }),
          ),
          DONE,
        ),
      ),
    // Read no further than the ServerHello, the answer to the second question cannot show its group.
    answers: ['accepted 303', 'failed contradiction'],
    reach: 'answered',
    versions: { 'TLS 1.2': 'yes' },
    connections: 12,
  },
  {
    server: 'a group of TLS 1.3 that was not offered',
    script: only13({ extensions: [selected(0x0304), keyShare(0xfafa)] }),
    ...BUT_13,
    versions: NOT_13,
    connections: 6,
  },
  {
    server: 'a group of TLS 1.3 of which no key share was sent',
    script: only13({ extensions: [selected(0x0304), keyShare(24)] }),
    ...BUT_13,
    versions: NOT_13,
    connections: 6,
  },
  {
    server: 'a HelloRetryRequest for the key share that was sent',
    script: only13({ random: RETRY_RANDOM, extensions: [selected(0x0304), wantedShare(29)] }),
    ...BUT_13,
    versions: NOT_13,
    connections: 6,
  },
  {
    server: 'a version of a draft of TLS 1.3',
    script: only13({ extensions: [selected(0x7f1c), keyShare(29)] }),
    ...BUT_13,
    versions: NOT_13,
    connections: 6,
  },
  {
    server: 'one HelloRetryRequest after the other',
    script: only13({ random: RETRY_RANDOM, extensions: [selected(0x0304), wantedShare(24)] }),
    answers: ['accepted 304', 'failed session-failed', 'refused 70'],
    reach: 'answered',
    versions: { ...NOT_13, 'TLS 1.3': 'yes' },
    connections: 7,
  },
  {
    server: 'TLS 1.2 to a hello with TLS 1.3',
    script: () => honest(),
    truth: EXCHANGE,
    answers: HONEST_ANSWERS,
    reach: 'answered',
    versions: ONLY_12,
    connections: 6,
  },
  {
    server: 'TLS 1.2 to a hello with TLS 1.3, and the mark of one that can do more',
    script: () =>
      tlsServer(EXCHANGE, (length) =>
        length === 32 ? concat([randomBytes(24), Buffer.from('DOWNGRD\u0001')]) : randomBytes(length),
      ),
    answers: HONEST_ANSWERS,
    reach: 'answered',
    versions: { 'TLS 1.2': 'yes' },
    connections: 6,
    also: ({ facts: { versions } }) =>
      expect(versions.known && versions.value.answers.get(0x0304)).toMatchObject({ value: 'unknown' }),
  },
  {
    server: 'the same mark, where TLS 1.3 is there',
    script: () => honest(BOTH_VERSIONS),
    truth: BOTH_VERSIONS,
    answers: ['accepted 303', 'accepted 304', 'refused 40', 'refused 70'],
    reach: 'answered',
    versions: { ...ONLY_12, 'TLS 1.3': 'yes' },
    connections: 7,
  },
  {
    server: 'TLS 1.0 with the mark of one that can do more',
    script: () =>
      tlsServer({ ...EXCHANGE, versions: [0x0301], suites: [0xc014] }, (length) =>
        length === 32 ? concat([randomBytes(24), Buffer.from('DOWNGRD\u0000')]) : randomBytes(length),
      ),
    answers: ['accepted 301', 'refused 40', 'refused 70'],
    reach: 'answered',
    versions: { 'TLS 1.0': 'yes' },
    connections: 12,
    also: ({ facts: { versions } }) =>
      expect(versions.known && versions.value.answers.get(0x0303)).toMatchObject({ value: 'unknown' }),
  },
];

describeRows('a server that answers with', ROWS);
