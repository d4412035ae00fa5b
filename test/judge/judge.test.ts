import { describe, expect, test } from '@jest/globals';
import { judge } from '../../src/judge/judge.ts';
import type { Observation } from '../../src/model/observation.ts';
import { makeLeaf } from '../fixtures/certificates.ts';
import { judging, endpoint, target } from '../fixtures/facts.ts';

const https = endpoint('https');
const imaps = endpoint('imaps');
const leaf = makeLeaf({ names: ['other.contoso.com'], key: 'ec-p256', days: 365 });
const { sha256 } = leaf.certificate;

const session: Observation = {
  id: 'o1',
  kind: 'session',
  endpoint: https.id,
  question: 'session',
  at: '2026-11-22T11:00:00Z',
  elapsedMs: 5,
  connections: 1,
  asked: { sni: 'mail.contoso.com', client: 'node' },
  preamble: null,
  outcome: {
    status: 'accepted',
    version: 0x0304,
    suite: 'TLS_AES_256_GCM_SHA384',
    certificates: [sha256],
    ocsp: null,
    verification: null,
  },
};

const gathered = {
  run: {
    depth: 'check',
    startedAt: '2026-11-22T11:00:00Z',
    finishedAt: '2026-11-22T11:00:01Z',
    complete: true,
    stopped: null,
    budget: 500,
    pressure: [],
  },
  targets: [target('mail.contoso.com')],
  endpoints: [https, imaps],
  observations: [session],
  certificates: { [sha256]: Buffer.from(leaf.der).toString('base64') },
} as const;

describe('judge', () => {
  const report = judge(gathered, { ...judging(), version: '1.2.3' });

  test('reads the certificates and judges them where they were seen', () => {
    expect(report.certificates).toMatchObject([{ sha256, names: ['other.contoso.com'], self_signed: true }]);
    const hit = report.findings.find(({ id }) => id === `names/uncovered-name|${https.id}`);
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'high', evidence: ['o1'] });
  });

  test('knows nothing of an endpoint without observations', () => {
    const outcomes = report.findings
      .filter(({ subject }) => subject.endpoint === imaps.id)
      .map(({ outcome }) => outcome);
    expect(outcomes).not.toContain('pass');
    expect(outcomes).not.toContain('fail');
    expect(report.summary.not_assessed).toContain(imaps.id);
  });

  test('carries the observations, so that it can be judged again', () => {
    expect(report.observations).toBe(gathered.observations);
  });

  test('says the same of the same, whenever it is asked', () => {
    expect(judge(gathered, { ...judging(), version: '1.2.3' })).toEqual(report);
  });
});
