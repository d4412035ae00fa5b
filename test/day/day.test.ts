import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Ended } from '../e2e/program.ts';
import { golden } from '../reporters/golden.ts';
import { type Contoso, EDGE, HOOK, MAIL, NAMES, openContoso, SERVICES } from './contoso.ts';
import { createSite, type Site } from './site.ts';
import { type Fate, openStage, type Stage } from './stage.ts';
import { stored, storedText } from './stored.ts';
import { kindsIn, plainly, type Step, transcriptText } from './transcript.ts';
import { createWebhook, messageText } from './webhook.ts';

// Some forty runs, and whole processes on a busy machine.
jest.setTimeout(120_000);

let site: Site;
let stage: Stage;
let contoso: Contoso;
const steps: Step[] = [];
const webhook = createWebhook();

beforeAll(async () => {
  site = createSite(NAMES, SERVICES);
  stage = await openStage(site);
  await site.places[HOOK]?.serve(webhook.handler);
  await writeFile(join(stage.folder, 'hook.txt'), 'http://hooks.contoso.com/services/secret');
  await writeFile(join(stage.folder, 'notify.json'), NOTIFY);
  contoso = await openContoso(site, stage, Date.parse('2026-11-23T03:30:00Z'));
});

afterAll(async () => {
  await site.stop();
  await stage.stop();
});

interface Expected {
  readonly code: number | NodeJS.Signals;
  /** Kinds of the changes that are printed, in order. */
  readonly says?: readonly string[];
  /** Kinds of what is sent; the same as is printed if absent. */
  readonly tells?: readonly string[];
  /** What standard error says; nothing if absent. */
  readonly warns?: RegExp;
  /** The whole report is printed, not only what has changed. */
  readonly whole?: boolean;
}

/** Runs what cron runs, and writes down what came of it. */
async function run(time: string, what: string, expected: Expected, fate: Fate = {}): Promise<Ended> {
  stage.set(`2026-${time.replace(' ', 'T')}:00Z`);
  const ended =
    Object.keys(fate).length > 0
      ? await stage.runApart([...ARGV, ...(fate.more ?? [])], fate)
      : await stage.run(ARGV);
  await note(time, what, ended, expected);
  return ended;
}

async function note(time: string, what: string, ended: Ended, expected: Expected): Promise<void> {
  const kept = await stored(stage.state);
  const messages = webhook.taken();
  steps.push({
    time: `2026-${time}`,
    what,
    argv: ARGV,
    ended,
    brief: expected.code === 143,
    sent: messages.map(messageText),
    stored: storedText(kept),
  });
  const { code, signal, stdout, stderr } = ended;
  const { says = [], whole = false, warns = /^$/, tells = says } = expected;
  expect({ time, code: signal ?? code, says: kindsIn(stdout), silent: stdout === '' }).toEqual({
    time,
    code: expected.code,
    says,
    silent: says.length === 0 && !whole,
  });
  expect({ time, tells: messages.flatMap(({ items }) => items.map(({ kind }) => kind)) }).toEqual({
    time,
    tells,
  });
  expect(stderr).toMatch(warns);
  // The address of a webhook is a secret.
  expect(stdout + stderr).not.toContain('secret');
}

/** Runs what only reads. */
async function look(what: string, argv: readonly string[], code: number): Promise<void> {
  const ended = await stage.run(argv);
  steps.push({ time: '2026-12-23 06:00', what, argv, ended, brief: false, sent: [], stored: null });
  expect(ended).toMatchObject({ code, stderr: '' });
}

let ARGV: readonly string[] = [];

test('a day of runs from cron says each thing once, loses nothing and raises no false alarm', async () => {
  ARGV = [
    'check',
    '--targets',
    join(stage.folder, 'targets.json'),
    '--state',
    stage.state,
    '--only-changes',
    '--notify',
    join(stage.folder, 'notify.json'),
  ];
  await run('11-22 06:00', 'the first run', { code: 0, whole: true });
  await run('11-22 07:00', 'nothing has happened', { code: 0 });

  await contoso.renew();
  await run('11-22 08:00', 'the certificate of mail was renewed', { code: 0, says: ['changed'] });
  await run('11-22 09:00', 'nothing has happened', { code: 0 });

  await contoso.edge(false);
  await run('11-22 10:00', 'the gateway has died: one silence is no alarm', { code: 3 });
  const unreachable = { code: 3, says: ['unreachable'], warns: /could not be assessed/ };
  await run('11-22 11:00', 'the gateway is still dead', unreachable);
  await run('11-22 12:00', 'and still', { code: 3 });
  await contoso.edge(true);
  webhook.answer(503);
  const untold = { code: 3, says: ['returned'], tells: [], warns: /not told: ops: answered 503/ };
  await run('11-22 13:00', 'the gateway is back, and the webhook is down', untold);
  webhook.answer(200);
  await run('11-22 13:30', 'the webhook is back', { code: 0, tells: ['returned'] });

  await contoso.tripleDes(true);
  await run('11-22 14:00', '3DES was switched on', { code: 1, says: ['appeared'] });
  await run('11-22 15:00', 'nothing has happened, and it is still wrong', { code: 1 });
  await contoso.tripleDes(false);
  await run('11-22 16:00', '3DES was switched off', { code: 0, says: ['resolved'] });

  await contoso.tripleDes(true);
  const unkept = { code: 1, says: ['appeared'], tells: [], warns: /the run is not kept: / };
  await run('11-22 17:00', '3DES is back, and the disk is full', unkept, { blocks: 1 });
  await run('11-22 18:00', 'not even a lock fits on it', unkept, { blocks: 0 });
  await run('11-22 19:00', 'there is room again', { code: 1, says: ['appeared'] });
  await contoso.writeTargets([WAIVER]);
  await run('11-22 20:00', 'the risk of 3DES was accepted until today', { code: 0, says: ['waived'] });
  await run('11-22 21:00', 'a full disk, and nothing else', { code: 2, warns: /not kept/ }, { blocks: 1 });

  stage.set('2026-11-22T22:00:00Z');
  const slow = contoso.hold();
  const first = stage.run(ARGV);
  await slow.reached;
  await note('11-22 22:00', 'a run while another one waits for a slow server', await stage.run(ARGV), {
    code: 4,
  });
  slow.release();
  await note('11-22 22:00', 'the one that waited', await first, { code: 0 });

  await contoso.renew();
  const killed = { code: 'SIGKILL' } as const;
  await run('11-22 23:00', 'renewed again; killed while half of the report was written', killed, {
    die: { at: 'half', file: String.raw`Z\.json` },
  });
  const unlocked = {
    code: 0,
    says: ['changed'],
    warns: /^exchange-tls: a lock of process \d+ on .* was left/,
  };
  await run('11-22 23:05', 'the next run, by hand', unlocked);

  await run('11-23 00:00', 'the waiver has ended', { code: 1, says: ['appeared'] });
  await contoso.tripleDes(false);
  await run('11-23 00:30', '3DES is off; killed between the report and the journal', killed, {
    die: { at: 'after', file: String.raw`Z\.json` },
  });
  await run('11-23 00:35', 'the next run', { ...unlocked, says: [], tells: ['resolved'] });
  await contoso.writeTargets();
  const asking = { signal: { name: 'SIGKILL', at: `${MAIL}:993` } } as const;
  await run('11-23 01:00', 'killed while it asked', { code: 'SIGKILL' }, asking);
  await run('11-23 01:05', 'the next run', { ...unlocked, says: [] });
  await contoso.renew();
  const sending = { signal: { name: 'SIGKILL', at: HOOK } } as const;
  await run('11-23 01:10', 'renewed again; killed while the message was on its way', killed, sending);
  await run('11-23 01:15', 'the next run', { ...unlocked, says: [], tells: ['changed'] });

  const { series } = await stored(stage.state);
  const folder = join(stage.state, series);
  const journal = join(folder, 'journal.json');
  const whole = await readFile(journal, 'utf8');
  await truncate(journal, 1000);
  await run('11-23 01:30', 'the journal was cut short', {
    code: 0,
    warns: /is damaged; it is kept as journal\.json/,
  });
  await writeFile(journal, whole.replace('"format":1', '"format":2'));
  await run('11-23 01:45', 'it is of a later version', {
    code: 0,
    warns: /was written by a newer version; it is kept/,
  });
  const { reports } = await stored(stage.state);
  await writeFile(journal, 'garbage');
  await writeFile(join(folder, reports.at(-1) ?? ''), 'garbage');
  await run('11-23 02:00', 'it and the last report are garbage', {
    code: 0,
    warns: /is damaged.*\n.*cannot be read; it is kept as/,
  });
  await run('11-23 02:20', 'nothing has happened', { code: 0 });

  webhook.answer(503);
  const alone = { code: 3, says: ['changed'], tells: [], warns: /not told: ops: answered 503/ };
  await contoso.renew();
  await run('11-23 03:00', 'renewed, and the webhook is down', alone);
  await contoso.renew();
  await run('11-23 02:30', 'the clock was set back; renewed once more', alone);
  webhook.answer(200);
  await run('11-23 02:45', 'the webhook is back', { code: 0, tells: ['changed', 'changed'] });
  await run('11-23 03:15', 'nothing has happened', { code: 0 });

  await run('11-23 04:00', 'the certificate of the gateway has less than 60 days left', {
    code: 1,
    says: ['appeared'],
  });
  const interrupted = { code: 143, whole: true, warns: /asked to end/ };
  const waiting = contoso.hold(2);
  await run('11-23 05:00', 'asked to end while a server kept it waiting', interrupted, {
    signal: { name: 'SIGTERM', at: `${MAIL}:443`, skip: 2 },
    more: ['--concurrency', '1'],
  });
  waiting.release();
  await run('11-23 06:00', 'the last run of the day', { code: 1 });
  await run('11-24 06:00', 'a day later there is a day less, which is no news', { code: 1 });
  await run('12-23 06:00', 'a month later', { code: 1, says: ['worsened'] });

  await look('what has happened to mail', ['history', MAIL, '--state', stage.state], 0);
  await look('and to the gateway', ['history', EDGE, '--state', stage.state], 0);
  const { reports: all } = await stored(stage.state);
  const [oldest = '', newest = ''] = [all[0], all.at(-1)];
  const compared = [oldest, newest].map((name) => join(folder, name));
  await look('the first report and the last', ['diff', ...compared], 1);

  const plain = plainly([
    [`${stage.folder}/`, ''],
    [hostname(), 'scanner'],
  ]);
  const actual = transcriptText(steps, plain);
  expect(actual).toBe(golden('day.txt', actual));
});

const NOTIFY = JSON.stringify([
  { kind: 'webhook', name: 'ops', shape: 'generic', url: { file: 'hook.txt' } },
]);

const WAIVER = {
  rule: 'tls/weak-cipher',
  host: MAIL,
  reason: 'scanners on the third floor',
  who: 'M. Meier',
  until: '2026-11-22',
};
