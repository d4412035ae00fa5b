import { describe, expect, test } from '@jest/globals';
import { commandsOf } from '../../src/plan/commands.ts';
import type { Demand } from '../../src/plan/demand.ts';
import type { Plan, PlannedItem } from '../../src/plan/plan.ts';
import { certificate } from '../fixtures/facts.ts';
import { readPowerShell } from '../fixtures/powershell.ts';

const HOST = 'mail.contoso.com';

function demand(family: Demand['family'], port: number, host = HOST): Demand {
  return { host, family, ports: [port], endpoints: [], names: [host], commonName: null, listed: [] };
}

function item(demands: readonly Demand[], changes: Partial<PlannedItem> = {}): PlannedItem {
  const names = [...new Set(demands.flatMap((one) => one.names))];
  const counts = { listed: names.length, wildcard: 1 };
  return { commonName: names[0] ?? '', names, demands, wildcard: false, counts, existing: null, ...changes };
}

function commands(items: readonly PlannedItem[], hybrid = false): readonly string[] {
  const plan: Plan = { items, optimal: true, leftOut: [], kept: [], prediction: null };
  const lines = commandsOf(plan, hybrid);
  for (const line of lines) expect(() => readPowerShell(line)).not.toThrow();
  return lines;
}

const MAIL = [demand('web', 443), demand('smtp', 25), demand('pop', 995), demand('imap', 993)];

describe('the commands of a plan', () => {
  test('enable POP and IMAP by the cmdlet where every name is listed', () => {
    expect(commands([item(MAIL)])).toContain(
      'Enable-ExchangeCertificate -Thumbprint $new.Thumbprint -Services IIS,SMTP,POP,IMAP',
    );
  });

  test.each([
    ['asked for', item(MAIL, { names: ['*.contoso.com'], wildcard: true })],
    ['there', item(MAIL, { existing: certificate({ dnsNames: ['*.contoso.com'] }) })],
  ])('give POP and IMAP a wildcard that is %s by its name alone', (_which, one) => {
    const lines = commands([one]);
    expect(lines).toContain('Enable-ExchangeCertificate -Thumbprint $new.Thumbprint -Services IIS,SMTP');
    expect(lines).toContain(`Set-PopSettings -X509CertificateName '${HOST}'`);
    expect(lines).toContain(`Set-ImapSettings -X509CertificateName '${HOST}'`);
  });

  test('enable nothing where a wildcard is for POP alone', () => {
    const lines = commands([item([demand('pop', 995)], { names: ['*.contoso.com'], wildcard: true })]);
    expect(lines.filter((line) => line.startsWith('Enable-'))).toEqual([]);
    expect(lines).toContain(`Set-PopSettings -X509CertificateName '${HOST}'`);
  });

  test('find the new certificate whatever else the CA writes into its subject', () => {
    const line = commands([item(MAIL)]).find((one) => one.startsWith('$new = Get-'));
    expect(line).toContain(`-DomainName '${HOST}'`);
    expect(line).not.toContain('Subject');
    expect(line).toContain('-not $_.IsSelfSigned');
  });

  test.each([
    ['*.contoso.com', true],
    [HOST, false],
  ])('say of %s whether it may not be found by a name below it: %s', (name, expected) => {
    const lines = commands([item(MAIL, { names: [name], wildcard: name.startsWith('*') })]);
    expect(lines.some((line) => line.startsWith('# Not confirmed: whether a wildcard is found'))).toBe(
      expected,
    );
  });

  test('give hybrid connectors the certificate of port 25, not the last one of the plan', () => {
    const lines = commands(
      [item([demand('smtp', 25)]), item([demand('web', 443, 'owa.fabrikam.com')])],
      true,
    );
    const set = lines.findIndex((line) => line.startsWith('Set-HybridConfiguration'));
    const before = lines.slice(0, set).findLast((line) => line.startsWith('$new = '));
    expect(before).toContain(`-DomainName '${HOST}'`);
    expect(before).not.toContain('fabrikam');
  });

  test('leave hybrid connectors alone where no certificate is for port 25', () => {
    expect(commands([item([demand('web', 443)])], true).join('\n')).not.toContain('Set-HybridConfiguration');
  });

  test('take a certificate that is there to hosts that may lack it', () => {
    const existing = certificate();
    const demands = [demand('web', 443), demand('web', 443, 'other.contoso.com')];
    expect(commands([item(demands, { existing })]).join('\n')).toContain(
      `# $export = Export-ExchangeCertificate -Thumbprint '${existing.thumbprint}'`,
    );
    expect(commands([item([demand('web', 443)], { existing })]).join('\n')).not.toContain('Export-');
  });

  test('have no syntax that Windows PowerShell 2.0, as with Exchange 2010, lacks', () => {
    const text = commands([item(MAIL)], true).join('\n');
    expect(text).not.toMatch(/Where-Object (?!\{)/);
  });
});
