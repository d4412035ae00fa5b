import { describe, expect, test } from '@jest/globals';
import { isIP } from 'node:net';
import type { Finding } from '../../src/model/finding.ts';
import { ecs } from '../../src/reporters/ecs.ts';
import { hostileReport } from '../fixtures/hostile-report.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { contosoReport } from '../fixtures/report.ts';
import { golden } from './golden.ts';
import { renderOptions } from './options.ts';

const report = contosoReport();
const text = ecs.render(report, renderOptions());

function read(lines: string): readonly Record<string, any>[] {
  return lines
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('Elastic Common Schema', () => {
  const lines = read(text);

  test('is the golden file', () => {
    expect(text).toBe(golden('report.ecs.jsonl', text));
  });

  test('has a line an endpoint and one for each place of a finding, with -vv of what passed as well', () => {
    const placesOf = (findings: readonly Finding[]): number =>
      findings.reduce((sum, { endpoints }) => sum + Math.max(1, endpoints.length), 0);
    const open = report.findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown');
    expect(open.length).toBeLessThan(report.findings.length);
    expect(lines).toHaveLength(report.endpoints.length + placesOf(open));
    const all = read(ecs.render(report, renderOptions({ verbose: 2 })));
    expect(all).toHaveLength(report.endpoints.length + placesOf(report.findings));
  });

  test('uses only words that the schema allows', () => {
    for (const { event } of lines) {
      expect(['alert', 'state']).toContain(event.kind);
      expect(['success', 'failure', 'unknown']).toContain(event.outcome);
      expect(['configuration', 'network']).toEqual(expect.arrayContaining(event.category));
      expect(event.type).toEqual(['info']);
    }
  });

  test('has the certificate, version, suite and address where the schema has them', () => {
    const line = lines.find(({ server }) => server?.port === 443 && server.ip === '203.0.113.7');
    expect(line).toMatchObject({
      server: { domain: 'mail.contoso.com', address: 'mail.contoso.com' },
      tls: {
        version: '1.2',
        version_protocol: 'tls',
        cipher: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
        curve: 'secp384r1',
        established: true,
        server: { hash: { sha256: report.certificates[0]?.sha256.toUpperCase() } },
      },
    });
  });

  test('makes no alert of what is waived', () => {
    const waived = { reason: 'r', who: 'w', until: '2026-12-31' };
    const findings = report.findings.map((one) => ({ ...one, waived }));
    const kinds = read(ecs.render({ ...report, findings }, renderOptions())).map(({ event }) => event.kind);
    expect(kinds).not.toContain('alert');
    expect(lines.map(({ event }) => event.kind)).toContain('alert');
  });

  test('keeps each line a line, and addresses and times what they are, whatever servers say', () => {
    for (const said of HOSTILE_STRINGS) {
      const shown = ecs.render(hostileReport(said), renderOptions());
      expect(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.exec(shown)).toBeNull();
      const lost = read(shown).filter(({ server, tls }) => {
        const end = tls?.server?.not_after;
        return isIP(server?.ip ?? '::1') === 0 || Number.isNaN(Date.parse(end ?? '2026-01-01'));
      });
      expect(lost).toEqual([]);
    }
  });
});
