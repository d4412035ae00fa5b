import { beforeAll, describe, expect, test } from '@jest/globals';
import { main } from '../../src/cli/main.ts';
import { startContoso } from '../../src/lab/contoso.ts';
import { HOST_PLANS } from '../../src/lab/contoso-hosts.ts';
import { parseRunOptions } from '../../src/config/options.ts';
import type { Report } from '../../src/model/report.ts';
import { scan } from '../../src/pipeline.ts';
import { readPowerShell } from '../fixtures/powershell.ts';
import { fakeShell } from './fake-shell.ts';

let report: Report;

beforeAll(async () => {
  const plans = HOST_PLANS.filter(({ name }) => name === 'archive.contoso.com');
  const lab = await startContoso(Date.now, plans);
  report = await scan(lab.targets, { world: lab.world, options: parseRunOptions({ depth: 'check' }) });
  await lab.stop();
}, 30_000);

async function run(...argv: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const shell = fakeShell({ files: { 'report.json': JSON.stringify(report) } });
  const code = await main(argv, shell);
  return { code, out: shell.out(), err: shell.err() };
}

describe('explain', () => {
  test('tells of a rule what failed, from the question to the fix', async () => {
    const { code, out } = await run('explain', 'cert/expired', 'report.json');
    expect(code).toBe(0);
    const parts = [
      'Failed, severity high',
      'What was asked, and what came back',
      'The certificate',
      'The rule',
      'https://learn.microsoft.com',
      'Who is hurt',
      'Mail programs, phones and browsers of users',
      'What mends it',
      '$request = New-ExchangeCertificate',
    ].map((text) => out.indexOf(text));
    expect(parts).toEqual(parts.toSorted((one, other) => one - other));
    expect(parts[0]).toBeGreaterThan(0);
  });

  test('says once why clients fail, with all that fail so and what they lose', async () => {
    const { out } = await run('explain', 'cert/expired', 'report.json');
    const text = out.replaceAll(/\s+/g, ' ');
    const reasons = text.match(/(?:Fail|Work after a prompt), for this or another reason \(.*?\): /g);
    expect(reasons?.length).toBeGreaterThan(1);
    expect(new Set(reasons).size).toBe(reasons?.length);
    expect(text).toContain('Chrome and Edge, current (OWA);');
  });

  test('tells of one finding by its id', async () => {
    const failed = report.findings.find(({ rule }) => rule === 'cert/expired');
    const { out } = await run('explain', failed?.id ?? '', 'report.json');
    expect(out.startsWith(failed?.id ?? 'none')).toBe(true);
    expect(out.match(/What was asked/g)).toHaveLength(1);
  });

  test('shows what was asked of the place where nothing came back to judge by', async () => {
    const blind = report.findings.map((one) =>
      one.rule === 'tls/weak-cipher' ? { ...one, outcome: 'unknown' as const, evidence: [] } : one,
    );
    const shell = fakeShell({ files: { 'report.json': JSON.stringify({ ...report, findings: blind }) } });
    await main(['explain', 'tls/weak-cipher', 'report.json'], shell);
    expect(shell.out()).not.toContain('It rests on no question');
    expect(shell.out().replaceAll(/\s+/g, ' ')).toMatch(
      /What was asked, and what came back https:\S+: o\d+ /,
    );
  });

  test('explains the rule itself without a report', async () => {
    const [alone, rules] = await Promise.all([run('explain', 'cert/expired'), run('rules', 'cert/expired')]);
    expect(alone.out).toBe(rules.out);
  });

  test('says what is not there', async () => {
    const { code, err } = await run('explain', 'cert/expird', 'report.json');
    expect(code).toBe(2);
    expect(err).toContain('did you mean');
  });
});

describe('fix', () => {
  test('writes a script whose every line parses', async () => {
    const { code, out } = await run('fix', 'report.json');
    expect(code).toBe(0);
    for (const line of out.split('\n')) expect(() => readPowerShell(line)).not.toThrow();
    expect(out).toContain('Enable-ExchangeCertificate -Thumbprint $new.Thumbprint -Services IIS,IMAP\n');
  });

  test('writes for one server, and knows those of the report', async () => {
    expect((await run('fix', 'report.json', '--server', 'ARCHIVE.contoso.com')).out).toContain(
      'archive.contoso.com',
    );
    const { code, err } = await run('fix', 'report.json', '--server', 'archiv.contoso.com');
    expect([code, err]).toEqual([2, expect.stringContaining('did you mean')]);
  });
});

describe('of a report in which nothing answered', () => {
  const silent = async (...argv: readonly string[]): Promise<{ out: string; err: string }> => {
    const lab = await startContoso(Date.now, HOST_PLANS.slice(0, 1));
    await lab.stop();
    const failure = { code: 'connect-timeout', stage: 'dial', detail: 'by the test' } as const;
    const world = { ...lab.world, dial: () => Promise.resolve({ ok: false, failure } as const) };
    const gone = await scan(lab.targets, { world, options: { depth: 'check', retries: 0 } });
    const shell = fakeShell({ files: { 'report.json': JSON.stringify(gone) } });
    await main(argv, shell);
    return { out: shell.out().replaceAll(/\s+/g, ' '), err: shell.err() };
  };

  test('fix does not say that there is nothing to mend without saying that nothing was seen', async () => {
    const { out, err } = await silent('fix', 'report.json');
    expect(out).toBe('');
    expect(err).toContain('nothing failed');
    expect(err).toContain('could not be assessed: ');
  });

  test('plan does not say that no service needs a certificate', async () => {
    const { out } = await silent('plan', 'report.json');
    expect(out).not.toContain('No service needs');
    expect(out).toContain('Nothing is planned');
  });
});

describe('plan', () => {
  test('knows a report whose keys stand in another order, and refuses what is no domain', async () => {
    const turned = JSON.stringify(Object.fromEntries(Object.entries(report).toReversed()));
    const shell = fakeShell({ files: { 'turned.json': turned } });
    expect(await main(['plan', 'turned.json'], shell)).toBe(0);
    expect(shell.out()).toContain('archive.contoso.com');
    const { code, err } = await run('plan', 'report.json', '--domain', 'bad domain;x');
    expect(code).toBe(2);
    expect(err).toContain('--domain');
  });

  test('says what to ask for, what it breaks, what goes and what to type', async () => {
    const { code, out } = await run('plan', 'report.json');
    expect(code).toBe(0);
    const parts = [
      'One certificate: there is no way with fewer',
      'CN=archive.contoso.com, ask a public CA',
      'SAN: 1 name, and a wildcard would save none.',
      'What it can break',
      'Findings that would go',
      'cert/expired',
      'What to type',
      '$request = New-ExchangeCertificate',
      "Set-ImapSettings -X509CertificateName 'archive.contoso.com'",
    ].map((text) => out.indexOf(text));
    expect(parts).toEqual(parts.toSorted((one, other) => one - other));
    expect(parts[0]).toBe(0);
  });

  test('reads a targets file as well, and predicts nothing', async () => {
    const shell = fakeShell({ files: { 't.json': '{"targets": [{"host": "mail.contoso.com"}]}' } });
    expect(await main(['plan', 't.json', '--domain', 'contoso.com'], shell)).toBe(0);
    expect(shell.out()).toContain('Names: autodiscover.contoso.com, mail.contoso.com');
    expect(shell.out()).not.toContain('Findings that');
  });

  test('knows the clients that it can be asked for', async () => {
    const { code, err } = await run('plan', 'report.json', '--client', 'outlook-2003-x');
    expect([code, err]).toEqual([2, expect.stringContaining('did you mean')]);
  });
});
