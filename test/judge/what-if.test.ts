import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { parseCertificate } from '../../src/certs/parse.ts';
import { baseline } from '../../src/exchange/baselines.ts';
import { bringToBaseline } from '../../src/judge/bring-to-baseline.ts';
import { whatIf } from '../../src/judge/what-if.ts';
import { whatIfLimits } from '../../src/judge/what-if-limits.ts';
import { exchange2019, halfHardened, windows2012 } from '../../src/lab/policies.ts';
import { createPki } from '../../src/lab/pki.ts';
import type { Chains, TlsPolicy } from '../../src/lab/tls-policy.ts';
import { tlsServer } from '../../src/lab/tls-server.ts';
import { smtpServer } from '../../src/lab/mail-servers.ts';
import type { EndpointResult, Gathered, Report } from '../../src/model/report.ts';
import { judge, type JudgeSettings } from '../../src/pipeline.ts';
import { endpoint, silentFacts } from '../fixtures/facts.ts';
import { contosoReport } from '../fixtures/report.ts';
import { ask, HOST } from '../scan/harness.ts';

const POLICY = baseline('exchange-2019');
if (POLICY === undefined) throw new Error('no baseline');
const NOW = Date.now();

const PKI = await createPki(NOW);
const CHAINS: Chains = { rsa: await PKI.commercial([HOST]) };
const SETTINGS: JudgeSettings = {
  now: NOW,
  baseline: POLICY,
  baselineGiven: true,
  authorities: PKI.authorities.map(parseCertificate),
};

function scanOf(policy: TlsPolicy, protocol: 'https' | 'smtp'): Promise<Gathered> {
  const tls = tlsServer(policy, randomBytes);
  const handler = protocol === 'https' ? tls : smtpServer({ host: HOST, now: () => NOW, tls });
  return ask(handler, 'scan', { protocol });
}

const verdicts = (report: Report): readonly string[] =>
  (report.clients?.results ?? [])
    .flatMap(({ service, clients, verdict, reason }) =>
      clients.map((client) => `${service} ${client}: ${verdict}, ${reason}`),
    )
    .toSorted();

const faults = (report: Report): readonly string[] =>
  report.findings
    .filter(({ outcome, rule }) => outcome === 'fail' && rule.startsWith('tls/'))
    .map(({ rule, message }) => `${rule}: ${message}`)
    .toSorted();

describe('what would be with the baseline', () => {
  test.each([
    ['old Windows', windows2012, 'https'],
    ['old Windows', windows2012, 'smtp'],
    ['a half hardened server', halfHardened, 'https'],
  ] as const)('of %s is what a second scan finds once it is so', async (_name, policy, protocol) => {
    const before = await scanOf(policy(CHAINS), protocol);
    const imagined = judge(before, {
      ...SETTINGS,
      asIf: POLICY,
    });
    const { groups } = policy(CHAINS);
    const after = judge(await scanOf({ ...exchange2019(CHAINS), groups }, protocol), SETTINGS);
    expect(verdicts(imagined)).toEqual(verdicts(after));
    expect(faults(imagined)).toEqual(faults(after));
  });

  test('names who stops, who begins and what goes', async () => {
    const gathered = await scanOf(windows2012(CHAINS), 'https');
    const found = whatIf(judge(gathered, SETTINGS), judge(gathered, { ...SETTINGS, asIf: POLICY }));
    expect(found.stop.map(({ client }) => client)).toEqual(
      expect.arrayContaining(['ie-8-xp', 'outlook-vista']),
    );
    expect(found.stop.map(({ client }) => client)).not.toContain('outlook-win10');
    expect(found.gone.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['tls/obsolete-version', 'tls/weak-cipher', 'tls/weak-dh-group']),
    );
    expect(found.fresh).toEqual([]);
  });

  test('of a server that is so already is nothing new', async () => {
    const gathered = await scanOf(exchange2019(CHAINS), 'https');
    const found = whatIf(judge(gathered, SETTINGS), judge(gathered, { ...SETTINGS, asIf: POLICY }));
    expect(found).toEqual({ stop: [], fail: [], begin: [], doubt: [], gone: [], fresh: [] });
  });

  test('says of which clients neither is known', async () => {
    const gathered = await scanOf(exchange2019(CHAINS), 'https');
    const [before, after] = [judge(gathered, SETTINGS), judge(gathered, { ...SETTINGS, asIf: POLICY })];
    const { unseen, undecided, lacking } = whatIfLimits(before, after, POLICY);
    expect([unseen, lacking]).toEqual([[], []]);
    expect(undecided).toEqual([
      { host: HOST, clients: expect.arrayContaining(['android-44', 'outlook-mac-2016']) },
    ]);
    expect(undecided[0]?.clients).not.toContain('chrome-current');
  });

  test('takes a certificate that cannot be read for one of RSA', async () => {
    // One that was judged before would be known by its fingerprint.
    const gathered = await scanOf(windows2012({ rsa: await PKI.commercial([HOST]) }), 'https');
    const broken = Object.fromEntries(Object.keys(gathered.certificates).map((print) => [print, 'AAAA']));
    const imagined = judge({ ...gathered, certificates: broken }, { ...SETTINGS, asIf: POLICY });
    const [tls12] = imagined.endpoints[0]?.versions.filter(({ name }) => name === 'TLS 1.2') ?? [];
    expect(tls12?.accepted).toBe('yes');
    expect(tls12?.suites.map(({ name }) => name)).toContain('TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384');
  });

  test('of an endpoint of which nothing is known stays unknown', () => {
    const facts = silentFacts();
    expect(bringToBaseline(facts, endpoint(), POLICY)).toBe(facts);
  });
});

describe('what an answer does not tell', () => {
  const [template] = contosoReport().endpoints as readonly [EndpointResult];
  const versions = (accepted: 'yes' | 'unknown'): EndpointResult['versions'] =>
    template.versions.map((one) => ({ ...one, accepted }));
  const limits = (changes: Partial<EndpointResult>) => {
    const endpoints = [{ ...template, product: null, versions: versions('yes'), ...changes }];
    const report = contosoReport({ endpoints });
    return whatIfLimits(report, report, POLICY);
  };

  test.each([
    [{ reach: 'unreachable', failure: 'no answer within 5 s' }, 'no answer within 5 s'],
    [{ reach: 'unknown', failure: null }, 'it did not answer'],
    [{ versions: versions('unknown') }, 'which versions of TLS it accepts is not known'],
  ] as const)('includes %j', (changes, why) => {
    expect(limits(changes).unseen).toEqual([{ endpoint: template.id, why }]);
  });

  test.each([
    [{}],
    [{ reach: 'not-enabled' }],
    [{ versions: versions('unknown'), starttls: 'not-offered' }],
  ] as const)('does not include %j', (changes) => {
    expect(limits(changes).unseen).toEqual([]);
  });

  test.each([
    [
      'Windows Server 2012 R2',
      ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
    ],
    ['Windows Server 2016', null],
    ['Windows Server 2012 R2 or 2016', null],
  ])('includes suites that %s does not have', (windows, suites) => {
    const [web] = contosoReport().endpoints.flatMap(({ product }) => product ?? []);
    if (web === undefined) throw new Error('no product');
    const { lacking } = limits({ product: { ...web, windows } });
    expect(lacking).toEqual(suites === null ? [] : [{ host: template.host, windows, suites }]);
  });
});
