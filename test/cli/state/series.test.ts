import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSeries, sweep, writeSeries } from '../../../src/cli/state/series.ts';
import { type Journal, record } from '../../../src/history/journal.ts';
import { contosoReport } from '../../fixtures/report.ts';

const EMPTY: Journal = {
  format: 1,
  depth: 'check',
  baseline: 'by build',
  hosts: ['mail.contoso.com'],
  standing: null,
  events: [],
};
const SETTLE_AFTER = 2;

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
});

afterEach(() => rm(folder, { recursive: true }));

const read = (): ReturnType<typeof readSeries> => readSeries(folder, EMPTY, SETTLE_AFTER, true);

/** Runs at these hours of one day, as the clock tells them. */
async function runAt(hours: readonly string[], runs = 100): Promise<void> {
  for (const hour of hours) {
    const startedAt = `2026-11-22T${hour}:00.000Z`;
    const report = { ...SAMPLE, run: { ...SAMPLE.run, startedAt, complete: true } };
    const { journal } = record((await read()).journal, report, SETTLE_AFTER);
    await writeSeries(folder, journal, report, { runs, days: 400 }, Date.parse(startedAt));
  }
}

const SAMPLE = contosoReport();

const eventsOf = ({ events }: Journal): readonly string[] =>
  events.map(({ startedAt }) => startedAt.slice(11, 16));

describe('a journal', () => {
  test('takes no report in twice that seems to be of later because the clock was set back', async () => {
    await runAt(['15:00', '16:00', '15:10', '15:20']);
    const { journal, faults } = await read();
    expect(eventsOf(journal)).toEqual(['15:00', '16:00', '15:10', '15:20']);
    expect(faults).toEqual([]);
  });

  test('takes in a report that a killed process left, whatever its clock said', async () => {
    await runAt(['15:00', '16:00']);
    const before = await readFile(join(folder, 'journal.json'), 'utf8');
    await runAt(['15:30']);
    await writeFile(join(folder, 'journal.json'), before);
    expect(eventsOf((await read()).journal)).toEqual(['15:00', '16:00', '15:30']);
  });

  test('of a newer version is set aside and said once', async () => {
    await runAt(['15:00']);
    await writeFile(join(folder, 'journal.json'), '{"format":2}');
    const { journal, faults } = await read();
    expect(eventsOf(journal)).toEqual(['15:00']);
    expect(faults).toEqual([
      expect.stringContaining('was written by a newer version; it is kept as journal.json.unread'),
    ]);
    expect(await readFile(join(folder, 'journal.json.unread'), 'utf8')).toBe('{"format":2}');
    expect((await read()).faults).toEqual([]);
  });

  test('that cannot be mended without the lock is left where it is', async () => {
    await writeFile(join(folder, 'journal.json'), '{"format":2}');
    const { faults } = await readSeries(folder, EMPTY, SETTLE_AFTER, false);
    expect(faults).toEqual([expect.stringContaining('newer version; it is left out')]);
    expect(await readdir(folder)).toEqual(['journal.json']);
  });
});

describe('reports', () => {
  test('are pruned by their number, but never that of this moment', async () => {
    await runAt(['15:00', '16:00', '17:00', '15:30'], 2);
    expect((await readdir(folder)).toSorted()).toEqual([
      '2026-11-22T153000.000Z.json',
      '2026-11-22T170000.000Z.json',
      'journal.json',
    ]);
  });

  test('that cannot be read are set aside, said once, and pruned with the others', async () => {
    await runAt(['15:00', '16:00'], 2);
    await writeFile(join(folder, '2026-11-22T163000.000Z.json'), '{');
    expect((await read()).faults).toEqual([
      expect.stringContaining('it is kept as 2026-11-22T163000.000Z.json.unread'),
    ]);
    expect((await read()).faults).toEqual([]);
    expect(await readdir(folder)).toContain('2026-11-22T163000.000Z.json.unread');
    await runAt(['17:00'], 2);
    expect((await readdir(folder)).toSorted()).toEqual([
      '2026-11-22T160000.000Z.json',
      '2026-11-22T170000.000Z.json',
      'journal.json',
    ]);
  });
});

test('sweeping takes what killed processes left, and no lock that may be on its way back', async () => {
  const names = ['journal.json.123', 'lock', 'lock.0123456789abcdef', 'lock.fedcba9876543210', 'notes.txt'];
  for (const name of names) await writeFile(join(folder, name), '');
  const now = Date.parse('2026-11-22T12:00:00Z');
  const [old, fresh] = [now / 1000 - 2 * 86_400, now / 1000 - 60];
  await utimes(join(folder, 'lock'), old, old);
  await utimes(join(folder, 'lock.0123456789abcdef'), old, old);
  await utimes(join(folder, 'lock.fedcba9876543210'), fresh, fresh);
  await sweep(folder, now);
  expect((await readdir(folder)).toSorted()).toEqual(['lock', 'lock.fedcba9876543210', 'notes.txt']);
});
