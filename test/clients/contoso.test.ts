import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseCertificate } from '../../src/certs/parse.ts';
import { ConfigError } from '../../src/config/config-error.ts';
import { gather } from '../../src/gather.ts';
import { type Lab, startContoso } from '../../src/lab/contoso.ts';
import type { Report } from '../../src/model/report.ts';
import { judge } from '../../src/pipeline.ts';

describe('the clients of Contoso', () => {
  let lab: Lab;
  let report: Report;

  beforeAll(async () => {
    lab = await startContoso();
    const options = { depth: 'scan', simulate: ['all'], budget: 1000, fingerprint: 'none' } as const;
    const gathered = await gather(lab.targets, { world: lab.world, options });
    report = judge(gathered, { now: lab.now, authorities: lab.authorities.map(parseCertificate) });
  }, 240_000);

  afterAll(() => lab.stop());

  test('meet what was predicted, wherever their hellos were sent', () => {
    const simulations = report.clients?.simulations ?? [];
    expect(simulations.length).toBeGreaterThan(500);
    const broken = simulations.filter(({ held }) => held === false);
    expect(broken.map((one) => `${one.endpoint} ${one.offer}: ${one.predicted} <> ${one.seen}`)).toEqual([]);
    expect(simulations.filter(({ held }) => held === true).length).toBeGreaterThan(0.9 * simulations.length);
  });

  test('cost a connection each', () => {
    const sent = report.observations.filter(({ question }) => question.startsWith('simulate/'));
    expect(sent.reduce((sum, one) => sum + one.connections, 0)).toBe(report.clients?.simulations.length);
  });

  test('with an id that is not known are refused before the first connection', async () => {
    const run = gather(lab.targets, { world: lab.world, options: { simulate: ['outlook-3000'] } });
    await expect(run).rejects.toBeInstanceOf(ConfigError);
  });
});
