import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '../../../src/certs/certificate.ts';
import { serverHostName } from '../../../src/rules/names/server-host-name.ts';
import { unusedName } from '../../../src/rules/names/unused-name.ts';
import type { Place } from '../../fixtures/facts.ts';
import {
  certificate,
  endpoint,
  findings,
  presenting,
  reach,
  setupCertificate,
  silentFacts,
  target,
} from '../../fixtures/facts.ts';

const https = endpoint('https');
const smtp = endpoint('smtp');

function publicly(dnsNames: readonly string[], changes: Partial<Certificate> = {}): Certificate {
  return certificate({ policies: ['2.23.140.1.2.1'], hasTimestamps: true, dnsNames, ...changes });
}

/** An SMTP server that presents the certificate and greets with that banner. */
function greeting(banner: string, of: Certificate): Place {
  const place = presenting(smtp, of);
  return { ...place, facts: { ...place.facts, reach: reach('answered', banner) } };
}

const BANNER = 'ex01.contoso.com Microsoft ESMTP MAIL Service ready at Sun, 22 Nov 2026 12:00:00 +0000';

describe('names/server-host-name', () => {
  const both = publicly(['mail.contoso.com', 'EX01.contoso.com']);

  test('a name by which a server greets and that nobody asks for', () => {
    const [hit, ...others] = findings(serverHostName, [greeting(BANNER, both)]);
    expect(others).toEqual([]);
    expect(hit).toMatchObject({
      outcome: 'fail',
      severity: 'info',
      subject: { certificate: both.sha256 },
      endpoints: [smtp.id],
      evidence: ['o4'],
    });
    expect(hit?.message).toContain('has EX01.contoso.com, by which servers call themselves');
    expect(hit?.fix[0]).toContain("-DomainName 'mail.contoso.com' ");
  });

  test('a name in the reply to EHLO counts as well', () => {
    const place = greeting('mail.contoso.com ready', both);
    const preamble = {
      banner: 'mail.contoso.com ready',
      capabilities: [],
      transcript: [
        { from: 'server', text: '220 mail.contoso.com ready' },
        { from: 'client', text: 'EHLO scanner.contoso.com' },
        { from: 'server', text: '250-EX01.contoso.com Hello [203.0.113.1]\n250 STARTTLS' },
      ],
      trailing: 0,
    } as const;
    const value = { state: 'answered', failure: null, preamble, connections: 1, rung: null } as const;
    const facts = { ...place.facts, reach: { known: true, value, evidence: [] } } as const;
    expect(findings(serverHostName, [{ ...place, facts }])).toMatchObject([{ outcome: 'fail' }]);
  });

  test('a name that the certificate of Setup has counts as well, long and short', () => {
    const setup = presenting(
      endpoint('smtp', { port: 2525 }),
      setupCertificate({ dnsNames: ['EX01', 'EX01.corp.local'] }),
    );
    const all = findings(serverHostName, [presenting(https, both), setup]);
    expect(all).toMatchObject([{ outcome: 'fail', subject: { certificate: both.sha256 } }]);
  });

  test('a name that a target asks for is needed', () => {
    const place = {
      ...greeting(BANNER, both),
      target: target('mail.contoso.com', { names: ['ex01.contoso.com'] }),
    };
    expect(findings(serverHostName, [place])).toMatchObject([{ outcome: 'pass' }]);
    const greeted = greeting('mail.contoso.com ready', publicly(['mail.contoso.com']));
    expect(findings(serverHostName, [greeted])).toMatchObject([{ outcome: 'pass' }]);
  });

  test('a wildcard names no server', () => {
    expect(findings(serverHostName, [greeting(BANNER, publicly(['*.contoso.com']))])).toMatchObject([
      { outcome: 'pass' },
    ]);
  });

  test.each([
    ['of a private CA', certificate({ dnsNames: ['ex01.contoso.com'] }), 'not-applicable'],
    ['of a CA that is not known', certificate({ faults: ['certificatePolicies cannot be read'] }), 'unknown'],
  ])('a certificate %s', (_, of, outcome) => {
    expect(findings(serverHostName, [greeting(BANNER, of)])).toMatchObject([{ outcome }]);
  });

  test('where no certificate was seen it is unknown', () => {
    expect(findings(serverHostName, [{ endpoint: smtp, facts: silentFacts() }])).toMatchObject([
      { outcome: 'unknown' },
    ]);
  });
});

describe('names/unused-name', () => {
  const other = presenting(
    endpoint('https', { host: 'owa.contoso.com' }),
    certificate({
      sha256: 'bb'.repeat(32),
      dnsNames: ['owa.contoso.com'],
    }),
  );

  test.each([
    [['mail.contoso.com'], 'pass'],
    [['mail.contoso.com', 'owa.contoso.com'], 'pass'],
    [['*.contoso.com'], 'pass'],
    [['mail.contoso.com', 'autodiscover.contoso.com'], 'pass'],
    [['mail.contoso.com', 'legacy.contoso.com'], 'fail'],
    [['mail.contoso.com', '*.fabrikam.com'], 'fail'],
  ])('%j of a host among several: %s', (dnsNames, outcome) => {
    const [hit] = findings(unusedName, [presenting(https, certificate({ dnsNames })), other]);
    expect(hit).toMatchObject({ outcome, severity: 'info', subject: { certificate: 'aa'.repeat(32) } });
  });

  test('says which', () => {
    const of = certificate({ dnsNames: ['mail.contoso.com', 'legacy.contoso.com'] });
    const [hit] = findings(unusedName, [presenting(https, of), other]);
    expect(hit?.message).toBe('no target asks for legacy.contoso.com of CN=mail.contoso.com');
  });

  test('one certificate in several places is one finding about all of them', () => {
    const of = certificate({ dnsNames: ['mail.contoso.com', 'legacy.contoso.com'] });
    const imaps = endpoint('imaps');
    const [hit] = findings(unusedName, [presenting(https, of), presenting(imaps, of), other]);
    expect(hit?.endpoints).toEqual([https.id, imaps.id]);
  });

  test('a list of names beyond any use is cut', () => {
    const dnsNames = Array.from({ length: 30 }, (_, index) => `n${index}.contoso.com`);
    const [hit] = findings(unusedName, [presenting(https, certificate({ dnsNames })), other]);
    expect(hit?.message).toContain('n19.contoso.com and 10 more');
  });

  test('names of a website and of a service are asked for', () => {
    const of = certificate({ dnsNames: ['mail.contoso.com', 'imap.contoso.com', 'legacy.contoso.com'] });
    const asking = target('mail.contoso.com', {
      names: ['legacy.contoso.com'],
      services: [{ protocol: 'imaps', port: 993, names: ['IMAP.contoso.com'] }],
    });
    const [hit] = findings(unusedName, [{ ...presenting(https, of), target: asking }, other]);
    expect(hit?.outcome).toBe('pass');
  });

  test('one host says nothing about the names of others', () => {
    const of = certificate({ dnsNames: ['mail.contoso.com', 'legacy.contoso.com'] });
    expect(findings(unusedName, [presenting(https, of)])).toMatchObject([{ outcome: 'not-applicable' }]);
  });

  test('names of servers have a rule of their own, and those of Setup are none of the sort', () => {
    const of = certificate({ dnsNames: ['mail.contoso.com', 'ex01.contoso.com'] });
    const setup = presenting(endpoint('smtp', { port: 2525 }), setupCertificate());
    const all = findings(unusedName, [greeting(BANNER, of), other, setup]);
    expect(all.map(({ outcome }) => outcome)).toEqual(['pass', 'pass']);
  });

  test('a certificate of which a part cannot be read may have more', () => {
    const of = certificate({ faults: ['subjectAltName cannot be read to its end'] });
    const [hit] = findings(unusedName, [presenting(https, of), other]);
    expect(hit?.outcome).toBe('unknown');
  });
});
