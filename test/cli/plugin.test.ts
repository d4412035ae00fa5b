import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { main } from '../../src/cli/main.ts';
import { parseArguments } from '../../src/cli/parse.ts';
import { isPlugin } from '../../src/cli/plugin.ts';
import { contosoReport } from '../fixtures/report.ts';
import { fakeShell } from './fake-shell.ts';

const FILES = { 'report.json': JSON.stringify(contosoReport()) };

describe('as a monitoring plugin', () => {
  test.each([
    [['-f', 'nagios'], true],
    [['--format', 'nagios'], true],
    [['--format=nagios'], true],
    [['-fnagios'], true],
    [['-vf', 'nagios'], true],
    [['-qfnagios'], true],
    [['-H', 'nagios'], false],
    [['-o', 'nagios=x'], false],
  ])('%j is seen: %s', (words, expected) => {
    expect(isPlugin(['check', ...words])).toBe(expected);
  });

  test.each([
    ['a report that is not there', ['judge', 'none.json', '-f', 'nagios']],
    ['an unknown option', ['check', 'mail.contoso.com', '--unheard', '-f', 'nagios']],
    ['no host', ['check', '-f', 'nagios']],
    [
      'nothing where nothing has changed',
      ['check', 'a.example', '--state', 's', '--only-changes', '-f', 'nagios'],
    ],
    ['a threshold that is none', ['check', '-H', 'a.example', '-w', 'soon', '-f', 'nagios']],
  ])('%s is UNKNOWN on standard output and 3', async (_case, words) => {
    const shell = fakeShell();
    expect(await main(words, shell)).toBe(3);
    expect(shell.out()).toMatch(/^EXCHANGE-TLS UNKNOWN - exchange-tls: [^\n|]+\n$/);
    expect(shell.err()).toBe('');
  });

  test('a fault of our own is UNKNOWN on standard output, too', async () => {
    const now = (): number => {
      throw new TypeError('no clock');
    };
    const shell = fakeShell({ files: FILES, now });
    expect(await main(['judge', 'report.json', '--now', '-f', 'nagios'], shell)).toBe(3);
    expect(shell.out()).toMatch(
      /^EXCHANGE-TLS UNKNOWN - exchange-tls: internal error: [^\n]*no clock[^\n]*\n$/,
    );
    expect(shell.err()).toBe('');
  });

  test.each([
    ['check', '-H', 'mail.contoso.com', '-f', 'nagios', '--help'],
    ['check', '--format=nagios', '--version'],
  ])('%s %s %s: help and version are no result, so 3', async (...words) => {
    const shell = fakeShell();
    expect(await main(words, shell)).toBe(3);
    expect(shell.out()).toMatch(/^exchange-tls check|^\d+\.\d+\.\d+\n$/);
  });

  test('help and version are 0 otherwise', async () => {
    expect(await main(['check', '--help'], fakeShell())).toBe(0);
    expect(await main(['-V'], fakeShell())).toBe(0);
  });

  test('prints one line whose state is the exit code', async () => {
    const shell = fakeShell({ files: FILES });
    const code = await main(['judge', 'report.json', '-f', 'nagios'], shell);
    const state = /^EXCHANGE-TLS (\w+) - [^\n]*\n$/.exec(shell.out())?.[1];
    expect(['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'].indexOf(state ?? '')).toBe(code);
    expect(shell.err()).toBe('');
  });

  test.each([
    ['30:', 30],
    ['30', 30],
    ['7:', 7],
  ])('reads the threshold %s', (written, days) => {
    const words = ['check', '-H', 'mail.contoso.com', '-w', written, '-c', '5:', '-t', '50'];
    const parsed = parseArguments(words, COMMANDS, '1');
    expect(parsed).toMatchObject({
      kind: 'command',
      args: { hostname: ['mail.contoso.com'], 'warning-days': days, 'critical-days': 5, deadline: 50 },
    });
  });

  test.each(['@30:', '~:30', '30:40', 'x', ''])('refuses the threshold %j', (written) => {
    const parsed = parseArguments(['check', 'a.example', '-w', written], COMMANDS, '1');
    expect(parsed).toMatchObject({ kind: 'fault', message: expect.stringContaining('--warning-days') });
  });
});
