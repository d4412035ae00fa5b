import { describe, expect, test } from '@jest/globals';
import type { ChainTrust, Classification } from '../../../src/certs/trust/chain-trust.ts';
import type { Observation } from '../../../src/model/observation.ts';
import { mtaStsBroken } from '../../../src/rules/mail/mta-sts-broken.ts';
import { mtaStsCertificate } from '../../../src/rules/mail/mta-sts-certificate.ts';
import { mtaStsMissing } from '../../../src/rules/mail/mta-sts-missing.ts';
import { mtaStsMxMismatch } from '../../../src/rules/mail/mta-sts-mx-mismatch.ts';
import { tlsRptMissing } from '../../../src/rules/mail/tls-rpt-missing.ts';
import { dns, domainFacts, domainFindings, web } from '../../fixtures/domain.ts';
import {
  certificate,
  endpoint,
  known,
  presenting,
  setupCertificate,
  soundFacts,
  starttls,
} from '../../fixtures/facts.ts';

const MX = dns('mx', 'MX', ['10 mail.contoso.com', '20 mx2.contoso.com']);
const RECORD = dns('mta-sts', 'TXT', ['"v=STSv1; id=20261122T000000Z;"']);
const SITE = certificate({ sha256: 'c1'.repeat(32), dnsNames: ['mta-sts.contoso.com'], commonNames: [] });
const POLICY_URL = 'https://mta-sts.contoso.com/.well-known/mta-sts.txt';

const policy = (mode = 'enforce', ...mx: readonly string[]): string =>
  [`version: STSv1`, `mode: ${mode}`, ...mx.map((one) => `mx: ${one}`), 'max_age: 604800', ''].join('\r\n');

const page = (answer: Parameters<typeof web>[2]) => web('mta-sts/policy', POLICY_URL, answer, [SITE]);
const sound = page({ body: policy('enforce', 'mail.contoso.com', 'mx2.contoso.com') });

const trusting = (classification: Classification) => ({
  trustOf: () => ({ classification, why: `it is ${classification}`, stores: [] }) as unknown as ChainTrust,
});

const outcomes = (
  rule: Parameters<typeof domainFindings>[0],
  observations: readonly Observation[],
  ...rest: [Parameters<typeof domainFindings>[2]?, Parameters<typeof domainFindings>[3]?]
): readonly string[] =>
  domainFindings(rule, [domainFacts(observations, [SITE])], ...rest).map(
    ({ outcome, severity, message }) => `${outcome} ${severity}: ${message}`,
  );

describe('mail/mta-sts-missing', () => {
  test('fails where there is no record', () => {
    const none = dns('mta-sts', 'TXT', [], { rcode: 'NXDOMAIN' });
    expect(outcomes(mtaStsMissing, [MX, none])).toEqual(['fail low: contoso.com has no MTA-STS record']);
    const other = dns('mta-sts', 'TXT', ['"v=spf1 -all"']);
    expect(outcomes(mtaStsMissing, [MX, other])).toEqual(['fail low: contoso.com has no MTA-STS record']);
  });

  test('passes where there is one', () => {
    expect(outcomes(mtaStsMissing, [MX, RECORD])).toEqual(['pass low: contoso.com has an MTA-STS record']);
  });

  test.each(['resolver-failed', 'aborted'] as const)('does not know after %s', (failure) => {
    const [line] = outcomes(mtaStsMissing, [MX, dns('mta-sts', 'TXT', [], { failure })]);
    expect(line).toMatch(/^unknown low/);
  });

  test('does not know where the resolver answers SERVFAIL', () => {
    const [line] = outcomes(mtaStsMissing, [MX, dns('mta-sts', 'TXT', [], { rcode: 'SERVFAIL' })]);
    expect(line).toBe(
      'unknown low: the record of contoso.com is not known: the resolver answers SERVFAIL for TXT of contoso.com',
    );
  });

  test('is not for domains that take no mail', () => {
    const none = dns('mx', 'MX', ['0 .']);
    expect(outcomes(mtaStsMissing, [none, RECORD])).toEqual([
      'not-applicable low: contoso.com says that it takes no mail',
    ]);
  });
});

describe('mail/mta-sts-broken', () => {
  test('passes with a policy that can be used', () => {
    expect(outcomes(mtaStsBroken, [MX, RECORD, sound])).toEqual([
      'pass medium: the policy of contoso.com is "enforce" for mail.contoso.com, mx2.contoso.com, kept for 604800 s',
    ]);
  });

  test.each<[string, Observation, RegExp]>([
    [
      'a redirect',
      page({ http: 301, location: 'https://elsewhere.example/' }),
      /answers 301 to https:\/\/elsewhere/,
    ],
    ['no file', page({ http: 404 }), /answers 404/],
    ['a web page', page({ body: '<html>' }), /no "key: value"/],
    ['no mode', page({ body: 'version: STSv1\nmax_age: 1\nmx: a.com\n' }), /mode/],
    ['no mx', page({ body: policy('enforce') }), /names no mx/],
    [
      'a longer age than a year',
      page({ body: policy('none').replace('604800', '31557601') }),
      /max_age is above/,
    ],
    ['too much', page({ cut: true }), /larger than 64 KiB/],
    ['no website', page('name-not-found'), /does not exist in DNS/],
    ['a closed port', page('connection-refused'), /closed/],
  ])('fails with %s', (_, answer, message) => {
    const [line = ''] = outcomes(mtaStsBroken, [MX, RECORD, answer]);
    expect(line).toMatch(/^fail medium/);
    expect(line).toMatch(message);
  });

  test('fails with two records, and with one without an id', () => {
    const two = dns('mta-sts', 'TXT', ['"v=STSv1; id=1"', '"v=STSv1; id=2"']);
    expect(outcomes(mtaStsBroken, [MX, two])).toEqual([
      'fail medium: the record of contoso.com: there are 2 records, and one is allowed',
    ]);
    const [line] = outcomes(mtaStsBroken, [MX, dns('mta-sts', 'TXT', ['"v=STSv1; id=not-allowed"'])]);
    expect(line).toMatch(/^fail medium: .* its id is missing/);
  });

  test('does not know where the website does not answer in time', () => {
    expect(outcomes(mtaStsBroken, [MX, RECORD, page('request-timeout')])[0]).toMatch(/^unknown medium/);
  });

  test('is not for domains without it', () => {
    expect(outcomes(mtaStsBroken, [MX, dns('mta-sts', 'TXT', [])])[0]).toMatch(/^not-applicable/);
  });
});

describe('mail/mta-sts-mx-mismatch', () => {
  test('passes where each MX host is allowed', () => {
    expect(outcomes(mtaStsMxMismatch, [MX, RECORD, sound])[0]).toMatch(/^pass/);
    const wildcard = page({ body: policy('enforce', '*.Contoso.com') });
    expect(outcomes(mtaStsMxMismatch, [MX, RECORD, wildcard])[0]).toMatch(/^pass/);
  });

  test('fails for one that is not, as severely as the mode is', () => {
    const one = page({ body: policy('enforce', 'mail.contoso.com') });
    expect(outcomes(mtaStsMxMismatch, [MX, RECORD, one])).toEqual([
      'fail high: the policy of contoso.com does not allow mx2.contoso.com: senders do not deliver there',
    ]);
    const testing = page({ body: policy('testing', 'mail.contoso.com') });
    expect(outcomes(mtaStsMxMismatch, [MX, RECORD, testing])[0]).toMatch(/^fail medium/);
  });

  test('takes a wildcard for one label alone', () => {
    const deep = dns('mx', 'MX', ['10 a.b.contoso.com', '20 contoso.com']);
    const [line] = outcomes(mtaStsMxMismatch, [
      deep,
      RECORD,
      page({ body: policy('enforce', '*.contoso.com') }),
    ]);
    expect(line).toMatch(/does not allow a\.b\.contoso\.com, contoso\.com/);
  });

  test('is not for a policy that is off or broken, and unknown without the MX hosts', () => {
    expect(outcomes(mtaStsMxMismatch, [MX, RECORD, page({ body: policy('none') })])[0]).toMatch(
      /^not-applicable/,
    );
    expect(outcomes(mtaStsMxMismatch, [MX, RECORD, page({ http: 404 })])[0]).toMatch(/^not-applicable/);
    const silent = dns('mx', 'MX', [], { failure: 'resolver-failed' });
    expect(outcomes(mtaStsMxMismatch, [silent, RECORD, sound])[0]).toMatch(/^unknown high/);
  });
});

describe('mail/mta-sts-certificate', () => {
  const smtp = endpoint('smtp', { host: 'mail.contoso.com' });
  const one = dns('mx', 'MX', ['10 mail.contoso.com']);
  const commercial = trusting('commercial');

  test('passes where website and MX host have publicly trusted certificates', () => {
    expect(
      outcomes(mtaStsCertificate, [one, RECORD, sound], [presenting(smtp, certificate())], commercial),
    ).toEqual([
      'pass medium: mta-sts.contoso.com: mta-sts.contoso.com is covered by mta-sts.contoso.com and trusted publicly',
      'pass high: mail.contoso.com: mail.contoso.com is covered by mail.contoso.com and trusted publicly',
    ]);
  });

  test('fails where nobody trusts them', () => {
    const all = outcomes(
      mtaStsCertificate,
      [one, RECORD, sound],
      [presenting(smtp, certificate())],
      trusting('internal'),
    );
    expect(all.map((line) => line.split(':')[0])).toEqual(['fail medium', 'fail high']);
  });

  test('fails where the MX host has the certificate of Exchange Setup, or another name', () => {
    const all = outcomes(
      mtaStsCertificate,
      [one, RECORD, sound],
      [presenting(smtp, setupCertificate())],
      commercial,
    );
    expect(all[1]).toMatch(/^fail high: mail\.contoso\.com: mail\.contoso\.com is not covered/);
  });

  test('fails where the MX host offers no TLS', () => {
    const plain = { endpoint: smtp, facts: soundFacts(smtp, { starttls: known(starttls('not-offered')) }) };
    expect(outcomes(mtaStsCertificate, [one, RECORD, sound], [plain], commercial)[1]).toBe(
      'fail high: mail.contoso.com: mail.contoso.com offers no STARTTLS',
    );
  });

  test('does not know an MX host that is no target', () => {
    expect(outcomes(mtaStsCertificate, [one, RECORD, sound], [], commercial)[1]).toMatch(/^unknown low/);
  });

  test('asks nothing of MX hosts where the policy is off', () => {
    const off = page({ body: policy('none') });
    expect(outcomes(mtaStsCertificate, [one, RECORD, off], [], commercial)).toHaveLength(1);
  });
});

describe('mail/tls-rpt-missing', () => {
  const reports = (...data: readonly string[]) => dns('tls-rpt', 'TXT', data);

  test('passes with an address', () => {
    const record = reports('"v=TLSRPTv1; rua=mailto:tls@contoso.com,https://r.example/x"');
    expect(outcomes(tlsRptMissing, [MX, RECORD, record])).toEqual([
      'pass low: reports about contoso.com go to mailto:tls@contoso.com, https://r.example/x',
    ]);
  });

  test('fails low where there is something to report on, and is information elsewhere', () => {
    expect(outcomes(tlsRptMissing, [MX, RECORD, reports()])[0]).toMatch(/^fail low/);
    expect(outcomes(tlsRptMissing, [MX, dns('mta-sts', 'TXT', []), reports()])[0]).toMatch(/^fail info/);
  });

  test('fails with a record without an address', () => {
    expect(outcomes(tlsRptMissing, [MX, reports('"v=TLSRPTv1; rua=tls@contoso.com"')])[0]).toMatch(
      /^fail low/,
    );
  });

  test('does not know after silence', () => {
    const silent = dns('tls-rpt', 'TXT', [], { failure: 'resolver-failed' });
    expect(outcomes(tlsRptMissing, [MX, silent])[0]).toMatch(/^unknown/);
  });
});
