import { describe, expect, test } from '@jest/globals';
import { parseRunOptions } from '../../src/config/options.ts';
import { exchange2019 } from '../../src/lab/policies.ts';
import type { Protocol } from '../../src/model/protocol.ts';
import type { Depth } from '../../src/model/report.ts';
import { askExchange } from './exchange.ts';

/**
 * Connections that one endpoint may cost with the look that the command has by default: one to port 443 and one to port
 * 80 for a scan, none for a check.
 */
const LIMITS: readonly (readonly [protocol: Protocol, port: number, depth: Depth, limit: number])[] = [
  ['https', 443, 'scan', 16],
  ['smtp', 25, 'scan', 14],
  ['https', 443, 'check', 6],
  ['smtp', 25, 'check', 5],
];

const X25519 = 29;
const SECP256R1 = 23;
const SECP384R1 = 24;

describe('an Exchange 2019 of four suites and three groups', () => {
  test.each(LIMITS)('costs over %s on port %i, in a %s, at most %i', async (protocol, port, depth, limit) => {
    const run = await askExchange(
      {
        generation: 'exchange-2019',
        ports: protocol === 'https' ? [443, 80] : [port],
        tls: (chains) => ({ ...exchange2019(chains), groups: [X25519, SECP256R1, SECP384R1] }),
      },
      [{ protocol, port, names: [] }],
      { fingerprint: parseRunOptions({ depth }).fingerprint },
      depth,
    );
    const served = [...run.served.values()].reduce((sum, count) => sum + count, 0);
    expect(run.observations.reduce((sum, { connections }) => sum + connections, 0)).toBe(served);
    expect(served).toBeLessThanOrEqual(limit);
    expect(run.observations.some(({ kind }) => kind === 'http')).toBe(
      protocol === 'https' && depth === 'scan',
    );
  });
});
