import { describe, expect, test } from '@jest/globals';
import type { Gathered } from '../../src/model/report.ts';
import { judge } from '../../src/pipeline.ts';
import { observeAll } from '../../src/scan/observe.ts';
import { ask, HOST, optionsFor, targetFor } from './harness.ts';
import { createNetwork } from '../../src/lab/network.ts';
import { exchange2019 } from '../../src/lab/policies.ts';
import { tlsServer } from '../../src/lab/tls-server.ts';
import { RSA_ONLY } from '../lab/chains.ts';
import { ADDRESS } from './harness.ts';
import { randomBytes } from 'node:crypto';

/** Runs against one Exchange-like server, whose connections are counted, each run with its own budget. */
async function inTurn(budgets: readonly number[]): Promise<{ runs: Gathered[]; served: number[] }> {
  const network = createNetwork(Date.now);
  network.name(HOST, [ADDRESS]);
  await network.serve(ADDRESS, 443, tlsServer(exchange2019(RSA_ONLY), randomBytes));
  const runs: Gathered[] = [];
  const served: number[] = [];
  let before = 0;
  for (const budget of budgets) {
    const options = optionsFor('scan', { budget, resume: runs.at(-1) ?? null });
    runs.push(await observeAll([targetFor('https')], { ...options, world: network.world }));
    const all = [...network.connections().values()].reduce((sum, count) => sum + count, 0);
    served.push(all - before);
    before = all;
  }
  await network.stop();
  return { runs, served };
}

function findings(run: Gathered | undefined): unknown {
  if (run === undefined) throw new Error('no run');
  return judge(run, { now: Date.parse('2026-11-22') }).findings.map(({ id, outcome, message }) => ({
    id,
    outcome,
    message,
  }));
}

describe('A resumed run', () => {
  test('asks only what was open, and ends where an uninterrupted one does', async () => {
    const { runs, served } = await inTurn([5, 500]);
    const whole = await inTurn([500]);
    expect(served).toEqual([5, (whole.served[0] ?? 0) - 5]);
    expect(findings(runs[1])).toEqual(findings(whole.runs[0]));
  });

  test('of a whole run asks nothing', async () => {
    const { runs, served } = await inTurn([500, 500]);
    expect(served[1]).toBe(0);
    expect(findings(runs[1])).toEqual(findings(runs[0]));
  });

  test('numbers its observations on, so that evidence stays unique', async () => {
    const { runs } = await inTurn([5, 500]);
    const ids = runs[1]?.observations.map(({ id }) => id) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('A budget', () => {
  test('that is used up leaves the rest unknown, and says so', async () => {
    const run = await ask(tlsServer(exchange2019(RSA_ONLY), randomBytes), 'scan', { budget: 2 });
    expect(run.served).toBe(2);
    const unasked = run.observations.filter(({ outcome }) => outcome.status === 'failed');
    expect(unasked).toMatchObject([
      { connections: 0, outcome: { failure: { code: 'budget', stage: 'local' } } },
    ]);
    const report = judge(run, { now: Date.parse('2026-11-22') });
    const weak = report.findings.filter(({ rule }) => rule === 'tls/weak-cipher');
    expect(weak.every(({ outcome }) => outcome === 'unknown')).toBe(true);
    expect(weak[0]?.message).toContain('the connection budget of the endpoint was used up');
  });
});
