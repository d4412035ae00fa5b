import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { manualPage } from '../../src/cli/man/page.ts';
import { EXIT_CODES } from '../../src/cli/ui.ts';

const PAGE = manualPage(COMMANDS, '1.2.3', '2026-11-22');

function run(program: string, argv: readonly string[], input = PAGE): string {
  const { stdout, stderr, error } = spawnSync(program, argv, { input, encoding: 'utf8' });
  if (error !== undefined) throw error;
  return `${stdout}${stderr}`;
}

/** Without bold and underlined letters, which are struck over. */
function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/.\u0008/g, '').replaceAll(/\s+/g, ' ');
}

test('mandoc finds nothing to say against the manual page', () => {
  expect(run('mandoc', ['-T', 'lint'])).toBe('');
  expect(run('mandoc', ['-T', 'lint'], '.TH X 1\n.foo')).not.toBe('');
});

test('groff warns of nothing', () => {
  expect(run('groff', ['-man', '-ww', '-z', '-Tutf8'])).toBe('');
});

test('both show commands and options as they are typed', () => {
  const texts = [
    run('mandoc', ['-T', 'utf8', '-O', 'width=300']),
    run('groff', ['-man', '-Tascii', '-P-cbou', '-rLL=300n']),
  ].map(plain);
  for (const text of texts) {
    expect(text).toContain('exchange-tls whatif report.json --policy exchange-2019');
    expect(text).toContain("addresses: [203.0.113.25, '2001:db8::25']");
    expect(text).toContain('-o, --output FILE file to write the report to');
    for (const [, meaning] of EXIT_CODES) expect(text).toContain(meaning);
  }
});
