import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Contoso, NAMES, openContoso, SERVICES } from './contoso.ts';
import { createSite, type Site } from './site.ts';
import { type Fate, openStage, type Stage } from './stage.ts';
import { stored } from './stored.ts';

// Whole processes on a busy machine.
jest.setTimeout(60_000);

let site: Site;
let stage: Stage;
let contoso: Contoso;
let argv: readonly string[] = [];

beforeAll(async () => {
  site = createSite(NAMES, SERVICES);
  stage = await openStage(site);
  contoso = await openContoso(site, stage, Date.parse('2026-11-30T00:00:00Z'));
  argv = ['check', '--targets', join(stage.folder, 'targets.json'), '--state', stage.state, '--only-changes'];
});

afterAll(async () => {
  await site.stop();
  await stage.stop();
});

beforeEach(() => rm(stage.state, { recursive: true, force: true }));

const REPORT = String.raw`Z\.json`;
const JOURNAL = String.raw`journal\.json`;

test.each<[Required<Fate>['die'], number]>([
  [{ at: 'half', file: REPORT }, 2],
  [{ at: 'before', file: REPORT }, 2],
  [{ at: 'after', file: REPORT }, 1],
  [{ at: 'half', file: JOURNAL }, 1],
  [{ at: 'before', file: JOURNAL }, 1],
  [{ at: 'after', file: JOURNAL }, 1],
])(
  'a run killed at %j says what is new, which is said %d times in all and never lost',
  async (die, times) => {
    stage.set('2026-11-22T06:00:00Z');
    await stage.run(argv);
    await contoso.tripleDes(true);
    stage.set('2026-11-22T07:00:00Z');
    const killed = await stage.runApart(argv, { die });
    expect(killed).toMatchObject({ code: null, signal: 'SIGKILL', stderr: '' });
    stage.set('2026-11-22T07:05:00Z');
    const next = await stage.run(argv);
    expect(next.code).toBe(1);
    expect(next.stderr).toMatch(/^exchange-tls: a lock of process \d+ on \S+ was left behind: [^\n]+\n$/);
    stage.set('2026-11-22T08:00:00Z');
    const last = await stage.run(argv);
    expect(last).toMatchObject({ code: 1, stdout: '', stderr: '' });
    const said = [killed, next].filter(({ stdout }) => stdout.includes('appeared'));
    expect(said).toHaveLength(times);
    expect(said[0]).toBe(killed);
    expect(await stored(stage.state)).toMatchObject({
      others: [],
      events: times === 2 ? 3 : 4,
      failing: ['tls/weak-cipher'],
    });
    await contoso.tripleDes(false);
  },
);
