import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Ended } from '../e2e/program.ts';
import { type Contoso, EDGE, MAIL, NAMES, openContoso, SERVICES } from './contoso.ts';
import { createSite, type Site } from './site.ts';
import { openStage, type Stage } from './stage.ts';
import { stored } from './stored.ts';
import { kindsIn } from './transcript.ts';

// Hundreds of runs on a busy machine.
jest.setTimeout(120_000);

const START = Date.parse('2026-11-22T06:00:00Z');
const MINUTE = 60_000;
const KEEP = 20;
/** Longer than reports are kept, nobody could know that it ever answered. */
const MOST_DEAD = 6;

let site: Site;
let stage: Stage;
let contoso: Contoso;

beforeEach(async () => {
  site = createSite(NAMES, SERVICES);
  stage = await openStage(site);
  contoso = await openContoso(site, stage, START + 10 * 86_400_000);
});

afterEach(async () => {
  await site.stop();
  await stage.stop();
});

/** How the servers are, or how they are known to be. */
interface Facts {
  certificate: number;
  tripleDes: boolean;
  /** Runs in a row without an answer of the gateway. */
  silent: number;
}

describe.each([
  ['whose files are damaged', 20_261_122, ['cut', 'remove', 'litter', 'lock', 'stop']],
  ['whose clock is set back', 20_261_123, ['back', 'litter', 'lock', 'stop']],
])('a hundred runs %s', (_name, seed, mishaps) => {
  test('say each change once and nothing else, as they would without a memory, and keep no more than they may', async () => {
    const random = generator(seed);
    const chance = (share: number): boolean => random() < share;
    const now: Facts & { edge: boolean } = { certificate: 0, tripleDes: false, silent: 0, edge: true };
    const known: Facts = { certificate: 0, tripleDes: false, silent: 0 };
    const targets = ['check', `imaps://${MAIL}`, `smtp://${EDGE}`, '--ca', join(stage.folder, 'roots.pem')];
    const argv = [...targets, '--state', stage.state, '--only-changes', '--keep', String(KEEP)];
    let time = START;
    let [changes, stops] = [0, 0];

    for (let round = 0; round < 100; round += 1) {
      if (chance(0.2)) {
        now.certificate += 1;
        await contoso.renew();
      }
      if (chance(0.2)) {
        now.tripleDes = !now.tripleDes;
        await contoso.tripleDes(now.tripleDes);
      }
      if (chance(0.25) || known.silent >= MOST_DEAD) {
        now.edge = !now.edge || round === 0;
        await contoso.edge(now.edge);
      }
      const mishap = round > 0 && chance(0.4) ? mishaps[Math.floor(random() * mishaps.length)] : undefined;
      await suffer(mishap, stage);
      time += mishap === 'back' ? -90 * MINUTE : 60 * MINUTE + round;
      stage.set(new Date(time).toISOString());

      const stopped = mishap === 'stop';
      const ended = await stage.run(argv, stopped ? { stopAt: site.places[`${MAIL}:993`] } : {});
      const wanted = round === 0 ? [] : expectedOf(now, known);
      const said = kindsIn(ended.stdout);
      const about = { round, mishap };
      if (stopped) {
        stops += 1;
        expectNothingElse(ended, wanted, about);
      } else {
        const code = codeOf(now);
        expectOnce(ended, { wanted, code, printed: wanted.length > 0 || round === 0 }, about);
        if (round % 10 === 9) expectCode(await stage.run(targets), code);
      }
      await expectTidy(stage.state);
      if (round % 20 === 19) await stored(stage.state);
      learn(known, now, ended, stopped);
      changes += said.length;
    }
    expect(changes).toBeGreaterThan(40);
    expect(stops).toBeGreaterThan(3);
  });
});

/** A run that was stopped says what it saw before, and may say nothing. */
function expectNothingElse({ code, stdout }: Ended, wanted: readonly string[], about: object): void {
  const others = kindsIn(stdout).filter((kind) => !wanted.includes(kind));
  expect({ ...about, code, others }).toEqual({ ...about, code: 130, others: [] });
}

function expectOnce(
  { code, stdout }: Ended,
  expected: { readonly wanted: readonly string[]; readonly code: number; readonly printed: boolean },
  about: object,
): void {
  const said = kindsIn(stdout).toSorted();
  const { wanted, ...rest } = expected;
  expect({ ...about, code, said, printed: stdout !== '' }).toEqual({
    ...about,
    ...rest,
    said: wanted.toSorted(),
  });
}

function expectCode({ code }: Ended, expected: number): void {
  expect(code).toBe(expected);
}

async function expectTidy(state: string): Promise<void> {
  const [series = ''] = await readdir(state);
  const names = await readdir(join(state, series));
  const reports = names.filter((name) => /^\d.*Z\.json$/.test(name));
  const others = names.filter(
    (name) => !reports.includes(name) && !/^journal\.json(?:\.unread)?$/.test(name),
  );
  expect(reports.length).toBeLessThanOrEqual(KEEP);
  expect(others).toEqual([]);
}

function expectedOf(now: Facts & { readonly edge: boolean }, known: Facts): readonly string[] {
  return [
    ...(now.certificate === known.certificate ? [] : ['changed']),
    ...(now.tripleDes === known.tripleDes ? [] : [now.tripleDes ? 'appeared' : 'resolved']),
    ...(now.edge && known.silent >= 2 ? ['returned'] : []),
    ...(!now.edge && known.silent === 1 ? ['unreachable'] : []),
  ];
}

/** What a run that was stopped has said counts as known, and what it has not seen does not. */
function learn(
  known: Facts,
  now: Facts & { readonly edge: boolean },
  { stdout }: Ended,
  stopped: boolean,
): void {
  const said = kindsIn(stdout);
  if (!stopped || said.includes('changed')) known.certificate = now.certificate;
  if (!stopped || said.includes('appeared') || said.includes('resolved')) known.tripleDes = now.tripleDes;
  if (stopped && !said.includes('returned')) return;
  known.silent = now.edge ? 0 : known.silent + 1;
}

function codeOf({ tripleDes, edge }: { readonly tripleDes: boolean; readonly edge: boolean }): number {
  return tripleDes ? 1 : edge ? 0 : 3;
}

async function suffer(mishap: string | undefined, { state }: Stage): Promise<void> {
  if (mishap === undefined) return;
  const [series = ''] = await readdir(state);
  const at = (name: string): string => join(state, series, name);
  switch (mishap) {
    case 'cut':
      await truncate(at('journal.json'), 500);
      break;
    case 'remove':
      await rm(at('journal.json'));
      break;
    case 'litter':
      await writeFile(at('journal.json.123456789'), '{"form');
      await writeFile(at('2026-11-22T060000.000Z.json.987654321'), '{');
      break;
    case 'lock': {
      // The number of a process that cannot be: the kernel gives none beyond 2^22 (proc(5)).
      const owner = { pid: 2 ** 22 + 1, machine: hostname(), since: '2026-11-22T06:00:00.000Z' };
      await writeFile(at('lock'), JSON.stringify(owner));
      break;
    }
  }
}

/** From 0 to below 1, the same each time (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
