import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Contoso, NAMES, openContoso, SERVICES } from './contoso.ts';
import { createSite, type Site } from './site.ts';
import { openStage, type Stage } from './stage.ts';
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

beforeEach(async () => {
  await rm(stage.state, { recursive: true, force: true });
  await contoso.tripleDes(false);
  stage.set('2026-11-22T06:00:00Z');
  await stage.run(argv);
  await contoso.tripleDes(true);
  stage.set('2026-11-22T07:00:00Z');
});

test('an output that has no room keeps its old text, and takes nothing from who reads the terminal', async () => {
  const path = join(stage.folder, 'report.json');
  await writeFile(path, 'old');
  const { code, stdout, stderr } = await stage.runApart([...argv, '-o', `json=${path}`], { blocks: 1 });
  expect(stdout).toContain('3DES suites are accepted');
  expect(stderr).toBe(`exchange-tls: ${path}: cannot be written: larger than files may be here\n`);
  expect(code).toBe(2);
  expect(await readFile(path, 'utf8')).toBe('old');
  expect((await readdir(stage.folder)).filter((name) => name.startsWith('report.json'))).toEqual([
    'report.json',
  ]);
});

test('an output that cannot be written leaves it to the next run to say what is new', async () => {
  const { code, stdout, stderr } = await stage.run([...argv, '-o', 'json=/dev/full']);
  expect(stdout).toContain('3DES suites are accepted');
  expect(stderr).toBe('exchange-tls: /dev/full: cannot be written: the disk is full\n');
  expect(code).toBe(2);
  expect(await stored(stage.state)).toMatchObject({ events: 1, others: [] });
  stage.set('2026-11-22T08:00:00Z');
  expect((await stage.run(argv)).stdout).toMatch(/│ appeared/);
});

test('so does standard output', async () => {
  const { code, stderr } = await stage.runApart(argv, { into: '/dev/full' });
  expect(stderr).toBe('exchange-tls: standard output: cannot be written: the disk is full\n');
  expect(code).toBe(2);
  expect(await stored(stage.state)).toMatchObject({ events: 1, others: [] });
});

test('no room for the lock of the first run is no reason not to look', async () => {
  await rm(stage.state, { recursive: true });
  const { code, stdout, stderr } = await stage.runApart(argv, { blocks: 0 });
  expect(stdout).toContain('What is wrong');
  expect(stderr).toMatch(/^exchange-tls: the run is not kept: [^\n]+\n$/);
  expect(code).toBe(1);
  expect(await stored(stage.state)).toMatchObject({ reports: [], events: 0, others: [] });
});
