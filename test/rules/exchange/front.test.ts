import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '../../../src/certs/certificate.ts';
import type { EndpointFactSet, ProductFact } from '../../../src/facts/types.ts';
import type { Protocol } from '../../../src/model/protocol.ts';
import { UNSEEN } from '../../../src/exchange/services.ts';
import { hybridCertificate } from '../../../src/rules/exchange/hybrid-certificate.ts';
import { tlsTermination } from '../../../src/rules/exchange/tls-termination.ts';
import { unseenSetting } from '../../../src/rules/exchange/unseen-setting.ts';
import {
  certificate,
  chain,
  endpoint,
  findings,
  known,
  named,
  NO_PRODUCT,
  setupCertificate,
  silentFacts,
  soundFacts,
  suites,
} from '../../fixtures/facts.ts';
import { product } from '../../fixtures/product.ts';

const BUILD = product('15.2.1544.13');
const TOKENS: ProductFact = {
  ...BUILD,
  modernAuth: { tenant: 'a', authorizationUri: 'https://login.example', path: '/ews/', evidence: ['o30'] },
};
const PUBLIC = certificate({ hasTimestamps: true, policies: ['2.23.140.1.2.2'] });

interface Shown {
  readonly port?: number;
  readonly address?: string;
  readonly product?: ProductFact;
  readonly certificate?: Certificate;
  readonly suites?: EndpointFactSet['suites'];
}

function at(
  protocol: Protocol,
  { port = protocol === 'https' ? 443 : 25, address = '203.0.113.7', ...shown }: Shown = {},
) {
  const of = endpoint(protocol, { port, address });
  const facts: Partial<EndpointFactSet> = {
    product: known(shown.product ?? NO_PRODUCT),
    chains: known({ chains: [chain(shown.certificate ?? PUBLIC)] }),
    ...(shown.suites === undefined ? {} : { suites: shown.suites }),
  };
  return { endpoint: of, facts: soundFacts(of, facts) };
}

describe('exchange/hybrid-certificate', () => {
  const hybrid = at('https', { product: TOKENS });

  test('a hybrid organization with a certificate of Setup on port 25 fails', () => {
    const [hit] = findings(hybridCertificate, [hybrid, at('smtp', { certificate: setupCertificate() })]);
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'low', subject: { host: 'mail.contoso.com' } });
    expect(hit?.message).toContain('CN=EX01 on mail.contoso.com:25 comes from no public CA');
    expect(hit?.evidence).toContain('o30');
  });

  test('different subjects on the servers fail', () => {
    const other = { ...PUBLIC, sha256: 'bb'.repeat(32), subject: 'CN=edge' };
    const all = findings(hybridCertificate, [
      hybrid,
      at('smtp'),
      at('smtp', { address: '203.0.113.8', certificate: other }),
    ]);
    expect(all).toMatchObject([{ outcome: 'fail' }]);
    expect(all[0]?.message).toContain('different issuers or subjects');
  });

  test('one public certificate passes', () => {
    const all = findings(hybridCertificate, [hybrid, at('smtp'), at('smtp', { address: '203.0.113.8' })]);
    expect(all).toMatchObject([{ outcome: 'pass' }]);
  });

  test('without a sign of hybrid it cannot be seen, and the reason is given', () => {
    const [hit] = findings(hybridCertificate, [at('https'), at('smtp', { certificate: setupCertificate() })]);
    expect(hit?.outcome).toBe('not-applicable');
    expect(hit?.message).toMatch(
      /^nothing was seen that shows whether mail flow of mail\.contoso\.com is hybrid; .*no public CA$/,
    );
  });

  test('silence is unknown', () => {
    const silent = { endpoint: endpoint('smtp'), facts: silentFacts() };
    expect(findings(hybridCertificate, [hybrid, silent])).toMatchObject([{ outcome: 'unknown' }]);
  });

  test('without port 25 there is nothing to judge', () => {
    expect(findings(hybridCertificate, [hybrid])).toMatchObject([{ outcome: 'not-applicable' }]);
  });
});

describe('exchange/tls-termination', () => {
  const judged = (...places: Parameters<typeof findings>[1]) =>
    findings(tlsTermination, places).map(({ outcome, message }) => [outcome, message] as const);

  test.each([
    ['reverse-proxy', 'a reverse proxy'],
    ['load-balancer', 'a load balancer'],
    ['mail-gateway', 'a mail gateway'],
  ] as const)('%s is said, with what shows it', (kind, words) => {
    const clues = [{ kind, product: 'nginx', seen: 'Server: nginx', evidence: ['o9'] }];
    const front = { kind, product: 'nginx', clues };
    const [hit] = findings(tlsTermination, [at('https', { product: { ...BUILD, front } })]);
    expect(hit).toMatchObject({
      outcome: 'fail',
      severity: 'info',
      message: `${words} (nginx) answers here: Server: nginx`,
      evidence: ['o9'],
    });
  });

  test('Exchange and nothing else passes', () => {
    expect(judged(at('https', { product: BUILD }))[0]?.[0]).toBe('pass');
  });

  test('nothing that tells is not applicable, and no answer is unknown', () => {
    expect(judged(at('https'))[0]?.[0]).toBe('not-applicable');
    expect(judged(at('https', { product: { ...NO_PRODUCT, state: 'unanswered' } }))[0]?.[0]).toBe('unknown');
  });

  const FEW = known(suites([[0x0303, 0xc030]]));

  test('web and mail of one address with different suites are two stacks', () => {
    const all = judged(at('https', { product: BUILD }), at('smtp', { suites: FEW }));
    expect(all.map(([outcome]) => outcome)).toEqual(['fail', 'fail']);
    expect(all[0]?.[1]).toContain('mail.contoso.com:443 and mail.contoso.com:25 accept different suites');
  });

  test.each([
    ['at another address', { suites: FEW, address: '203.0.113.8' }],
    [
      'with another kind of certificate',
      { suites: FEW, certificate: certificate({ key: { algorithm: 'EC', bits: 256, curve: 'prime256v1' } }) },
    ],
    ['of which not all are known', { suites: known(suites([[0x0303, 0xc030]], 'unknown')) }],
    ['that are the same', {}],
  ] as const)('suites %s prove nothing', (_, other) => {
    expect(judged(at('https', { product: BUILD }), at('smtp', other))[0]?.[0]).toBe('pass');
  });

  test('two ports of mail are not compared', () => {
    const all = judged(at('smtp'), at('smtp', { port: 587, suites: FEW }));
    expect(all.map(([outcome]) => outcome)).toEqual(['not-applicable', 'not-applicable']);
  });
});

describe('exchange/unseen-setting', () => {
  const all = findings(unseenSetting, [at('https')]);

  test('has every statement of which nothing can be seen, not applicable, with why and what shows it', () => {
    expect(all).toHaveLength(UNSEEN.length);
    expect(new Set(all.map(({ outcome }) => outcome))).toEqual(new Set(['not-applicable']));
    expect(named(all, 'federation').message).toBe(
      'Federation takes a certificate with any name, for 2010 of a CA that Windows Live trusts. The certificate signs ' +
        'tokens and is presented on no port. On a server: Get-FederationTrust | Format-List OrgCertificate, TokenIssuerCertificate',
    );
  });
});
