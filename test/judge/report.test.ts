import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '../../src/certs/certificate.ts';
import type { EndpointFactSet } from '../../src/facts/types.ts';
import { judgeFacts } from '../../src/judge/judge-facts.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { Target } from '../../src/model/target.ts';
import {
  certificate,
  chain,
  judging,
  endpoint,
  EXCHANGE_2019,
  known,
  NOW,
  reach,
  silentFacts,
  soundFacts,
  starttls,
  suites,
  target,
  versions,
} from '../fixtures/facts.ts';

const https = endpoint('https');
const run = {
  depth: 'scan',
  startedAt: '2026-11-22T11:00:00Z',
  finishedAt: '2026-11-22T11:01:00Z',
  complete: true,
  stopped: null,
  budget: 500,
  pressure: [],
} as const;

function reportOf(
  places: readonly (readonly [Endpoint, EndpointFactSet])[],
  {
    targets = [target('mail.contoso.com')] as readonly Target[],
    observations = [] as readonly Observation[],
  } = {},
) {
  const facts = new Map(places.map(([{ id }, set]) => [id, set]));
  const gathered = { run, targets, endpoints: places.map(([one]) => one), observations, certificates: {} };
  const certificates = new Map([['aa'.repeat(32), certificate()]]);
  return judgeFacts(gathered, certificates, ({ id }) => facts.get(id) ?? silentFacts(), {
    ...judging(),
    version: '1.2.3',
  });
}

describe('a report', () => {
  test('says by what, when and with which rules it was judged', () => {
    const report = reportOf([[https, soundFacts(https)]]);
    expect(report.tool).toEqual({ name: 'exchange-tls', version: '1.2.3' });
    expect(report.judged).toEqual({
      at: '2026-11-22T12:00:00.000Z',
      baseline: 'exchange-2019',
      baselineGiven: false,
      expiry: { warningDays: 60, criticalDays: 30 },
    });
    expect(report.run).toBe(run);
    expect(report.rules.find(({ id }) => id === 'tls/weak-cipher')).toEqual({
      id: 'tls/weak-cipher',
      title: 'A cipher suite of a banned family is accepted',
      severity: 'medium',
      scope: 'endpoint',
    });
  });

  test('of a sound endpoint has no failure', () => {
    const report = reportOf([[https, soundFacts(https)]]);
    expect(report.findings.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
    expect(report.summary).toMatchObject({
      fail: { info: 0, low: 0, medium: 0, high: 0, critical: 0 },
      endpoints: 1,
      answered: 1,
      not_assessed: [],
    });
  });

  test('has every finding under an id of its own', () => {
    const imap = endpoint('imap');
    const second = endpoint('https', { address: '203.0.113.8' });
    const report = reportOf([
      [https, soundFacts(https)],
      [second, silentFacts()],
      [imap, silentFacts({ reach: reach('not-enabled') })],
    ]);
    const ids = report.findings.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('counts findings by outcome and severity, and connections by observation', () => {
    const observations = [
      { endpoint: https.id, question: 'modern', connections: 1 },
      { endpoint: https.id, question: 'http/owa', connections: 0 },
      { endpoint: https.id, question: 'ssl2', connections: 1 },
    ] as unknown as Observation[];
    const facts = soundFacts(https, { versions: known(versions({ 0x0300: 'yes', 0x0301: 'yes' })) });
    const { summary, findings } = reportOf([[https, facts]], { observations });
    expect(summary.fail).toMatchObject({ high: 1, medium: 1 });
    expect(summary.connections).toBe(2);
    const fails = Object.values(summary.fail).reduce((sum, count) => sum + count, 0);
    expect(fails + summary.unknown + summary.pass + summary.not_applicable).toBe(findings.length);
  });
});

describe('an endpoint in the report', () => {
  test('shows what is known with names in place of numbers', () => {
    const facts = soundFacts(https, {
      versions: known(versions({ 0x0002: 'yes', 0x0304: 'unknown' })),
      suites: known(
        suites([
          [0x0303, 0xc030],
          [0x0002, 0x010080],
        ]),
      ),
      chains: known({ chains: [chain(certificate()), { ...chain(certificate()), sni: false }] }),
    });
    const [result] = reportOf([[https, facts]]).endpoints;
    expect(result).toMatchObject({
      id: https.id,
      host: 'mail.contoso.com',
      reach: 'answered',
      failure: null,
      baseline: 'exchange-2019',
      connections: 7,
      starttls: 'implicit',
      order: 'server',
      rung: 'full',
      groups: [{ id: '0x0018', name: 'secp384r1' }],
      chains: [
        { sni: true, certificates: ['aa'.repeat(32)] },
        { sni: false, certificates: ['aa'.repeat(32)] },
      ],
    });
    const byName = new Map(result?.versions.map((version) => [version.name, version]));
    expect(byName.get('TLS 1.2')).toEqual({
      id: '0x0303',
      name: 'TLS 1.2',
      accepted: 'yes',
      suites: [
        {
          id: '0xC030',
          name: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
          openssl_name: 'ECDHE-RSA-AES256-GCM-SHA384',
        },
      ],
      complete: true,
    });
    expect(byName.get('SSL 2.0')?.suites[0]).toMatchObject({ id: '0x010080' });
    expect(byName.get('TLS 1.0')).toMatchObject({ accepted: 'no', suites: [], complete: true });
    expect(byName.get('TLS 1.3')?.accepted).toBe('unknown');
  });

  test('that is silent shows nothing but why', () => {
    const facts = silentFacts({ reach: reach('unreachable') });
    const [result] = reportOf([[https, facts]]).endpoints;
    expect(result).toMatchObject({
      reach: 'unreachable',
      failure: 'no answer to the connection attempt',
      starttls: 'unknown',
      order: 'unknown',
      chains: [],
      groups: [],
    });
    expect(result?.versions.map(({ accepted, complete }) => [accepted, complete])).toEqual(
      Array.from({ length: 6 }, () => ['unknown', false]),
    );
  });

  test('is judged by the baseline of its target', () => {
    const targets = [target('mail.contoso.com', { baseline: 'exchange-2016' })];
    const facts = soundFacts(https, { versions: known(versions({ 0x0301: 'yes' })) });
    const report = reportOf([[https, facts]], { targets });
    expect(report.endpoints[0]?.baseline).toBe('exchange-2016');
    expect(report.summary.fail).toMatchObject({ low: 1, medium: 0 });
  });

  test('is judged by the operator’s own baseline', () => {
    const gathered = {
      run,
      targets: [target('mail.contoso.com', { baseline: 'contoso' })],
      endpoints: [https],
      observations: [],
      certificates: {},
    };
    const own = { ...EXCHANGE_2019, id: 'contoso' };
    const options = { ...judging(), version: '1', baselines: [own] };
    expect(judgeFacts(gathered, new Map(), () => soundFacts(https), options).endpoints[0]?.baseline).toBe(
      'contoso',
    );
  });

  test('is not judged by a baseline that nobody knows', () => {
    const targets = [target('mail.contoso.com', { baseline: 'exchange-2007' })];
    expect(() => reportOf([[https, soundFacts(https)]], { targets })).toThrow(
      'mail.contoso.com is judged by exchange-2007, which is not known',
    );
  });
});

describe('a certificate in the report', () => {
  test('is there once, with what it says', () => {
    expect(reportOf([[https, soundFacts(https)]]).certificates).toEqual([
      {
        sha256: 'aa'.repeat(32),
        thumbprint: 'AA'.repeat(20),
        subject: 'CN=mail.contoso.com',
        issuer: 'CN=Contoso Issuing CA',
        serial_number: '01',
        not_before: new Date(NOW - 30 * 86_400_000).toISOString(),
        not_after: new Date(NOW + 150 * 86_400_000).toISOString(),
        names: ['mail.contoso.com'],
        key: 'RSA 2048',
        signature: 'sha256WithRSAEncryption',
        self_signed: false,
        fault: null,
        role: 'leaf',
        revocation: {
          state: 'not-asked',
          revoked_at: null,
          reason: null,
          by: null,
          why: 'no server stapled an answer, and nobody was asked',
        },
        endpoints: [https.id],
        der: 'MAA=',
      },
    ]);
  });

  const sha256 = 'aa'.repeat(32);
  const other = certificate({ sha256: 'bb'.repeat(32) });
  const imap = endpoint('imap');
  const sending = (...chains: readonly (readonly Certificate[])[]) =>
    soundFacts(https, { chains: known({ chains: chains.map((sent) => chain(...sent)) }) });

  test.each<[string, readonly (readonly [Endpoint, EndpointFactSet])[], string, readonly string[]]>([
    ['leads a chain', [[https, sending([certificate(), other])]], 'leaf', [https.id]],
    ['stands behind another', [[https, sending([other, certificate()])]], 'issuer', [https.id]],
    [
      'leads one chain and stands behind another',
      [[https, sending([other, certificate()], [certificate()])]],
      'leaf',
      [https.id],
    ],
    [
      'is sent by two endpoints',
      [
        [https, sending([other, certificate()])],
        [imap, sending([certificate()])],
      ],
      'leaf',
      [https.id, imap.id],
    ],
    ['is in no chain', [[https, sending([other])]], 'not-presented', []],
    ['is of an endpoint without a known chain', [[https, silentFacts()]], 'not-presented', []],
  ])('that %s has its part and its places', (_, places, role, endpoints) => {
    const found = reportOf(places).certificates.find((one) => one.sha256 === sha256);
    expect(found).toMatchObject({ role, endpoints });
  });
});

describe('what counts as not assessed', () => {
  const unnamed = (protocol: Parameters<typeof endpoint>[0]) => endpoint(protocol, { named: false });
  const sound: [Endpoint, EndpointFactSet] = [unnamed('https'), soundFacts(unnamed('https'))];

  test.each<[string, Endpoint, EndpointFactSet, boolean]>([
    [
      'a named one that is unreachable',
      endpoint('imaps'),
      silentFacts({ reach: reach('unreachable') }),
      true,
    ],
    [
      'an unnamed one that is unreachable',
      unnamed('imaps'),
      silentFacts({ reach: reach('unreachable') }),
      false,
    ],
    ['an unnamed one that is closed', unnamed('imaps'), silentFacts({ reach: reach('not-enabled') }), false],
    ['an unnamed one that was not understood', unnamed('imaps'), silentFacts(), true],
    ['one that answered no hello', unnamed('imap'), silentFacts({ reach: reach('answered') }), true],
    [
      'one that does not offer STARTTLS',
      unnamed('imap'),
      silentFacts({ reach: reach('answered'), starttls: known(starttls('not-offered')) }),
      false,
    ],
  ])('%s, beside a sound one', (_, place, facts, missed) => {
    const { not_assessed } = reportOf([sound, [place, facts]]).summary;
    expect(not_assessed).toEqual(missed ? [place.id] : []);
  });

  test('all of a host where nothing answered', () => {
    const places = [unnamed('https'), unnamed('imaps')];
    const { summary } = reportOf(places.map((one) => [one, silentFacts({ reach: reach('not-enabled') })]));
    expect(summary.not_assessed).toEqual(places.map(({ id }) => id));
  });

  test('a host without any endpoint, by its name', () => {
    const targets = [target('mail.contoso.com'), target('gone.contoso.com')];
    expect(reportOf([sound], { targets }).summary.not_assessed).toEqual(['gone.contoso.com']);
  });
});
