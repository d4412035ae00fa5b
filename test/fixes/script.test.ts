import { describe, expect, test } from '@jest/globals';
import { withOwnFixes } from '../../src/fixes/own-fixes.ts';
import { fixScript, serversToMend } from '../../src/fixes/script.ts';
import { workOf } from '../../src/fixes/steps.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { EndpointResult, ProductResult, Report } from '../../src/model/report.ts';
import { enableCertificate, requestCertificate } from '../../src/rules/certificate-commands.ts';
import { AFTERWARDS, disableSuites, FOLLOW_SCHANNEL, setProtocol } from '../../src/rules/schannel.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { endpoint } from '../fixtures/facts.ts';
import { readPowerShell } from '../fixtures/powershell.ts';
import { cleanReport, contosoReport } from '../fixtures/report.ts';
import { failing } from './hostile-places.ts';

const WEB = endpoint('https', { host: 'mail.contoso.com' });
const IMAP = endpoint('imaps', { host: 'mail.contoso.com' });
const OTHER = endpoint('https', { host: 'other.contoso.com' });

const [template] = cleanReport().endpoints as readonly [EndpointResult];

function report(findings: readonly Finding[], endpoints = [WEB, IMAP, OTHER]): Report {
  return contosoReport({
    findings,
    endpoints: endpoints.map((one) => ({ ...template, ...one, product: null, chains: [] })),
  });
}

function finding(rule: string, fix: readonly string[], changes: Partial<Finding> = {}): Finding {
  return {
    id: `${rule}|${WEB.id}`,
    rule,
    outcome: 'fail',
    severity: 'medium',
    subject: { host: WEB.host, endpoint: WEB.id },
    message: 'it is so',
    fix,
    evidence: [],
    endpoints: [WEB.id],
    ...changes,
  };
}

const OFF = [FOLLOW_SCHANNEL, setProtocol('TLS 1.2', 'on')];

/** Commands without the comments. */
function commands(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

function scriptOf(findings: readonly Finding[]): string {
  const all = report(findings);
  return fixScript(all, serversToMend(all));
}

describe('the order of work', () => {
  const text = scriptOf([
    finding('tls/obsolete-version', [...OFF, setProtocol('TLS 1.0', 'off'), ...AFTERWARDS]),
    finding('mail/auth-before-tls', [
      'Set-ImapSettings -LoginType SecureLogin',
      'Restart-Service MSExchangeIMAP4',
    ]),
    finding('exchange/replaced-certificate', [
      ...enableCertificate("'AA'", [WEB]),
      'Restart-Service MSExchangeIMAP4',
    ]),
    finding('cert/untrusted', requestCertificate(['mail.contoso.com'], [WEB])),
    finding('exchange/outdated-build', ['# Install it', '.\\HealthChecker.ps1']),
  ]);
  const at = (words: string): number => text.indexOf(words);

  test('is updates, certificates, bindings, settings, TLS, and the restart last', () => {
    const places = [
      'Install it',
      '$request =',
      "'AA'",
      'Set-ImapSettings',
      'TLS 1.0',
      'Restart-Computer',
    ].map(at);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places[0]).toBeGreaterThan(0);
  });

  test('restarts once, and no service where the machine starts anew', () => {
    expect(commands(text).filter((line) => line.startsWith('Restart'))).toEqual([
      'Restart-Computer -Confirm',
    ]);
  });

  test('keeps what was there before, looks afterwards and says how to go back', () => {
    expect(at('reg.exe export')).toBeLessThan(at('$request ='));
    expect(at('# After')).toBeGreaterThan(at('Restart-Computer'));
    expect(at('# reg.exe import')).toBeGreaterThan(at('# After'));
  });

  test('goes no further when it is run as a whole', () => {
    expect(commands(text)[0]).toMatch(/^throw /);
  });

  test('does not put an old certificate on services that get a new one', () => {
    expect(commands(text).join('\n')).not.toContain("'AA'");
  });
});

describe('what several findings ask for', () => {
  test('is there once: one certificate with all names on all services', () => {
    const text = scriptOf([
      finding('cert/expired', requestCertificate(['mail.contoso.com'], [WEB])),
      finding('names/uncovered-expected-name', requestCertificate(['imap.contoso.com'], [IMAP]), {
        endpoints: [IMAP.id],
      }),
    ]);
    const [request, ...others] = commands(text).filter((line) => line.includes('New-ExchangeCertificate'));
    expect(others).toEqual([]);
    expect(request).toContain("-DomainName 'mail.contoso.com', 'imap.contoso.com' ");
    expect(text).toContain('Enable-ExchangeCertificate -Thumbprint $new.Thumbprint -Services IIS,IMAP\n');
  });

  test('is a wildcard that POP and IMAP find by its name, as they are not enabled for one', () => {
    const text = scriptOf([
      finding('cert/expired', requestCertificate(['*.contoso.com'], [WEB, IMAP])),
      finding('cert/weak-signature', requestCertificate(['*.contoso.com'], [IMAP])),
    ]);
    expect(text).toContain('Enable-ExchangeCertificate -Thumbprint $new.Thumbprint -Services IIS\n');
    expect(commands(text).filter((line) => line.startsWith('Set-ImapSettings'))).toEqual([
      "Set-ImapSettings -X509CertificateName 'mail.contoso.com'",
    ]);
    expect(commands(text).filter((line) => line.startsWith('Restart-'))).toEqual([
      'Restart-Service MSExchangeIMAP4, MSExchangeIMAP4BE',
    ]);
  });

  test('is one list of suites, and every setting once', () => {
    const lines = (suite: string) => [...OFF, ...disableSuites([suite, 'C']), ...AFTERWARDS];
    const { steps } = workOf(
      [finding('tls/weak-cipher', lines('A')), finding('tls/no-forward-secrecy', lines('B'))],
      report([]),
    );
    expect(steps).toHaveLength(1);
    expect(steps[0]?.lines).toEqual([...OFF, ...disableSuites(['A', 'C', 'B'])]);
  });

  test('restarts every service once', () => {
    const text = scriptOf([
      finding('tls/missing-starttls', ['X-One', 'Restart-Service MSExchangeTransport']),
      finding('cert/chain-order', [
        'X-Two',
        'iisreset; Restart-Service MSExchangeFrontEndTransport, MSExchangeTransport',
      ]),
    ]);
    expect(commands(text).filter((line) => /iisreset|Restart/.test(line))).toEqual([
      'iisreset',
      'Restart-Service MSExchangeFrontEndTransport, MSExchangeTransport',
    ]);
  });

  test('leaves out a name that a rule wants out', () => {
    const all = report([]);
    const [certificate] = all.certificates;
    const hit = finding('names/server-host-name', requestCertificate(['mail.contoso.com'], []), {
      subject: { certificate: certificate?.sha256 ?? '' },
      severity: 'low',
    });
    const other = finding('cert/expired', requestCertificate(['mail.contoso.com', 'ex01.contoso.com'], []));
    const named = {
      ...all,
      certificates: [{ ...certificate!, names: ['mail.contoso.com', 'ex01.contoso.com'] }],
    };
    const { steps } = workOf([hit, other], named);
    expect(steps[0]?.lines[0]).toContain("-DomainName 'mail.contoso.com' ");
  });
});

test('what is for information only is there as comments', () => {
  const text = scriptOf([finding('exchange/banner', ['Set-ReceiveConnector X'], { severity: 'info' })]);
  expect(text).toContain('# Set-ReceiveConnector X\n');
  expect(commands(text)).toEqual(["throw 'Read this script and run it piece by piece.'"]);
});

test('an accepted risk is there as comments, and nothing is restarted for it', () => {
  const waived = { reason: 'old printers', who: 'admin', until: '2027-01-31' };
  const text = scriptOf([
    finding('tls/obsolete-version', [...OFF, setProtocol('TLS 1.0', 'off'), ...AFTERWARDS], { waived }),
    finding('mail/auth-before-tls', ['Set-X', 'Restart-Service MSExchangeIMAP4'], { waived }),
    finding('cert/weak-signature', requestCertificate(['mail.contoso.com'], [WEB]), { waived }),
  ]);
  expect(commands(text)).toEqual(["throw 'Read this script and run it piece by piece.'"]);
  expect(text).toContain('# Set-X\n');
  expect(text).toContain('old printers');
});

test('an update of the build at hand comes before the move to another product', () => {
  const text = scriptOf([
    finding('exchange/unsupported-build', ['# Move']),
    finding('exchange/outdated-build', ['# Install it']),
  ]);
  expect(text.indexOf('# Install it')).toBeLessThan(text.indexOf('# Move'));
});

test('says which places did not answer, as nothing is said of them', () => {
  const all = report([finding('tls/weak-cipher', ['X-One'])]);
  const open = { ...all, summary: { ...all.summary, not_assessed: [OTHER.id] } };
  expect(fixScript(open, ['mail.contoso.com'])).toContain(
    `# Could not be assessed, so nothing is here for: ${OTHER.id}\n`,
  );
  const whole = { ...all, summary: { ...all.summary, not_assessed: [] } };
  expect(fixScript(whole, ['mail.contoso.com'])).not.toContain('Could not be assessed');
});

describe('servers', () => {
  const all = report([
    finding('tls/weak-cipher', ['X-One']),
    finding('tls/weak-cipher', ['X-Two'], { subject: { host: OTHER.host }, endpoints: [OTHER.id] }),
    finding('mail/mta-sts-missing', ['# a record'], { subject: { name: 'contoso.com' }, endpoints: [] }),
  ]);

  test('have a section each, and what concerns none of them has one of its own', () => {
    expect(serversToMend(all)).toEqual(['mail.contoso.com', 'other.contoso.com', null]);
    expect(fixScript(all, ['other.contoso.com'])).not.toContain('X-One');
    expect(fixScript(all, [null])).toContain('# a record');
  });

  test('that pass have none', () => {
    expect(serversToMend(report([]))).toEqual([]);
  });
});

test('commands of a file are not taken over: those of this program take their place', () => {
  const saved = report([
    finding('cert/expired', ['Remove-Mailbox *']),
    finding('cert/gone', ['Remove-Mailbox *']),
  ]);
  const again = report([finding('cert/expired', ['Get-X'])]);
  const text = fixScript(withOwnFixes(saved, again), ['mail.contoso.com']);
  expect(commands(text)).toContain('Get-X');
  expect(commands(text).join('\n')).not.toContain('Remove-Mailbox');
});

describe('whatever servers call themselves', () => {
  test.each([
    "'; calc #",
    '\u2019; calc',
    'a\ncalc',
    'ё\u0451 ‘; calc',
    ...HOSTILE_STRINGS.filter((text) => text.length < 100),
  ])('every line of the script for %j parses and is ASCII', (text) => {
    const findings = failing(text);
    const hosts = [...new Set(findings.map(({ subject }) => subject.host ?? ''))];
    const endpoints = hosts.map((host) => endpoint('https', { host }));
    const all = report(
      findings.map((one) => ({ ...one, message: `${text}${one.message}` })),
      endpoints,
    );
    const script = fixScript(all, serversToMend(all));
    for (const line of script.split('\n')) {
      expect(line).toMatch(/^[\x20-\x7E]*$/);
      expect(() => readPowerShell(line)).not.toThrow();
      expect(line).not.toMatch(/SIG # Begin/i);
    }
  });
});

describe('servers of other generations', () => {
  const withProduct = (changes: Partial<ProductResult>): string => {
    const product = { ...PRODUCT, front: { ...PRODUCT.front, kind: 'exchange' as const }, ...changes };
    const all = report([
      finding('tls/weak-cipher', [...OFF, ...disableSuites(['TLS_RSA_WITH_AES_128_CBC_SHA']), ...AFTERWARDS]),
    ]);
    const endpoints = all.endpoints.map((one) => (one.id === WEB.id ? { ...one, product } : one));
    return fixScript({ ...all, endpoints }, ['mail.contoso.com']);
  };
  const [PRODUCT] = contosoReport().endpoints.flatMap(({ product }) => product ?? []) as [ProductResult];

  test.each(['Windows Server 2008 R2', 'Windows Server 2012', 'Windows Server 2012 R2'])(
    'have no command that %s lacks',
    (windows) => {
      const text = withProduct({ windows });
      expect(commands(text).join('\n')).not.toMatch(/-Tls(?:CipherSuite|EccCurve)/);
      expect(text).toContain(`# ${windows} has no such command;`);
      expect(text).toContain(`# With an RSA certificate ${windows} shares these alone`);
      expect(text).toContain('SSL\\00010002\').Functions | Out-File "$env:TEMP\\suites-before.txt"');
      expect(text).toContain('-Name Functions -Value (Get-Content');
      for (const line of text.split('\n')) expect(() => readPowerShell(line)).not.toThrow();
    },
  );

  test.each(['Windows Server 2016', 'Windows Server 2025', null])('have the cmdlets with %s', (windows) => {
    const text = withProduct({ windows });
    expect(commands(text)).toContain('(Get-TlsCipherSuite).Name');
    expect(text).not.toContain('no such command');
  });

  test('say nothing of enabling POP and IMAP for the wildcard of before', () => {
    const all = report([finding('cert/expired', requestCertificate(['mail.contoso.com'], [WEB, IMAP]))]);
    const [leaf] = all.certificates;
    const certificates = [{ ...leaf!, names: ['*.contoso.com'] }];
    const [shown] = template.chains;
    const chains = [{ ...shown!, certificates: [leaf!.sha256] }];
    const endpoints = all.endpoints.map((one) => ({ ...one, chains }));
    const text = fixScript({ ...all, certificates, endpoints }, ['mail.contoso.com']);
    expect(text).toContain(`# Enable-ExchangeCertificate -Thumbprint '${leaf!.thumbprint}' -Services IIS\n`);
  });

  test('have no TLS changed on them, and are not restarted, where a device answers for them', () => {
    const text = withProduct({ front: { ...PRODUCT.front, kind: 'load-balancer', product: 'F5 BIG-IP' } });
    expect(commands(text)).toEqual(["throw 'Read this script and run it piece by piece.'"]);
    expect(text).toContain(`# ${setProtocol('TLS 1.2', 'on')}\n`);
  });

  test('have TLS changed where they answer themselves at one port at least', () => {
    const fix = [...OFF, setProtocol('TLS 1.0', 'off'), ...AFTERWARDS];
    const all = report([
      finding('tls/obsolete-version', fix),
      finding('tls/obsolete-version', fix, {
        subject: { host: IMAP.host, endpoint: IMAP.id },
        endpoints: [IMAP.id],
      }),
    ]);
    const product = { ...PRODUCT, front: { ...PRODUCT.front, kind: 'load-balancer' as const } };
    const endpoints = all.endpoints.map((one) => (one.id === WEB.id ? { ...one, product } : one));
    expect(commands(fixScript({ ...all, endpoints }, ['mail.contoso.com']))).toContain(
      setProtocol('TLS 1.0', 'off'),
    );
  });

  test('are told that connectors of Exchange 2010 have other names', () => {
    expect(withProduct({ build: '14.3.513.0' })).toContain('# Exchange 2010: connectors and services');
    expect(withProduct({ build: '15.0.1497.48' })).not.toContain('Exchange 2010');
  });
});
