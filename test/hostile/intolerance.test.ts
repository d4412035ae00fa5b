import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import type { ClientOffer } from '../../src/lab/client-offer.ts';
import type { Refusal, TlsPolicy } from '../../src/lab/tls-policy.ts';
import { type Handler, tlsServer } from '../../src/lab/tls-server.ts';
import { TIMEOUTS } from './interrogate.ts';
import { ONLY_12, describeRows, type Row } from './rows.ts';
import {
  alertRecord,
  byOffer,
  closing,
  EXCHANGE,
  resetting,
  sendingLast,
  silent,
} from './scripted-server.ts';

/** How a server ends that cannot stand a hello; the alert is decode_error (RFC 8446, 6.2). */
const REACTIONS: Readonly<Record<Refusal, Handler>> = {
  alert: sendingLast(alertRecord(50)),
  close: closing,
  reset: resetting,
  silence: silent,
};

const OLD: TlsPolicy = {
  ...EXCHANGE,
  versions: [0x0301, 0x0302, 0x0303],
  suites: [0xc030, 0xc02f, 0xc014, 0x000a],
};
const OLD_VERSIONS = { ...ONLY_12, 'TLS 1.0': 'yes', 'TLS 1.1': 'yes' } as const;
const RENEGOTIATION_SCSV = 0x00ff;

interface Weakness {
  readonly what: string;
  readonly cannotStand: (offer: ClientOffer) => boolean;
  /** Rung of the ladder on which it can be talked to. */
  readonly rung: string;
  /** No hello of ours is like that. */
  readonly never?: true;
}

const suitesOf = ({ suites }: ClientOffer): number =>
  suites.filter((code) => code !== RENEGOTIATION_SCSV).length;

const WEAKNESSES: readonly Weakness[] = [
  { what: 'hellos over 255 bytes', cannotStand: ({ length }) => length > 255, rung: 'short' },
  { what: 'hellos over 512 bytes', cannotStand: ({ length }) => length > 512, rung: 'chunked' },
  { what: 'more than 64 suites', cannotStand: (offer) => suitesOf(offer) > 64, rung: 'chunked' },
  { what: 'more than 128 suites', cannotStand: (offer) => suitesOf(offer) > 128, rung: 'chunked' },
  {
    what: 'extensions younger than TLS 1.2',
    cannotStand: ({ extensions }) => extensions.some((type) => ![0, 10, 11, 13, 0xff01].includes(type)),
    rung: 'plain',
  },
  { what: 'supported_versions', cannotStand: ({ versions }) => versions !== null, rung: 'full' },
  {
    what: 'groups that Windows does not have',
    cannotStand: ({ groups }) => groups?.some((code) => ![23, 24, 25, 29].includes(code)) === true,
    rung: 'short',
  },
  {
    what: 'signature algorithms younger than TLS 1.2, other than PSS',
    cannotStand: ({ signatureSchemes }) => signatureSchemes?.some((code) => code > 0x0806) === true,
    rung: 'short',
  },
  {
    what: 'hellos without renegotiation_info',
    cannotStand: ({ extensions, suites, format }) =>
      format === 'tls' && !extensions.includes(0xff01) && !suites.includes(RENEGOTIATION_SCSV),
    rung: 'full',
    never: true,
  },
  {
    what: 'hellos without SNI',
    cannotStand: ({ extensions, format }) => format === 'tls' && !extensions.includes(0),
    rung: 'full',
  },
];

/** What a server knows that cannot stand something is the same as what any other knows, up to what it cannot be asked. */
const OF_OLD = ['accepted 301', 'accepted 302', 'accepted 303', 'refused 40', 'refused 70'];
const SEEN = { alert: 'refused 50', close: 'closed fin', reset: 'closed reset' } as const;

const ROWS = (['alert', 'close', 'reset'] as const).flatMap((reaction) =>
  WEAKNESSES.map(({ what, cannotStand, rung, never }): Row => ({
    server: `${what} (${reaction})`,
    depth: 'scan',
    script: () =>
      byOffer((offer) => (cannotStand(offer) ? REACTIONS[reaction] : tlsServer(OLD, randomBytes))),
    truth: OLD,
    answers: never === true ? OF_OLD : [...OF_OLD, SEEN[reaction]],
    reach: 'answered',
    versions: { 'TLS 1.0': 'yes', 'TLS 1.1': 'yes', 'TLS 1.2': 'yes' },
    connections: 80,
    also: ({ report }) => expect(report.endpoints[0]?.rung).toBe(rung),
  })),
);

const QUIET = WEAKNESSES.map(({ what, cannotStand, never }): Row => ({
  server: `${what} (silence)`,
  script: () => byOffer((offer) => (cannotStand(offer) ? silent : tlsServer(OLD, randomBytes))),
  truth: OLD,
  depth: 'scan',
  answers: never === true ? OF_OLD : [...OF_OLD, 'failed tls-timeout'],
  timeouts: { ...TIMEOUTS, tlsMs: 150 },
  reach: 'answered',
  versions: { 'TLS 1.2': 'yes' },
  connections: 80,
}));

/** Our hello is never so long that it would need a second record, so nobody can stumble over two. */
const ONE_RECORD: Row = {
  server: 'a hello over two records',
  script: () => (socket) => {
    socket.once('data', (bytes: Buffer) => {
      const whole = (bytes[0] ?? 0) >= 0x80 || bytes.length === 5 + bytes.readUInt16BE(3);
      socket.unshift(bytes);
      (whole ? tlsServer(OLD, randomBytes) : closing)(socket);
    });
  },
  truth: OLD,
  answers: OF_OLD,
  reach: 'answered',
  versions: OLD_VERSIONS,
  connections: 14,
};

describeRows('a server that cannot stand', [...ROWS, ...QUIET, ONE_RECORD]);
