import { describe, expect, test } from '@jest/globals';
import { commandName } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { parseArguments } from '../../src/cli/parse.ts';
import type { Parsed } from '../../src/cli/parse.ts';

const NO_COMMAND = `expected a command: ${COMMANDS.slice(0, -1).map(commandName).join(', ')} or demo`;

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
    [[], NO_COMMAND],
    [['--no-help', 'rules'], NO_COMMAND],
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
    [['scan', '--timeout', 'abc'], '--timeout: expected a number from 0.1 to 300, got "abc"'],
    [['scan', '--timeout='], '--timeout: expected a number from 0.1 to 300, got ""'],
    [['scan', '--timeout=-5'], '--timeout: expected a number from 0.1 to 300, got "-5"'],
    [['check', '-t', 'soon'], '--deadline: expected a number from 1 to 86400, got "soon"'],
    [['check', '-qt9e9'], '--deadline: expected a number from 1 to 86400, got "9e9"'],
    [['scan', '--timeout'], '--timeout needs a value'],
    [['scan', '-o'], '-o needs a value'],
    [['scan', '--retries', '1.5'], '--retries: expected a whole number from 0 to 5, got "1.5"'],
    [['scan', '--budget', 'Infinity'], '--budget: expected a whole number from 1 to 5000, got "Infinity"'],
    [['scan', '--ipv4', '--ipv6'], '--ipv4 and --ipv6 exclude each other'],
    [['scan', 'mail', '--', '-x'], 'unexpected argument "-x"'],
    [['judge'], 'expected: exchange-tls judge <report>'],
    [['whatif', 'report.json'], 'expected: exchange-tls whatif <report> --policy BASELINE'],
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

function help(...argv: readonly string[]): string {
  const parsed = parse(...argv);
  return parsed.kind === 'text' ? parsed.text : '';
}

/** Examples stay whole, since they are there to be copied. */
function overlong(text: string, columns: number): readonly string[] {
  return text.split('\n').filter((line) => line.length > columns && !line.startsWith('  exchange-tls '));
}

describe('help', () => {
  test.each(COMMANDS.map(commandName))('of %s says what it does and gives examples', (name) => {
    expect(help(name, '--help')).toMatch(new RegExp(`^exchange-tls ${name} `));
    expect(help(name, '--help')).toMatch(/\n\nExamples:\n {2}# .+\n {2}exchange-tls /);
    for (const words of [
      [name, '-h'],
      ['help', name],
      ['--help', name],
    ]) {
      expect(help(...words)).toBe(help(name, '--help'));
    }
  });

  test.each(COMMANDS.map((command) => [commandName(command), command] as const))(
    'of %s names every argument and option, its group and its choices',
    (name, { options, positionals }) => {
      const flat = help(name, '--help').replaceAll(/\s+/g, ' ');
      for (const [option, { group = 'Options:', choices = [] }] of Object.entries(options)) {
        expect(flat).toMatch(new RegExp(`${group} .*--${option} `));
        for (const choice of choices) expect(flat).toContain(String(choice));
      }
      for (const positional of Object.keys(positionals)) {
        expect(flat).toMatch(new RegExp(`Arguments: .*\\b${positional} `));
      }
    },
  );

  test('lists every command and the exit codes', () => {
    for (const { usage } of COMMANDS) expect(help('--help')).toContain(`\n  ${usage} `.trimEnd());
    expect(help('--help')).toMatch(/\n\nExit codes:\n {2}0 +nothing/);
    expect(help('help')).toBe(help('--help'));
  });

  test('of a command that keeps no state has no exit code for another run', () => {
    const codes = (name: string): readonly string[] =>
      help(name, '-h').match(/(?<=\n {2})\d(?:[\d, ]*\d)?(?= {2})/g) ?? [];
    expect(codes('check')).toEqual(['0', '1', '2', '3', '4', '129, 130, 143']);
    expect(codes('judge')).toEqual(['0', '1', '2', '3']);
  });

  test.each([70, 80, 100])('fits %i columns', (columns) => {
    for (const words of [[], ...COMMANDS.map((command) => [commandName(command)])]) {
      const parsed = parseArguments([...words, '--help'], COMMANDS, '1.2.3', columns);
      expect(parsed.kind === 'text' ? overlong(parsed.text, columns) : ['no text']).toEqual([]);
    }
  });

  test('is not spread over a wide terminal', () => {
    const wide = parseArguments(['scan', '--help'], COMMANDS, '1.2.3', 300);
    expect(wide.kind === 'text' ? overlong(wide.text, 100) : ['no text']).toEqual([]);
  });

  test('shows short names, what a value is, and the default', () => {
    expect(help('check', '-h')).toMatch(/^ {2}-H, --hostname HOST {2,}\S/m);
    expect(help('check', '-h')).toMatch(/^ {6}--targets FILE {2,}\S/m);
    expect(help('check', '-h').replaceAll(/\s+/g, ' ')).toContain(
      '(info, low, medium, high, critical) [default: medium]',
    );
  });

  test.each([
    ['scan', '--zzz', '--help'],
    ['scan', '--name', '--help'],
    ['judge', '-h', '-o'],
  ])('is given to %s %s %s, whatever else is wrong', (...words) => {
    expect(help(...words)).toMatch(/^exchange-tls (?:scan|judge) /);
  });

  test('is wanted only where it is asked for', () => {
    expect(parse('scan', 'mail', '--name', 'help').kind).toBe('command');
    expect(parse('schedule', 'cron', '--', 'check', '--help').kind).toBe('command');
  });

  const examples = COMMANDS.flatMap((command) =>
    command.examples.map(([line, meaning]) => [commandName(command), line, meaning] as const),
  );

  test('has examples of every command', () => {
    const without = COMMANDS.filter((command) => {
      const own = command.examples.filter(([line]) => line.split(' ', 1)[0] === commandName(command));
      return own.length === 0;
    });
    expect(without.map(commandName)).toEqual([]);
  });

  test.each(examples)('of %s gives the example %j, which is understood', (_name, line, meaning) => {
    expect(parse(...wordsOf(line)).kind).toBe('command');
    expect(meaning).not.toBe('');
    expect(line).not.toMatch(/^exchange-tls/);
  });

  test.each(examples.filter(([, line]) => line.includes(' -- ')))(
    'of %s gives the example %j, whose command behind -- is understood',
    (_name, line) => {
      expect(parse(...wordsOf(line.replace(/^.* -- /, ''))).kind).toBe('command');
    },
  );

  test('names only hosts and addresses that are for examples', () => {
    const hosts = examples.flatMap(([, line]) => line.match(/[\w-]+(?:\.[\w-]+)*\.(?:com|net|org)\b/g) ?? []);
    expect(hosts.filter((host) => !/(?:^|\.)(?:contoso|fabrikam)\.com$/.test(host))).toEqual([]);
    const addresses = examples.flatMap(([, line]) => line.match(/\d+(?:\.\d+){3}/g) ?? []);
    expect(addresses.filter((one) => !/^(?:192\.0\.2|203\.0\.113|10\.0\.0)\./.test(one))).toEqual([]);
  });

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
    for (const words of [['--version'], ['-V'], ['scan', '--version'], ['judge', '-V']]) {
      expect(parse(...words)).toEqual({ kind: 'text', text: '1.2.3\n' });
    }
  });
});

/** As a shell takes them apart: without quotes, and without what goes to a file or another program. */
function wordsOf(line: string): readonly string[] {
  const words = line.replace(/ [>|] .*$/, '').match(/"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replaceAll('"', ''));
}
