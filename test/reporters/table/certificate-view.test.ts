import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Report } from '../../../src/model/report.ts';
import { table } from '../../../src/reporters/table.ts';
import { hostileReport, withoutCommands } from '../../fixtures/hostile-report.ts';
import { cleanReport, contosoReport } from '../../fixtures/report.ts';
import { golden } from '../golden.ts';
import { renderOptions } from '../options.ts';

const WIDE = renderOptions({ width: 160, by: 'certificate' });

function withCertificates(change: Partial<Report['certificates'][number]>): Report {
  return contosoReport({ certificates: contosoReport().certificates.map((one) => ({ ...one, ...change })) });
}

describe('the table by certificate', () => {
  test.each([
    [60, 0],
    [80, 0],
    [100, 0],
    [160, 0],
    [100, 2],
  ])('at %i columns with -v %i is the golden file', (width, verbose) => {
    const text = table.render(contosoReport(), renderOptions({ width, verbose, by: 'certificate' }));
    expect(text).toBe(golden(`certificates-${width}-v${verbose}.txt`, text));
  });

  test('in colour and ASCII is the golden file', () => {
    const options = renderOptions({ colour: true, ascii: true, by: 'certificate' });
    const text = table.render(contosoReport(), options);
    expect(text).toBe(golden('certificates-80-colour-ascii.txt', text));
  });

  test('shows the next expiry first', () => {
    const text = table.render(contosoReport(), WIDE);
    const at = ['EDGE01 ', 'mail.contoso.com ', 'Contoso Issuing CA '].map((name) =>
      text.indexOf(`│ ${name}`),
    );
    expect(at).toEqual(at.toSorted((one, other) => one - other));
    expect(Math.min(...at)).toBeGreaterThan(0);
  });

  test('names addresses where only some of a service present it', () => {
    const report = contosoReport();
    const endpoints = report.endpoints.filter(({ address }) => address === '2001:db8::7').map(({ id }) => id);
    const certificates = report.certificates.map((one) => ({ ...one, endpoints }));
    expect(table.render({ ...report, certificates }, WIDE)).toContain(
      'mail.contoso.com:443 https (2001:db8::7)',
    );
  });

  test('says what it does not show', () => {
    expect(table.render(contosoReport(), WIDE)).toContain(
      'Not shown here: 4 findings and 4 checks that could not be assessed; see --by host.',
    );
    expect(table.render(cleanReport(), WIDE)).not.toContain('Not shown here');
  });

  test('shows a risk that is accepted as such, and counts none elsewhere', () => {
    const waived = { reason: 'replaced in March', who: 'A. Admin', until: '2026-12-31' };
    const report = contosoReport();
    const findings = report.findings.map((one) => (one.outcome === 'fail' ? { ...one, waived } : one));
    const text = table.render({ ...report, findings }, WIDE);
    expect(text).toMatch(/accepted until 2026-12-31: The certificate CN=EDGE01 ended .* \(cert\/expired\)/);
    expect(text).not.toContain('high:');
    expect(text).toContain('Not shown here: 4 checks that could not be assessed; see --by host.');
  });

  test('says of which endpoints no certificate is known, but for ports that are closed', () => {
    const text = table.render(contosoReport(), WIDE);
    const unseen = text.slice(text.indexOf('No certificate is known of'));
    expect(unseen).toMatch(/edge\.contoso\.com:587 smtp +│ STARTTLS not offered/);
    expect(unseen).toMatch(/edge\.contoso\.com:2525 smtp +│ no answer to the connection attempt/);
    expect(unseen).not.toContain('143 imap');
  });

  test('says that there is none', () => {
    const report = contosoReport({ certificates: [], endpoints: [], findings: [] });
    expect(table.render(report, WIDE)).toMatch(/^No certificate was seen\.\n/);
  });

  test('shows three names, with -v a hundred, and how many more there are', () => {
    const names = Array.from({ length: 150 }, (_, at) => `n${at}.contoso.com`);
    const report = withCertificates({ names });
    expect(table.render(report, WIDE)).toContain(
      '150 names: n0.contoso.com, n1.contoso.com, n2.contoso.com and 147 more',
    );
    expect(table.render(report, { ...WIDE, verbose: 1 })).toMatch(/n99\.contoso\.com and 50 more/);
  });

  test('shows enough of the thumbprint to tell it, and with -v the whole', () => {
    const { thumbprint = '' } = contosoReport().certificates[0] ?? {};
    const short = `thumbprint ${thumbprint.slice(0, 8)}...`;
    expect(table.render(contosoReport(), WIDE)).toContain(short);
    const whole = table.render(contosoReport(), { ...WIDE, verbose: 1 });
    expect(whole).toContain(`thumbprint ${thumbprint}`);
    expect(whole).not.toContain(short);
  });

  test('says what could not be read and what could not be assessed', () => {
    const report = withCertificates({ fault: 'a broken extension' });
    const [finding] = report.findings;
    const [certificate] = report.certificates;
    if (finding === undefined || certificate === undefined) throw new Error('the fixture has both');
    const open = {
      ...finding,
      rule: 'cert/revoked',
      outcome: 'unknown' as const,
      subject: { certificate: certificate.sha256 },
      message: 'the responder was silent',
    };
    const text = table.render({ ...report, findings: [open] }, WIDE);
    expect(text).toContain('not fully read: a broken extension');
    expect(text).toContain('not assessed: the responder was silent (cert/revoked)');
  });

  test('does not invent a part for certificates of reports that do not say it', () => {
    const text = table.render(withCertificates({ role: null, endpoints: [] }), WIDE);
    expect(text).not.toMatch(/leaf|issuer,|not presented/);
  });

  test('names a certificate that was gathered and that nobody presents', () => {
    const text = table.render(withCertificates({ role: 'not-presented', endpoints: [] }), WIDE);
    expect(text).toContain('not presented, ');
  });

  test('shows at most 200 and says where the others are', () => {
    const [certificate] = contosoReport().certificates;
    if (certificate === undefined) throw new Error('the fixture has certificates');
    const certificates = Array.from({ length: 230 }, (_, at) => ({
      ...certificate,
      sha256: at.toString(16).padStart(64, '0'),
    }));
    const text = table.render(contosoReport({ certificates }), WIDE);
    expect(text).toContain('30 more certificates: see --format csv --by certificate.');
  });

  test('shows four lines of places unless asked for more', () => {
    const report = contosoReport();
    const [endpoint] = report.endpoints;
    if (endpoint === undefined) throw new Error('the fixture has endpoints');
    const endpoints = Array.from({ length: 9 }, (_, at) => ({
      ...endpoint,
      id: `https://h${at}:443`,
      host: `h${at}`,
    }));
    const presented = { ...report, endpoints };
    const certificates = report.certificates.map((one) => ({
      ...one,
      endpoints: endpoints.map(({ id }) => id),
    }));
    const text = table.render({ ...presented, certificates }, WIDE);
    expect(text).toContain('and 6 more places');
    expect(text).not.toContain('h3:443');
    expect(table.render({ ...presented, certificates }, { ...WIDE, verbose: 1 })).toContain('h8:443');
  });

  test('ends with the same verdict as the other view', () => {
    const last = (text: string): string | undefined => text.trimEnd().split('\n').at(-1);
    expect(last(table.render(contosoReport(), WIDE))).toBe(
      last(table.render(contosoReport(), { ...WIDE, by: 'host' })),
    );
  });

  test('never exceeds the width, from 20 columns on', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: 20, max: 160 }),
        (text, width) => {
          const options = renderOptions({ width, verbose: 2, ascii: true, by: 'certificate' });
          const lines = table.render(withoutCommands(hostileReport(text)), options).split('\n');
          expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 40 },
    );
  });
});
