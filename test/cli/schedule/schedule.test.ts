import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { main } from '../../../src/cli/main.ts';
import { crontab } from '../../../src/cli/schedule/cron.ts';
import type { Plan } from '../../../src/cli/schedule/plan.ts';
import { systemdUnits } from '../../../src/cli/schedule/systemd.ts';
import { windowsTask } from '../../../src/cli/schedule/windows.ts';
import { fakeShell } from '../fake-shell.ts';

const PLAN: Plan = {
  words: ['/usr/bin/node', '/opt/x/bin.js', 'check', 'mail.contoso.com', '-q'],
  folder: '/srv/scans',
  every: 'day',
  hour: 6,
  minute: 5,
  startsOn: '2026-11-22',
};

/** Words that no control character is in: those are refused before. */
const anyWord = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
    fc.string({ unit: fc.constantFrom('\\', '%', "'", '"', '$', ' ', 'a'), minLength: 1, maxLength: 8 }),
  )
  .filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text));

async function run(...argv: readonly string[]) {
  const shell = fakeShell({ now: () => Date.parse('2026-11-22T12:00:00Z') });
  return { code: await main(['schedule', ...argv], shell), out: shell.out(), err: shell.err() };
}

describe('schedule', () => {
  test('prints a line for crontab', async () => {
    const { code, out } = await run('cron', '--at', '05:30', '--', 'check', 'mail.contoso.com', '-q');
    expect({ code, out }).toEqual({
      code: 0,
      out: '30 5 * * * cd /srv/scans && /usr/bin/node /opt/exchange-tls/bin/exchange-tls.js check mail.contoso.com -q\n',
    });
  });

  test.each([
    [['cron', '--', 'chekc', 'a.contoso.com'], 'did you mean "check"?'],
    [['cron', '--', 'check', '--targts', 'x'], 'did you mean "--targets"?'],
    [['cron', '--', 'rules'], 'expected a check or scan behind --'],
    [['cron'], 'expected a check or scan behind --'],
    [['cron', '--at', '25:00', '--', 'check', 'a.contoso.com'], '--at: expected a time such as 06:00'],
    [['cron', '--', 'check', '--targets', '-'], 'standard input'],
    [['cron', '--', 'check', '--targets=-'], 'standard input'],
    [['cron', '--', 'check', 'a.contoso.com', '--waivers', '-'], 'standard input'],
    [['cron', '--', 'check', '-q'], 'the command behind -- has nothing to look at'],
    [['cron', '--', 'check', '--targets', 'a\nb'], 'no command line can have'],
    [['windows', '--', 'check', '--targets', '%TEMP%\\a'], 'Task Scheduler would replace'],
  ])('%j is refused: %s', async (argv, words) => {
    const { code, out, err } = await run(...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
  });

  test('leaves standard output to a command that names it', async () => {
    const { code, out } = await run('cron', '--', 'check', '-H', 'mail.contoso.com', '-f', 'json', '-o', '-');
    expect(code).toBe(0);
    expect(out).toMatch(/ check -H mail\.contoso\.com -f json -o -\n$/);
  });

  test.each([
    ['hour', '5 * * * * ', '*-*-* *:05:00', '<Interval>PT1H</Interval>'],
    ['day', '5 6 * * * ', '*-*-* 06:05:00', '<ScheduleByDay>'],
    ['week', '5 6 * * 1 ', 'Mon *-*-* 06:05:00', '<Monday/>'],
  ] as const)('knows how to run every %s', (every, cron, calendar, xml) => {
    expect(crontab({ ...PLAN, every }).startsWith(cron)).toBe(true);
    expect(systemdUnits({ ...PLAN, every })).toContain(`\nOnCalendar=${calendar}\n`);
    expect(windowsTask({ ...PLAN, every })).toContain(xml);
  });
});

test('cron hands every word to the shell as it is, whatever is in it', () => {
  fc.assert(
    fc.property(fc.array(anyWord, { minLength: 1, maxLength: 4 }), (words) => {
      const line = crontab({ ...PLAN, folder: '/', words: ['printf', '%s\\n', ...words] });
      expect(line).toMatch(/^5 6 \* \* \* [^\n]+\n$/);
      const command = line.replace('5 6 * * * ', '').trimEnd();
      // crontab(5): a percent sign without a backslash is a new line, and the backslash is taken away. cronie and the
      // cron of ISC take one of two backslashes, too.
      for (const read of [fromCronie(command), command.replaceAll('\\%', '%')]) {
        const seen = execFileSync('/bin/sh', ['-c', read], { encoding: 'utf8' });
        expect(seen).toBe(words.map((one) => `${one}\n`).join(''));
      }
    }),
    { numRuns: 60 },
  );
});

test('systemd gets every word back out of its quotes', () => {
  fc.assert(
    fc.property(fc.array(anyWord, { minLength: 1, maxLength: 4 }), (words) => {
      const unit = systemdUnits({ ...PLAN, words });
      const line = /^ExecStart=(.*)$/m.exec(unit)?.[1] ?? '';
      expect(fromSystemd(line)).toEqual(words);
    }),
  );
});

test('Windows gets every word back out of its quotes and its XML', () => {
  fc.assert(
    fc.property(
      fc.array(
        anyWord.filter((text) => !/%|\$\(/.test(text)),
        { maxLength: 4 },
      ),
      (words) => {
        const xml = windowsTask({ ...PLAN, words: ['node.exe', ...words] });
        expect(xml).toMatch(/^[ -~\n]+$/);
        const text = /<Arguments>(.*)<\/Arguments>/.exec(xml)?.[1] ?? '';
        expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|#\d+;)/);
        expect(fromWindows(fromXml(text))).toEqual(words);
      },
    ),
  );
});

function fromCronie(command: string): string {
  const found = /^(?:\\.|[^%\\])*/u.exec(command)?.[0] ?? '';
  return found.replaceAll(/\\(.)/gu, (pair, next: string) => ('%\\'.includes(next) ? next : pair));
}

test('systemd has a home folder for --state default, which its services lack without a user', () => {
  expect(systemdUnits(PLAN)).toMatch(/^\[Service\]\n(?:.+\n)*Environment=HOME=%h\n/m);
});

test('systemd gets the folder as it is', () => {
  const unit = systemdUnits({ ...PLAN, folder: String.raw`/srv/a\b 100% 'c" $d` });
  // systemd.exec(5): WorkingDirectory= takes a path with specifiers, and neither quotes nor backslashes.
  expect(unit).toContain(String.raw`WorkingDirectory=/srv/a\b 100%% 'c" $d` + '\n');
});

/** systemd.service(5), "Command lines", for what stands in double quotes. */
function fromSystemd(line: string): readonly string[] {
  return [...line.matchAll(/"((?:\\.|[^"\\])*)"|(\S+)/gu)].map(([, quoted, plain]) =>
    (quoted?.replaceAll(/\\(.)/gu, '$1') ?? plain ?? '').replaceAll('$$', '$').replaceAll('%%', '%'),
  );
}

function fromXml(text: string): string {
  return text
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The C runtime: 2n backslashes before a quote are n and end it, 2n+1 are n and the quote itself. */
function fromWindows(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const [, slashes = '', quote = ''] = /^(\\*)("?)/.exec(line.slice(at)) ?? [];
    const character = line[at] ?? '';
    if (quote !== '') {
      word = (word ?? '') + '\\'.repeat(Math.floor(slashes.length / 2));
      if (slashes.length % 2 === 1) word += '"';
      else quoted = !quoted;
      at += slashes.length;
    } else if (/\s/.test(character) && !quoted) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + character;
  }
  if (word !== null) words.push(word);
  return words;
}
