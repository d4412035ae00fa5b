import { concat } from '../../src/wire/bytes.ts';
import { encodeHandshake, HANDSHAKE } from '../../src/wire/handshake.ts';
import { encodeRecords } from '../../src/wire/record.ts';
import { describeRows, HONEST_ANSWERS, ONLY_12, READ_BOUND, type Row } from './rows.ts';
import {
  alertRecord,
  ascii,
  certificates,
  DONE,
  EXCHANGE,
  flooding,
  handshakeRecord,
  honest,
  inPieces,
  onHello,
  sending,
  sendingLast,
  serverHello,
} from './scripted-server.ts';
import { RSA_CHAIN } from '../lab/chains.ts';

const NOTHING = { reach: 'unknown', versions: 'nothing' } as const;
const ALL = { truth: EXCHANGE, answers: HONEST_ANSWERS, reach: 'answered', versions: ONLY_12 } as const;
const AFTER_HELLO = { reach: 'answered', versions: { 'TLS 1.2': 'yes' } } as const;

const FLIGHT = handshakeRecord(serverHello(), certificates(RSA_CHAIN), DONE);
const HELLO_REQUEST = handshakeRecord(encodeHandshake(HANDSHAKE.helloRequest, new Uint8Array(0)));
const EMPTY_RECORD = Uint8Array.of(22, 3, 3, 0, 0);

/** The first bytes of a message of 16 MB, and a record of nothing behind them. */
function hugeMessage(type: number): Uint8Array {
  return encodeRecords(22, 0x0303, concat([Uint8Array.of(type, 0xff, 0xff, 0xff), new Uint8Array(1000)]));
}

function many(count: number, record: Uint8Array): Uint8Array {
  return concat(Array.from({ length: count }, () => record));
}

/** Sends to every hello first this and then more of that without an end. */
function pouring(chunk: Uint8Array, first: Uint8Array = new Uint8Array(0)): Row['script'] {
  return () => onHello(flooding(chunk, first));
}

const ROWS: readonly Row[] = [
  {
    server: 'announces a record of 65535 bytes',
    script: () => sending(Uint8Array.of(22, 3, 3, 0xff, 0xff)),
    answers: ['failed tls-oversized'],
    ...NOTHING,
    connections: 4,
    bytes: 5,
  },
  {
    server: 'sends records of 65535 bytes without an end',
    script: pouring(new Uint8Array(65_535), Uint8Array.of(22, 3, 3, 0xff, 0xff)),
    answers: ['failed tls-oversized'],
    ...NOTHING,
    connections: 4,
    bytes: READ_BOUND,
  },
  {
    server: 'announces a ServerHello of 16 MB',
    script: () => sending(hugeMessage(HANDSHAKE.serverHello)),
    answers: ['failed tls-oversized'],
    ...NOTHING,
    connections: 4,
  },
  {
    server: 'sends a certificate message of 16 MB behind its ServerHello',
    script: pouring(
      encodeRecords(22, 0x0303, new Uint8Array(16_384)),
      concat([handshakeRecord(serverHello()), hugeMessage(HANDSHAKE.certificate)]),
    ),
    answers: ['accepted 303', 'accepted 303, then tls-oversized', 'failed contradiction'],
    ...AFTER_HELLO,
    connections: 12,
    bytes: READ_BOUND,
  },
  {
    server: 'splits its messages over hundreds of records',
    script: () => honest({ recordSize: 1 }),
    ...ALL,
    connections: 6,
  },
  {
    server: 'splits its messages over hundreds of records and sends every byte by itself',
    script: () => inPieces(1, honest({ recordSize: 1 })),
    ...ALL,
    timeouts: { connectMs: 300, replyMs: 2000, tlsMs: 5000 },
    connections: 6,
  },
  {
    server: 'puts all its messages into one record',
    script: () => honest({ recordSize: 2 ** 14 }),
    ...ALL,
    connections: 6,
  },
  {
    server: 'sends a few records of no length first',
    script: () => onHelloFirst(many(5, EMPTY_RECORD)),
    ...ALL,
    connections: 6,
  },
  {
    server: 'sends records of no length without an end',
    script: pouring(many(1000, EMPTY_RECORD)),
    answers: ['failed tls-oversized'],
    ...NOTHING,
    connections: 4,
    bytes: READ_BOUND,
  },
  {
    server: 'sends a record of a type that does not exist',
    script: () => sending(Uint8Array.of(99, 3, 3, 0, 1, 0)),
    answers: ['failed tls-malformed'],
    ...NOTHING,
    connections: 4,
  },
  {
    server: 'sends heartbeats without an end',
    script: pouring(many(1000, Uint8Array.of(24, 3, 3, 0, 1, 1))),
    answers: ['failed tls-malformed'],
    ...NOTHING,
    connections: 4,
    bytes: READ_BOUND,
  },
  {
    server: 'sends encrypted data before its ServerHello',
    script: () => sending(Uint8Array.of(23, 3, 3, 0, 1, 0), FLIGHT),
    answers: ['failed tls-malformed'],
    ...NOTHING,
    connections: 4,
  },
  {
    server: 'sends warning alerts without an end',
    script: pouring(many(1000, alertRecord(112, 1))),
    answers: ['failed tls-oversized'],
    ...NOTHING,
    connections: 4,
    bytes: READ_BOUND,
  },
  {
    server: 'sends empty alerts without an end',
    script: pouring(many(1000, Uint8Array.of(21, 3, 3, 0, 0))),
    answers: ['failed tls-malformed'],
    ...NOTHING,
    connections: 4,
    bytes: READ_BOUND,
  },
  {
    server: 'sends HelloRequests without an end',
    script: pouring(many(1000, HELLO_REQUEST)),
    answers: ['failed tls-oversized'],
    ...NOTHING,
    connections: 4,
    bytes: READ_BOUND,
  },
  {
    server: 'warns of the name before its ServerHello',
    script: () => onHelloFirst(alertRecord(112, 1)),
    ...ALL,
    connections: 6,
  },
  {
    server: 'sends a HelloRequest before its ServerHello',
    script: () => onHelloFirst(HELLO_REQUEST),
    ...ALL,
    connections: 6,
  },
  {
    server: 'warns and closes',
    script: () => sendingLast(alertRecord(112, 1)),
    answers: ['closed fin', 'failed tls-closed'],
    ...NOTHING,
    connections: 20,
  },
  {
    server: 'warns that the handshake fails, and closes',
    script: () => sendingLast(alertRecord(40, 1)),
    answers: ['closed fin', 'failed tls-closed'],
    ...NOTHING,
    connections: 20,
  },
  {
    server: 'sends an alert behind its ServerHello',
    script: () => sending(handshakeRecord(serverHello()), alertRecord(40)),
    answers: ['accepted 303', 'accepted 303, then tls-closed', 'failed contradiction'],
    ...AFTER_HELLO,
    connections: 12,
  },
  {
    server: 'has trouble of its own, whatever it is asked',
    script: () => sendingLast(alertRecord(80)),
    answers: ['refused 80'],
    reach: 'answered',
    versions: 'nothing',
    connections: 24,
  },
  {
    server: 'answers in HTTP',
    script: () => sendingLast(ascii('HTTP/1.1 400 Bad Request\r\n\r\n')),
    answers: ['failed not-tls'],
    ...NOTHING,
    connections: 4,
  },
  {
    server: 'answers in bytes of no meaning',
    script: () => sendingLast(Uint8Array.from({ length: 500 }, (_, index) => (index * 97 + 131) % 256)),
    answers: ['failed tls-malformed'],
    ...NOTHING,
    connections: 4,
  },
];

describeRows('a server that', ROWS);

/** An honest answer with something before it; refusals have it too. */
function onHelloFirst(first: Uint8Array): ReturnType<Row['script']> {
  return onHello((socket, _offer, hello) => {
    socket.write(first);
    socket.unshift(Buffer.from(hello));
    honest()(socket);
  });
}
