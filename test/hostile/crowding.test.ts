import type { TlsPolicy } from '../../src/lab/tls-policy.ts';
import { type Row, describeRows } from './rows.ts';
import { byCall, closing, crowded, EXCHANGE, honest, resetting } from './scripted-server.ts';

/** With everything on that should be off, so that a question that is cut off must not look like a refusal. */
const OLD: TlsPolicy = {
  ...EXCHANGE,
  versions: [0x0301, 0x0302, 0x0303],
  suites: [0xc030, 0xc02f, 0xc014, 0x0035, 0x000a],
};

const BASE = { truth: OLD, reach: 'answered', versions: { 'TLS 1.2': 'yes' }, connections: 100 } as const;

const CROWDED = (['check', 'scan'] as const).flatMap((depth) =>
  [1, 2, 3].map((most): Row => ({
    server: `closes whatever comes beside ${most} other connections (${depth})`,
    ...BASE,
    depth,
    script: () => crowded(most, closing, honest(OLD)),
  })),
);

/** From a call on it ends all connections, and after so many of them it is back. */
const AWAY = [2, 3, 4, 5, 6, 8].flatMap((from) =>
  [1, 2, 3, 4, 6, 8, 10, 14].map((many): Row => ({
    server: `is away from call ${from} for ${many} calls`,
    ...BASE,
    script: () =>
      byCall((call) =>
        call >= from && call < from + many ? (many % 2 === 0 ? closing : resetting) : honest(OLD),
      ),
  })),
);

describeRows('a server that', [...CROWDED, ...AWAY]);
