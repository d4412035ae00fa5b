import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { COMMANDS } from '../../../src/cli/commands/index.ts';
import { optionEntries } from '../../../src/cli/entries.ts';
import { manualPage } from '../../../src/cli/man/page.ts';
import { roffText } from '../../../src/cli/man/roff.ts';
import { ENVIRONMENT, TARGETS_EXAMPLE, TARGETS_KEYS } from '../../../src/cli/man/texts.ts';
import { parseTargets } from '../../../src/config/targets-file.ts';
import { sources } from '../../architecture/source.ts';

const PAGE = manualPage(COMMANDS, '1.2.3', '2026-11-22');

describe('the manual page', () => {
  test('has its sections in the usual order', () => {
    expect(PAGE.match(/^\.SH ".*"$/gm)).toEqual(
      [
        'NAME',
        'SYNOPSIS',
        'DESCRIPTION',
        'COMMANDS',
        'OPTIONS OF SEVERAL COMMANDS',
        'TARGETS FILE',
        'EXIT STATUS',
        'ENVIRONMENT',
        'FILES',
        'EXAMPLES',
        'SEE ALSO',
      ].map((title) => `.SH "${title}"`),
    );
  });

  test('tells the version and the day of the release', () => {
    expect(PAGE).toMatch(/^\.TH "EXCHANGE\\-TLS" 1 "2026-11-22" "exchange\\-tls 1\.2\.3" "User Commands"\n/);
  });

  const options = COMMANDS.flatMap((command) => optionEntries(command).flatMap(({ flags }) => flags));

  test.each([...new Set(options)])('explains %s', (flag) => {
    expect(PAGE).toContain(`\\fB${roffText(flag)}\\fR`);
  });

  test('explains an option once where it means the same', () => {
    expect(PAGE.split(String.raw`\fB\-\-fail\-on\fR`)).toHaveLength(2);
  });

  test('has no line that roff takes for a request, besides those that are meant', () => {
    const requests = PAGE.split('\n').filter((line) => /^[.']/.test(line));
    expect(
      requests.filter((line) => !/^\.(?:TH|SH|SS|TP|PP|RS|RE|EX|EE|br|nh|ad)(?: |$)/.test(line)),
    ).toEqual([]);
  });

  test('is ASCII', () => {
    expect(PAGE).toMatch(/^[\x20-\x7e\n]*$/);
  });
});

describe('text as roff', () => {
  test.each([
    ['--fail-on', String.raw`\-\-fail\-on`],
    ['.TH x', String.raw`\&.TH x`],
    ["'quoted'", String.raw`\(aqquoted\(aq`],
    [String.raw`a\fBb`, String.raw`a\efBb`],
    ['"a" `b` ^~', String.raw`\(dqa\(dq \(gab\(ga \(ha\(ti`],
    ['ü€', String.raw`\[u00FC]\[u20AC]`],
    ['😀', String.raw`\[u1F600]`],
  ])('%j is %j', (text, roff) => {
    expect(roffText(text)).toBe(roff);
  });
});

describe('what the manual page says besides the tables', () => {
  test('is a targets file without faults', () => {
    expect(parseTargets(TARGETS_EXAMPLE.join('\n'), 'man').targets).toHaveLength(3);
  });

  test.each([
    ['file', 'FILE = strict({'],
    ['target', '  strict({\n    host:'],
  ] as const)('is every key of a %s', (of, start) => {
    const text = sources().find(({ path }) => path === 'config/targets-document.ts')?.text ?? '';
    const from = text.slice(text.indexOf(start) + start.indexOf('{') + 1);
    const body = from.slice(
      0,
      from.indexOf('\n  })') < 0 || of === 'file' ? from.indexOf('\n});') : from.indexOf('\n  })'),
    );
    const keys = [...body.matchAll(/^ {2}(?: {2})?(\w+):/gm)].map(([, key]) => key);
    expect(new Set<unknown>(TARGETS_KEYS[of].map(([key]) => key))).toEqual(new Set(keys));
  });

  test('is every variable of the environment that the program reads', () => {
    const program = readFileSync(new URL('../../../bin/exchange-tls.js', import.meta.url), 'utf8');
    const texts = [
      program,
      ...sources()
        .filter(({ folder }) => folder === 'cli')
        .map(({ text }) => text),
    ];
    const read = texts.flatMap((text) => [
      ...[
        ...text.matchAll(
          /\{([A-Z_, ]+)\}(?:: Shell\['environment'\]| = (?:process\.env|(?:\w+\.)?environment))/g,
        ),
      ].flatMap(([, names = '']) => names.split(',')),
      ...[...text.matchAll(/(?:environment|process\.env)(?:\.|\[')([A-Z][A-Z_]+)/g)].map(
        ([, name = '']) => name,
      ),
    ]);
    const names = [...new Set(read.map((name) => name.trim()))];
    expect(names.length).toBeGreaterThan(5);
    const told = ENVIRONMENT.map(([name]) => name as string);
    expect(names.filter((name) => !told.includes(name))).toEqual([]);
  });
});
