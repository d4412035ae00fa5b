import { expect, test } from '@jest/globals';
import { gather } from '../../src/gather.ts';
import { judge } from '../../src/judge/judge.ts';
import { exchangeServers } from '../../src/lab/exchange-server.ts';
import { createNetwork } from '../../src/lab/network.ts';
import type { Report } from '../../src/model/report.ts';
import { backEndExposed } from '../../src/rules/http/back-end-exposed.ts';
import { NOW, judging } from '../fixtures/facts.ts';
import { pki } from './exchange.ts';
import { ADDRESS, HOST, targetFor } from './harness.ts';

const PORTS = [443, 444, 717, 1993, 2525, 8172];

async function reportOf(backEnd: boolean): Promise<Report> {
  const network = createNetwork(() => NOW);
  const keys = await pki();
  network.name(HOST, [ADDRESS]);
  const servers = await exchangeServers(
    {
      host: HOST,
      server: 'MBX01',
      chain: await keys.commercial([HOST]),
      generation: 'exchange-2019',
      ports: PORTS,
    },
    { pki: keys, now: () => NOW },
  );
  for (const [port, handler] of Object.entries(servers)) await network.serve(ADDRESS, Number(port), handler);
  try {
    const options = { depth: 'check', fingerprint: 'none', backEnd } as const;
    const gathered = await gather([targetFor('https')], { options, world: network.world });
    return judge(gathered, { ...judging(), version: '0', rules: [backEndExposed] });
  } finally {
    await network.stop();
  }
}

test('--back-end asks every port for servers in its own way, and says which are open', async () => {
  const report = await reportOf(true);
  const answered = report.endpoints.filter(({ reach }) => reach === 'answered');
  expect(answered.map(({ protocol, port, starttls }) => `${protocol}:${port} ${starttls}`)).toEqual([
    'https:443 implicit',
    'https:444 implicit',
    'smtp:717 offered',
    'smtp:2525 offered',
    'imaps:1993 implicit',
    'https:8172 implicit',
  ]);
  const closed = report.endpoints.filter(({ reach }) => reach === 'not-enabled');
  expect(closed.map(({ port, connections }) => [port, connections])).toEqual([
    [475, 1],
    [1995, 1],
    [50_636, 1],
  ]);
  expect(report.observations.filter(({ kind }) => kind === 'knock')).toHaveLength(2);
  expect(report.findings).toMatchObject([{ outcome: 'fail', severity: 'info', subject: { host: HOST } }]);
  expect(report.findings[0]?.message).toMatch(/ at 444 \(.*, 717 \(.*, 2525 \(.*, 1993 \(.*, 8172 \(/);
  expect(report.summary.not_assessed).toEqual([]);
});

test('nothing of it is asked by default', async () => {
  const report = await reportOf(false);
  expect(report.endpoints.map(({ port }) => port)).toEqual([443]);
  expect(report.observations.filter(({ kind }) => kind === 'knock')).toEqual([]);
  expect(report.findings).toMatchObject([{ outcome: 'not-applicable' }]);
});
