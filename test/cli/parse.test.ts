import { describe, expect, test } from '@jest/globals';
import { commandName } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { parseArguments } from '../../src/cli/parse.ts';
import type { Parsed } from '../../src/cli/parse.ts';

const parse = (...argv: readonly string[]): Parsed => parseArguments(argv, COMMANDS, '1.2.3');

function args(...argv: readonly string[]): Readonly<Record<string, unknown>> {
  const parsed = parse(...argv);
  if (parsed.kind !== 'command') throw new Error(JSON.stringify(parsed));
  return parsed.args as Readonly<Record<string, unknown>>;
}

describe('a command line that is understood', () => {
  test('gives the command and its arguments', () => {
    const parsed = parse('check', 'mail.contoso.com', 'smtp://edge1:2525', '--format', 'json', '-vv');
    expect(parsed).toMatchObject({
      kind: 'command',
      args: { hosts: ['mail.contoso.com', 'smtp://edge1:2525'], format: 'json', verbose: 2 },
    });
    expect(parsed.kind === 'command' && commandName(parsed.command)).toBe('check');
  });

  test('keeps a host that looks like a number a text', () => {
    expect(args('scan', '1e3')).toMatchObject({ hosts: ['1e3'] });
  });

  test('takes one value after a repeatable option, and leaves the host behind it alone', () => {
    expect(args('scan', '--address', '192.0.2.1', 'mail', '--address', '2001:db8::1')).toMatchObject({
      hosts: ['mail'],
      address: ['192.0.2.1', '2001:db8::1'],
    });
  });

  test('reads --no-color as no colour, and nothing as nothing said', () => {
    expect(args('rules', '--no-color')['color']).toBe(false);
    expect(args('rules', '--color')['color']).toBe(true);
    expect(args('rules')['color']).toBeUndefined();
  });

  test('reads - as a file', () => {
    expect(args('scan', '--targets', '-', '-o', '-')).toMatchObject({ targets: '-', output: ['-'] });
    expect(args('scan', '-o', 'csv=a', '--output', '-')).toMatchObject({ output: ['csv=a', '-'] });
  });

  test('fills in the defaults', () => {
    expect(args('scan', 'mail')).toMatchObject({
      format: 'table',
      'fail-on': 'medium',
      verbose: 0,
      quiet: false,
      explain: false,
      ascii: false,
    });
  });
});

test('a lone hyphen is standard input for a positional as well', () => {
  expect(args('judge', '-')).toMatchObject({ report: '-' });
  expect(args('judge', '', '-q')).toMatchObject({ report: '' });
});

describe('a command line that is not', () => {
  test.each([
    [
      [],
      'expected a command: scan, check, discover, judge, clients, whatif, explain, fix, plan, diff, history, schedule, rules, schema or demo',
    ],
    [
      ['--no-help', 'rules'],
      'expected a command: scan, check, discover, judge, clients, whatif, explain, fix, plan, diff, history, schedule, rules, schema or demo',
    ],
    [['sacn'], 'unknown command "sacn"; did you mean "scan"?'],
    [['xyzzy'], 'unknown command "xyzzy"'],
    [
      ['mail.contoso.com'],
      'unknown command "mail.contoso.com"; to look at a host: exchange-tls scan mail.contoso.com',
    ],
    [['scan', '--frmat', 'csv'], 'unknown argument "--frmat"; did you mean "--format"?'],
    [['scan', '--zzz'], 'unknown argument "zzz"'],
    [
      ['scan', '--format', 'xml'],
      '--format: expected one of table, json, csv, jsonl, plain, markdown, nagios, prometheus, junit, sarif, html, ecs, got "xml"',
    ],
    [['scan', '--fail-on', 'bad'], '--fail-on: expected one of info, low, medium, high, critical, got "bad"'],
    [['scan', '--format', 'csv', '--format', 'csv'], '--format was given twice'],
    [['scan', '--timeout', 'abc'], '--timeout: expected a number from 0.1 to 300'],
    [['scan', '--timeout='], '--timeout: expected a number from 0.1 to 300'],
    [['scan', '--timeout=-5'], '--timeout: expected a number from 0.1 to 300'],
    [['scan', '--timeout'], '--timeout needs a value'],
    [['scan', '-o'], '-o needs a value'],
    [['scan', '--retries', '1.5'], '--retries: expected a whole number from 0 to 5'],
    [['scan', '--budget', 'Infinity'], '--budget: expected a whole number from 1 to 5000'],
    [['scan', '--ipv4', '--ipv6'], '--ipv4 and --ipv6 exclude each other'],
    [['scan', 'mail', '--', '-x'], 'unexpected argument "-x"'],
    [['judge'], 'expected: exchange-tls judge <report>'],
    [['rules', 'a', 'b'], 'unknown argument "b"'],
    [['schema', '--format', 'json'], 'unknown argument "format"'],
  ])('%j is a fault in one line', (argv, message) => {
    expect(parse(...argv)).toMatchObject({ kind: 'fault', message });
  });

  test('is referred to the help of its command', () => {
    expect(parse('scan', '--zzz')).toMatchObject({ command: 'scan' });
    expect(parse('--zzz')).toMatchObject({ kind: 'fault', command: null });
  });

  test('shows control characters instead of sending them to the terminal', () => {
    const parsed = parse('scan', '--', '\u001b[31m');
    expect(parsed).toMatchObject({ kind: 'fault', message: 'unexpected argument "\\u001b[31m"' });
  });
});

describe('help', () => {
  test.each(COMMANDS.map(commandName))('of %s says what it does and gives examples', (name) => {
    const parsed = parse(name, '--help');
    expect(parsed.kind).toBe('text');
    const text = parsed.kind === 'text' ? parsed.text : '';
    expect(text).toMatch(new RegExp(`^exchange-tls ${name}`));
    expect(text).toContain('Examples:');
    expect(parse('help', name)).toEqual(parsed);
  });

  test('lists every command and the exit codes', () => {
    const parsed = parse('--help');
    const text = parsed.kind === 'text' ? parsed.text : '';
    for (const { usage } of COMMANDS) expect(text).toContain(`exchange-tls ${usage}`);
    expect(text).toContain('Exit code: 0');
  });

  test('has no line wider than 110 columns', () => {
    for (const command of COMMANDS) {
      const parsed = parse(commandName(command), '-h');
      const lines = (parsed.kind === 'text' ? parsed.text : '').split('\n');
      expect(lines.filter((line) => line.length > 110)).toEqual([]);
    }
  });

  test.each(COMMANDS.flatMap(({ examples }) => examples.map(([line]) => [line])))(
    'gives the example %j, which is understood',
    (line) => {
      const words = line.replace(/ >.*$/, '').split(' ');
      expect(parse(...words).kind).toBe('command');
    },
  );

  test('does not depend on the language of the machine', () => {
    const before = process.env['LC_ALL'];
    process.env['LC_ALL'] = 'fr_FR.UTF-8';
    try {
      const parsed = parse('--help');
      expect(parsed.kind === 'text' && parsed.text).toContain('Commands:');
    } finally {
      if (before === undefined) delete process.env['LC_ALL'];
      else process.env['LC_ALL'] = before;
    }
  });

  test('prints the version alone', () => {
    expect(parse('--version')).toEqual({ kind: 'text', text: '1.2.3\n' });
  });
});
