import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import * as fc from 'fast-check';
import type { ClientOffer } from '../../src/lab/client-offer.ts';
import type { TlsPolicy } from '../../src/lab/tls-policy.ts';
import { type Handler, tlsServer } from '../../src/lab/tls-server.ts';
import { answerHello } from '../../src/lab/tls-responder.ts';
import { concat } from '../../src/wire/bytes.ts';
import { tlsStart } from '../../src/model/protocol.ts';
import { BOTH } from '../lab/chains.ts';
import { BEFORE_TLS, GO_AHEAD, honestMail, type MailProtocol } from './honest-mail.ts';
import {
  alertRecord,
  ascii,
  byCall,
  certificates,
  closing,
  DONE,
  flooding,
  handshakeRecord,
  late,
  onHello,
  serverHello,
  silent,
  talk,
} from './scripted-server.ts';

/**
 * What a connection does once TLS should begin. `close`, `reset` and `alert` strike one and the same hello at most once
 * in a run: a server that ends a hello in this way every time it comes, and takes others before and after, has refused
 * it, as far as anybody can see.
 */
export type Behaviour =
  | { readonly kind: 'honest' | 'silent' | 'close' | 'reset' | 'text' | 'flood' | 'warned' }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'alert'; readonly description: number }
  | { readonly kind: 'garbage'; readonly bytes: Uint8Array }
  | { readonly kind: 'cut'; readonly part: number; readonly close: boolean }
  | { readonly kind: 'contradiction'; readonly suite: number; readonly version: number };

/** How a dialogue before TLS goes; `honest` leads to the behaviour. */
export type Dialogue =
  'honest' | 'injected' | 'refused' | 'masked' | 'busy' | 'rejected' | 'garbage' | 'hang';

export interface RandomScript {
  readonly protocol: 'https' | MailProtocol;
  readonly policy: TlsPolicy;
  /** By the number of the connection; it begins anew where it ends. */
  readonly behaviours: readonly Behaviour[];
  readonly dialogues: readonly Dialogue[];
}

const OF_SSL3 = [0x0004, 0x0005, 0x000a, 0x002f, 0x0033, 0x0039, 0x0003];
const OF_TLS10 = [0xc013, 0xc014, 0xc009];
const OF_TLS12 = [0xc030, 0xc02f, 0xc02b, 0x009c, 0x009f, 0xcca8, 0x003c];
const OF_TLS13 = [0x1301, 0x1302, 0x1303];

/** Written in large pieces: a flood must drown the client and not the server of the test. */
const FLOOD = concat(Array.from({ length: 5000 }, () => alertRecord(112, 1)));

/** Alerts that say nothing about an offer; those that refuse it are the server's own word. */
const VAGUE_ALERTS = [0, 10, 50, 80, 90, 112, 117];

const anyPolicy: fc.Arbitrary<TlsPolicy> = fc
  .record({
    versions: fc.shuffledSubarray([0x0300, 0x0301, 0x0302, 0x0303, 0x0304], { minLength: 1 }),
    suites: fc
      .tuple(some(OF_SSL3, 1), some(OF_TLS10, 0), some(OF_TLS12, 1), some(OF_TLS13, 1))
      .map((lists) => lists.flat()),
    order: fc.constantFrom<TlsPolicy['order']>('server', 'client'),
    groups: some([29, 23, 24], 1),
    refusal: fc.constantFrom<TlsPolicy['refusal']>('alert', 'alert', 'close', 'reset'),
    recordSize: fc.constantFrom(2 ** 14, 100),
    dhBits: fc.constantFrom(1024, 2048),
    secureRenegotiation: fc.boolean(),
    chains: fc.constant(BOTH),
    ssl2: fc.boolean(),
  })
  .map(({ ssl2, ...policy }) => (ssl2 ? { ...policy, ssl2Kinds: [0x010080, 0x0700c0] } : policy));

const anyBehaviour: fc.Arbitrary<Behaviour> = fc.oneof(
  { weight: 12, arbitrary: fc.constant({ kind: 'honest' } as const) },
  { weight: 1, arbitrary: fc.constant({ kind: 'silent' } as const) },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('close', 'reset', 'text', 'flood', 'warned')
      .map((kind): Behaviour => ({ kind })),
  },
  { weight: 1, arbitrary: fc.nat(30).map((ms) => ({ kind: 'late', ms }) as const) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...VAGUE_ALERTS)
      .map((description) => ({ kind: 'alert', description }) as const),
  },
  {
    weight: 1,
    arbitrary: fc
      .uint8Array({ minLength: 1, maxLength: 80 })
      .map((bytes) => ({ kind: 'garbage', bytes }) as const),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('cut' as const),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      close: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('contradiction' as const),
      suite: fc.constantFrom(0xfafa, 0x00ff, 0x1301, 0x0000),
      version: fc.constantFrom(0x0303, 0x0305, 0x0200, 0x0301),
    }),
  },
);

const anyDialogue: fc.Arbitrary<Dialogue> = fc.oneof(
  { weight: 20, arbitrary: fc.constant('honest') },
  {
    weight: 5,
    arbitrary: fc.constantFrom('injected', 'refused', 'masked', 'busy', 'rejected', 'garbage', 'hang'),
  },
);

export const anyScript: fc.Arbitrary<RandomScript> = fc.record({
  protocol: fc.constantFrom('https', 'https', 'smtp', 'imap', 'pop3'),
  policy: anyPolicy,
  behaviours: fc.array(anyBehaviour, { minLength: 1, maxLength: 30 }),
  dialogues: fc.array(anyDialogue, { minLength: 1, maxLength: 20 }),
});

/** The server of a script, and what it has done so far. */
export function serverOf(script: RandomScript): {
  readonly handler: Handler;
  readonly dialogues: Set<Dialogue>;
} {
  const struck = new Set<string>();
  const dialogues = new Set<Dialogue>();
  const handler = byCall((call) => {
    const behaviour = script.behaviours[call % script.behaviours.length] ?? { kind: 'honest' };
    const tls = behaving(behaviour, script.policy, struck);
    if (script.protocol === 'https' || tlsStart(script.protocol) === 'implicit') return tls;
    const dialogue = script.dialogues[call % script.dialogues.length] ?? 'honest';
    dialogues.add(dialogue);
    return talking(dialogue, script.protocol, tls);
  });
  return { handler, dialogues };
}

function behaving(behaviour: Behaviour, policy: TlsPolicy, struck: Set<string>): Handler {
  const honest = tlsServer(policy, randomBytes);
  const once = (strike: (socket: Socket) => void): Handler =>
    onHello((socket, offer, bytes) => {
      const key = offered(offer);
      if (struck.has(key)) resume(socket, bytes, honest);
      else {
        struck.add(key);
        strike(socket);
      }
    });
  switch (behaviour.kind) {
    case 'honest':
      return honest;
    case 'silent':
      return silent;
    case 'close':
      return once((socket) => socket.end());
    case 'reset':
      return once((socket) => socket.resetAndDestroy());
    case 'alert':
      return once((socket) => socket.end(alertRecord(behaviour.description)));
    case 'text':
      return onHello((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    case 'flood':
      return onHello(flooding(FLOOD));
    case 'warned':
      return onHello((socket, _offer, bytes) => {
        socket.write(alertRecord(112, 1));
        resume(socket, bytes, honest);
      });
    case 'late':
      return late(behaviour.ms, honest);
    case 'garbage':
      return onHello((socket) => socket.end(behaviour.bytes));
    case 'contradiction':
      return onHello((socket) =>
        socket.write(handshakeRecord(serverHello(behaviour), certificates(BOTH.rsa ?? []), DONE)),
      );
    case 'cut':
      return onHello((socket, _offer, bytes) => {
        const answer = answerHello(bytes, policy, randomBytes);
        const whole = answer.state === 'more' ? ascii('?') : answer.bytes;
        socket.write(whole.subarray(0, Math.floor(behaviour.part * whole.length)));
        if (behaviour.close && whole.length * behaviour.part >= 1) socket.end();
      });
  }
}

function talking(dialogue: Dialogue, protocol: MailProtocol, tls: Handler): Handler {
  const before = BEFORE_TLS[protocol];
  switch (dialogue) {
    case 'honest':
      return talk([...before, GO_AHEAD[protocol]], tls);
    case 'injected':
      return talk([...before, `${GO_AHEAD[protocol]}and more\r\n`], tls);
    case 'refused':
    case 'masked':
    case 'busy':
      return honestMail(protocol, dialogue === 'busy' ? { busy: true } : { starttls: dialogue });
    case 'rejected':
      return talk([{ smtp: '554 no\r\n', imap: '* BYE no\r\n', pop3: '-ERR no\r\n' }[protocol]], closing);
    case 'garbage':
      return talk(['\0\u0001\u0002 nothing that you know\r\n'], closing);
    case 'hang':
      return talk(before, silent);
  }
}

function resume(socket: Socket, hello: Uint8Array, script: Handler): void {
  socket.pause();
  socket.unshift(Buffer.from(hello));
  script(socket);
  socket.resume();
}

/** The same for every repetition of a hello. */
function offered({ length: _length, sessionId: _sessionId, ...offer }: ClientOffer): string {
  return JSON.stringify(offer);
}

function some(values: readonly number[], least: number): fc.Arbitrary<number[]> {
  return fc.shuffledSubarray([...values], {
    minLength: least,
    maxLength: Math.min(values.length, least + 3),
  });
}
