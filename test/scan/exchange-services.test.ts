import { beforeAll, describe, expect, test } from '@jest/globals';
import { judge } from '../../src/judge/judge.ts';
import { createNetwork } from '../../src/lab/network.ts';
import { createPki } from '../../src/lab/pki.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Protocol } from '../../src/model/protocol.ts';
import type { Report } from '../../src/model/report.ts';
import { observeAll } from '../../src/scan/observe.ts';
import { judging } from '../fixtures/facts.ts';
import { exchangePlan } from '../lab/plans.ts';
import { optionsFor } from './harness.ts';

/** One server with all its ports, asked as an administrator beside it would ask. */
const HOST = 'exchange-2019.contoso.com';
const PLACES: readonly (readonly [Protocol, number])[] = [
  ['https', 443],
  ['https', 444],
  ['https', 8172],
  ['smtp', 25],
  ['smtp', 587],
  ['smtp', 465],
  ['smtp', 717],
  ['smtp', 2525],
  ['smtp-anonymous', 25],
  ['smtp-anonymous', 587],
  ['pop3s', 995],
  ['imap', 143],
  ['imaps', 993],
];

let report: Report;

beforeAll(async () => {
  const now = Date.now();
  const network = createNetwork(Date.now);
  const plan = exchangePlan('exchange-2019');
  const [address = ''] = plan.addresses;
  const servers = await plan.servers({ pki: await createPki(now), now: Date.now, address });
  network.name(HOST, [address]);
  for (const [port, handler] of Object.entries(servers)) await network.serve(address, Number(port), handler);
  try {
    const services = PLACES.map(([protocol, port]) => ({ protocol, port, names: [] }));
    const target = { host: HOST, services, explicit: true, addresses: [], names: [], baseline: null };
    const gathered = await observeAll([target], { ...optionsFor('check'), world: network.world });
    report = judge(gathered, { ...judging(), now, version: '1' });
  } finally {
    await network.stop();
  }
}, 60_000);

function found(rule: string): readonly Finding[] {
  return report.findings.filter((finding) => finding.rule === rule);
}

function leafOf(protocol: Protocol, port: number): string | undefined {
  const endpoint = report.endpoints.find((one) => one.protocol === protocol && one.port === port);
  const sha256 = endpoint?.chains[0]?.certificates[0];
  return report.certificates.find((certificate) => certificate.sha256 === sha256)?.subject;
}

describe('a server of Exchange 2019 seen from beside it', () => {
  test('presents another certificate to servers than to clients', () => {
    const ofSetup = leafOf('smtp', 2525);
    expect(ofSetup).toMatch(/^CN=LAB\d+$/);
    expect(PLACES.map(([protocol, port]) => [protocol, port, leafOf(protocol, port) === ofSetup])).toEqual([
      ['https', 443, false],
      ['https', 444, true],
      ['https', 8172, false],
      ['smtp', 25, false],
      ['smtp', 587, false],
      ['smtp', 465, true],
      ['smtp', 717, true],
      ['smtp', 2525, true],
      ['smtp-anonymous', 25, true],
      ['smtp-anonymous', 587, false],
      ['pop3s', 995, false],
      ['imap', 143, false],
      ['imaps', 993, false],
    ]);
    expect(leafOf('https', 8172)).toMatch(/^CN=WMSvc-/);
  });

  test('is read through X-ANONYMOUSTLS', () => {
    const [hit] = found('exchange/internal-transport-certificate');
    expect(hit?.outcome).toBe('pass');
    expect(hit?.message).toContain('STARTTLS presents another');
  });

  test('has no X-ANONYMOUSTLS on 587, and nobody misses it', () => {
    const endpoint = report.endpoints.find((one) => one.protocol === 'smtp-anonymous' && one.port === 587);
    expect(endpoint?.starttls).toBe('not-offered');
    const own = report.findings.filter(({ subject }) => subject.endpoint === endpoint?.id);
    expect(own.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown')).toEqual([]);
  });

  test('has what Setup made where it belongs', () => {
    expect(found('org/default-certificate')).toMatchObject([{ outcome: 'pass' }]);
    expect(found('org/service-certificate-mismatch')).toMatchObject([{ outcome: 'pass' }]);
    expect(found('exchange/mailbox-certificate').map(({ outcome }) => outcome)).toEqual(['pass', 'pass']);
    expect(found('exchange/replaced-certificate')).toMatchObject([{ outcome: 'pass' }]);
  });

  test('lacks no name', () => {
    expect(report.names_matrix?.missing).toEqual([]);
    expect(report.names_matrix?.hosts[0]?.columns).toHaveLength(3);
  });
});
