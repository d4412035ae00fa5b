import { describe, expect, test } from '@jest/globals';
import type { EndpointFactSet } from '../../../src/facts/types.ts';
import { extendedProtectionCertificate } from '../../../src/rules/org/extended-protection-certificate.ts';
import type { Place } from '../../fixtures/facts.ts';
import {
  certificate,
  chain,
  endpoint,
  findings,
  known,
  NO_PRODUCT,
  soundFacts,
  target,
  unknown,
} from '../../fixtures/facts.ts';

const OTHER = { chains: known({ chains: [chain(certificate({ sha256: 'bb'.repeat(32) }))] }) };

function build(value: string): Partial<EndpointFactSet> {
  const chosen = { value, source: 'x-owa-version', path: '/owa/', precision: 'exact', evidence: [] } as const;
  return { product: known({ ...NO_PRODUCT, chosen }) };
}

function website(
  host: string,
  changes: Partial<EndpointFactSet> = {},
  {
    names = [],
    address = '203.0.113.7',
    port = 443,
  }: { names?: string[]; address?: string; port?: number } = {},
): Place {
  const of = endpoint('https', { host, address, port });
  return { endpoint: of, facts: soundFacts(of, changes), target: target(host, { names }) };
}

const PUBLIC_NAME = 'mail.contoso.com';
const BEHIND = { names: [PUBLIC_NAME], address: '10.0.0.1' };
const CU14 = build('15.2.1544.14');

const judged = (...places: readonly Place[]) => findings(extendedProtectionCertificate, places);

describe('org/extended-protection-certificate', () => {
  test('another certificate on the server behind the name is a fault since 2019 CU14', () => {
    const [hit, ...others] = judged(
      website(PUBLIC_NAME),
      website('mbx01.contoso.com', { ...OTHER, ...CU14 }, BEHIND),
    );
    expect(others).toEqual([]);
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'medium', subject: { host: PUBLIC_NAME } });
    expect(hit?.message).toContain(`thumbprint ${'AA'.repeat(20)} at mail.contoso.com:443 (203.0.113.7)`);
    expect(hit?.message).toContain(`thumbprint ${'BB'.repeat(20)} at mbx01.contoso.com:443 (10.0.0.1)`);
    expect(hit?.endpoints).toHaveLength(2);
  });

  test.each([
    ['15.2.1544.14', 'fail'],
    ['15.2.2562.17', 'fail'],
    ['15.2.1258.12', 'unknown'],
    ['nonsense', 'unknown'],
  ])('build %s at one of two servers: %s', (value, outcome) => {
    const all = judged(
      website(PUBLIC_NAME),
      website('mbx01.contoso.com', { ...OTHER, ...build(value) }, BEHIND),
    );
    expect(all.map((each) => each.outcome)).toEqual([outcome]);
  });

  test('it does not apply where every build is known and older', () => {
    const old = build('15.2.1258.12');
    const all = judged(website(PUBLIC_NAME, old), website('mbx01.contoso.com', { ...OTHER, ...old }, BEHIND));
    expect(all).toMatchObject([{ outcome: 'not-applicable' }]);
  });

  test('two addresses of one name are one service', () => {
    const all = judged(
      website(PUBLIC_NAME, CU14),
      website(PUBLIC_NAME, { ...OTHER, ...CU14 }, { address: '203.0.113.8' }),
    );
    expect(all).toMatchObject([{ outcome: 'fail' }]);
  });

  test('the same certificate everywhere passes', () => {
    const all = judged(website(PUBLIC_NAME, CU14), website('mbx01.contoso.com', CU14, BEHIND));
    expect(all).toMatchObject([{ outcome: 'pass' }]);
  });

  test('a certificate that was not seen is unknown', () => {
    const all = judged(
      website(PUBLIC_NAME, CU14),
      website('mbx01.contoso.com', { chains: unknown() }, BEHIND),
    );
    expect(all).toMatchObject([{ outcome: 'unknown' }]);
  });

  test('hosts that nobody calls one service are not compared', () => {
    const all = judged(website(PUBLIC_NAME, CU14), website('mbx01.contoso.com', { ...OTHER, ...CU14 }));
    expect(all).toMatchObject([
      { outcome: 'not-applicable', message: expect.stringContaining('no website') },
    ]);
  });

  test('the back end has a certificate of its own and is not compared', () => {
    const all = judged(website(PUBLIC_NAME, CU14), website(PUBLIC_NAME, OTHER, { port: 444 }));
    expect(all).toMatchObject([{ outcome: 'not-applicable' }]);
  });

  test('hosts that name each other are compared once', () => {
    const all = judged(
      website(PUBLIC_NAME, CU14, { names: ['mbx01.contoso.com'] }),
      website('mbx01.contoso.com', { ...OTHER, ...CU14 }, BEHIND),
    );
    expect(all).toHaveLength(1);
  });
});
