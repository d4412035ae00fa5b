import { describe, expect, test } from '@jest/globals';
import { main } from '../../src/cli/main.ts';
import { checkView } from '../../src/cli/view.ts';
import { REPORTERS } from '../../src/reporters/index.ts';
import { contosoReport } from '../fixtures/report.ts';
import { renderOptions } from '../reporters/options.ts';
import { fakeShell } from './fake-shell.ts';

const FILES = { 'report.json': JSON.stringify(contosoReport()) };

describe('--by', () => {
  test.each(REPORTERS.map((reporter) => [reporter.id, reporter] as const))(
    'certificate is refused for %s exactly where its reporter refuses it',
    (format, reporter) => {
      const refuses = (act: () => void): boolean => {
        try {
          act();
          return false;
        } catch {
          return true;
        }
      };
      const options = renderOptions({ by: 'certificate' });
      expect(refuses(() => checkView({ by: 'certificate', format }))).toBe(
        refuses(() => reporter.render(contosoReport(), options)),
      );
      expect(refuses(() => checkView({ by: 'host', format }))).toBe(false);
    },
  );

  test.each([
    ['scan', ['mail.contoso.com']],
    ['check', ['mail.contoso.com']],
    ['judge', ['report.json']],
    ['demo', []],
  ])('certificate with jsonl ends %s with 2 and one line, before anything else', async (command, words) => {
    const shell = fakeShell();
    expect(await main([command, ...words, '--by', 'certificate', '-f', 'jsonl'], shell)).toBe(2);
    expect(shell.out()).toBe('');
    expect(shell.err()).toBe(
      'exchange-tls: --by certificate: jsonl has a line for each endpoint; take table, json or csv for a row a certificate\n',
    );
  });

  test('takes nothing else', async () => {
    const shell = fakeShell();
    expect(await main(['judge', 'report.json', '--by', 'issuer'], shell)).toBe(2);
    expect(shell.err()).toContain('--by: expected one of host, certificate, client, got "issuer"');
  });

  test('certificate reaches the reporter, and host is the default', async () => {
    const shown = async (...words: readonly string[]): Promise<string> => {
      const shell = fakeShell({ files: FILES });
      await main(['judge', 'report.json', '-f', 'csv', ...words], shell);
      return shell.out().split('\r\n')[0] ?? '';
    };
    expect(await shown('--by', 'certificate')).toMatch(/^sha256,thumbprint,/);
    expect(await shown('--by', 'host')).toMatch(/^run_started,host,/);
    expect(await shown()).toBe(await shown('--by', 'host'));
  });
});
