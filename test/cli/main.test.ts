import { describe, expect, jest, test } from '@jest/globals';
import { main } from '../../src/cli/main.ts';
import { ConfigError } from '../../src/config/config-error.ts';
import { RULES } from '../../src/rules/index.ts';
import { contosoReport } from '../fixtures/report.ts';
import { fakeShell } from './fake-shell.ts';

// Whole processes and servers on a busy machine.
jest.setTimeout(60_000);

describe('main', () => {
  test('prints help and the version on standard output', async () => {
    const shell = fakeShell();
    expect(await main(['--version'], shell)).toBe(0);
    expect(shell.out()).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(shell.err()).toBe('');
  });

  test('refuses a wrong command line in one line with a way to help', async () => {
    const shell = fakeShell();
    expect(await main(['scan', '--zzz'], shell)).toBe(2);
    expect(shell.out()).toBe('');
    expect(shell.err()).toBe('exchange-tls: unknown argument "zzz" (see exchange-tls scan --help)\n');
  });

  test('calls a fault of our own by its name, without a stack trace', async () => {
    const shell = { ...fakeShell(), readFile: () => Promise.reject(new RangeError('line one\nline two')) };
    const broken = {
      ...shell,
      stdout: { ...shell.stdout, write: () => Promise.reject(new RangeError('a\nb')) },
    };
    expect(await main(['schema'], broken)).toBe(3);
    expect(shell.err()).toMatch(/^exchange-tls: internal error: RangeError: a\. .*report.*\n$/);
  });

  test('ends as unknown where a monitoring system is told nothing, since the disk is full', async () => {
    const shell = fakeShell();
    const full = {
      ...shell,
      stdout: { ...shell.stdout, write: () => Promise.reject(new ConfigError('standard output', [])) },
    };
    expect(await main(['check', '-f', 'nagios', '--zzz'], full)).toBe(3);
  });

  test('ends the process for an error that nobody caught, in one line', async () => {
    const shell = fakeShell();
    const running = main(['demo', '-f', 'json'], shell);
    shell.fault(new TypeError('lost'));
    await running;
    expect(shell.exits).toEqual([3]);
    expect(shell.err()).toMatch(/internal error: TypeError: lost/);
  });
});

describe('rules', () => {
  test('lists every rule with its severity', async () => {
    const shell = fakeShell({ stdout: { columns: 200 } });
    expect(await main(['rules'], shell)).toBe(0);
    for (const { id } of RULES) expect(shell.out()).toContain(` ${id} `);
  });

  test.each(RULES.map(({ id }) => [id]))('explains %s with its commands whole', async (id) => {
    const shell = fakeShell({ stdout: { isTerminal: true, columns: 60 } });
    expect(await main(['rules', id, '--no-color'], shell)).toBe(0);
    const rule = RULES.find((one) => one.id === id);
    for (const line of rule?.fix ?? []) expect(shell.out().split('\n')).toContain(line);
    expect(shell.out()).toContain('\nWhy\n');
    expect(shell.out()).toContain('\nReferences\n');
  });

  test('knows what an unknown id was meant to be', async () => {
    const shell = fakeShell();
    expect(await main(['rules', 'tls/weak-cypher'], shell)).toBe(2);
    expect(shell.err()).toBe(
      'exchange-tls: rules: unknown rule "tls/weak-cypher"; did you mean "tls/weak-cipher"?\n',
    );
  });
});

describe('judge', () => {
  const report = contosoReport();
  const files = { 'report.json': JSON.stringify(report), 'cut.json': '{"schemaVersion": "1.0"' };

  test('judges as of the moment when the report was made', async () => {
    const shell = fakeShell({ files, now: () => Date.parse('2036-01-01') });
    await main(['judge', 'report.json', '-f', 'json'], shell);
    expect(JSON.parse(shell.out())).toMatchObject({ run: report.run, judged: report.judged });
  });

  test('judges by the baseline that the operator chose then', async () => {
    const judged = { ...report.judged, baseline: 'exchange-2016', baselineGiven: true };
    const shell = fakeShell({ files: { 'report.json': JSON.stringify({ ...report, judged }) } });
    await main(['judge', 'report.json', '-f', 'json'], shell);
    expect(JSON.parse(shell.out())).toMatchObject({ judged });
  });

  test('judges as of now if told to', async () => {
    const shell = fakeShell({ files, now: () => Date.parse('2036-01-01') });
    await main(['judge', 'report.json', '-f', 'json', '--now', '--baseline', 'exchange-se'], shell);
    expect(JSON.parse(shell.out())).toMatchObject({
      judged: { at: '2036-01-01T00:00:00.000Z', baseline: 'exchange-se' },
    });
  });

  test.each([
    ['none.json', 'none.json: no such file'],
    ['cut.json', 'cut.json: the file is cut short'],
  ])('refuses %s in one line', async (path, message) => {
    const shell = fakeShell({ files });
    expect(await main(['judge', path], shell)).toBe(2);
    expect(shell.err()).toContain(`exchange-tls: ${message}`);
    expect(shell.err().match(/\n/g)).toHaveLength(1);
  });
});

describe('schema', () => {
  test.each([
    [['schema'], 'urn:exchange-tls:report:1.1'],
    [['schema', '--lines'], 'urn:exchange-tls:line:1.1'],
  ])('%j prints the one of the id %s', async (argv, id) => {
    const shell = fakeShell();
    expect(await main(argv, shell)).toBe(0);
    expect(JSON.parse(shell.out())).toMatchObject({ $id: id });
  });
});

describe('demo', () => {
  test('says that it is a simulation before it prints the table, and ends with 0', async () => {
    const shell = fakeShell();
    expect(await main(['demo'], shell)).toBe(0);
    expect(shell.out()).toMatch(/^This is a simulation/);
    expect(shell.out()).toContain('What is wrong');
    expect(shell.err()).toBe('');
  });

  test('keeps the output for programs pure', async () => {
    const shell = fakeShell();
    expect(await main(['demo', '--format', 'json', '--explain'], shell)).toBe(0);
    expect(JSON.parse(shell.out())).toMatchObject({ run: { complete: true } });
    expect(shell.err()).toMatch(/^This is a simulation/);
    expect(shell.err()).toMatch(/^ {2}o1 addresses: addresses of /m);
  });

  test('prints every question behind the table with --explain', async () => {
    const shell = fakeShell();
    await main(['demo', '--explain'], shell);
    expect(shell.out()).toMatch(/\nmail\.contoso\.com:443 https \(192\.0\.2\.10\)\n {2}o\d+ /);
  });

  test('says on a terminal what a report for programs has cost, and nothing if it is to be quiet', async () => {
    const stderr = { isTerminal: true, columns: 80 };
    const [aloud, quiet] = [fakeShell({ stderr }), fakeShell({ stderr })];
    await main(['demo', '-f', 'csv'], aloud);
    expect(aloud.err()).toMatch(
      /exchange-tls: \d+ connections used in \d+\.\d s \(limit for each endpoint: 500\)\n$/,
    );
    await main(['demo', '-f', 'csv', '-q'], quiet);
    expect(quiet.err()).not.toContain('connections used');
  });

  test('stops at Ctrl-C with what it has', async () => {
    const shell = fakeShell();
    const running = main(['demo', '-f', 'json'], shell);
    while (shell.listeners() === 0) await new Promise(setImmediate);
    shell.stop(130);
    expect(await running).toBe(130);
    expect(JSON.parse(shell.out())).toMatchObject({ run: { complete: false } });
  });
});
