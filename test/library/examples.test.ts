import { describe, expect, test } from '@jest/globals';
import { parseSavedReport, render, REPORTERS, scan } from '../../src/index.ts';
import { withLab } from './lab.ts';
import { scanWithClients, whoWouldStop } from './examples/clients.ts';
import { whatGotWorse } from './examples/compare.ts';
import { judgeAgain } from './examples/judge-again.ts';
import { judgeByOwnBaseline } from './examples/own-baseline.ts';
import { scanInOwnWorld } from './examples/own-world.ts';
import { everyFormat } from './examples/render.ts';
import { scanAndPrint } from './examples/scan-and-print.ts';
import { streamFleet } from './examples/stream-a-fleet.ts';
import { watchProgress } from './examples/watch-progress.ts';

const HOSTS = ['hq.contoso.com', 'archive.contoso.com'] as const;
const CHECK = { depth: 'check' } as const;

describe('the examples', () => {
  const saved = withLab(HOSTS, ({ targets, world }) => scan(targets, { world, options: CHECK }));

  test('scan and print', async () => {
    const lines = await withLab(['archive.contoso.com'], ({ world }) =>
      scanAndPrint('targets: [archive.contoso.com]', { world }),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^high cert\/expired: CN=archive\.contoso\.com/));
    expect(lines.at(-1)).toBe('exit code 1, not assessed: nothing');
  });

  test('stream a fleet', async () => {
    const written: string[] = [];
    const code = await withLab(HOSTS, ({ targets, world }) =>
      streamFleet(targets, (lines) => Promise.resolve(void written.push(lines)), { world }),
    );
    expect(code).toBe(1);
    expect(written).toHaveLength(HOSTS.length);
    for (const host of HOSTS) expect(written.join('')).toContain(`"hosts":["${host}"]`);
  });

  test('watch the progress', async () => {
    const said: string[] = [];
    const report = await withLab(['hq.contoso.com'], ({ targets, world }) =>
      watchProgress(targets, (line) => void said.push(line), { world, options: CHECK }),
    );
    expect(said[0]).toBe('hq.contoso.com: looking it up');
    expect(said.at(-1)).toBe('hq.contoso.com: done');
    const done = said.filter((line) => / done, \d+ connections$/.test(line));
    expect(done).toHaveLength(report.endpoints.length);
  });

  test('judge again', async () => {
    const report = await saved;
    const json = render(report, 'json');
    expect(judgeAgain(json)).toEqual(report);
    const later = judgeAgain(json, Date.parse(report.judged.at) + 400 * 86_400_000);
    expect(later.summary.fail.high).toBeGreaterThan(report.summary.fail.high);
  });

  test('judge by a baseline of its own', async () => {
    const report = await saved;
    const ours = judgeByOwnBaseline(report, 'id: ours\nextends: exchange-2019\nminRsaBits: 4096\n');
    expect(ours.judged).toMatchObject({ baseline: 'ours', baselineGiven: true });
    const [before, after] = [report, ours].map(({ findings }) =>
      findings.filter(({ rule, outcome }) => rule === 'cert/weak-key' && outcome === 'fail'),
    );
    expect(before).toEqual([]);
    expect(after).not.toEqual([]);
  });

  test('compare two reports', async () => {
    const report = await saved;
    const before = { ...report, findings: report.findings.filter(({ rule }) => rule !== 'cert/expired') };
    const worse = whatGotWorse(render(before, 'json'), render(report, 'json'));
    expect(worse).toEqual([expect.stringMatching(/^archive\.contoso\.com appeared: .* expired on /)]);
    expect(whatGotWorse(render(report, 'json'), render(report, 'json'))).toEqual([]);
  });

  test('render in every format', async () => {
    const texts = everyFormat(await saved);
    expect([...texts.keys()]).toEqual([...REPORTERS.map(({ id }) => id), 'certificates.csv']);
    for (const text of texts.values()) expect(text).toContain('contoso.com');
    expect(parseSavedReport(texts.get('json') ?? '', 'x')).toEqual(await saved);
  });

  test('send the hellos of clients', async () => {
    const report = await withLab(['hq.contoso.com'], ({ targets, world }) =>
      scanWithClients(targets, ['outlook-2007-win7'], { world, options: CHECK }),
    );
    expect(report.clients?.simulations.map(({ client }) => client)).toContain('outlook-2007-win7');
    expect(report.clients?.simulations.filter(({ held }) => held === false)).toEqual([]);
    expect(whoWouldStop(report, 'exchange-2019')).toEqual([]);
  });

  test('scan in a world of its own', async () => {
    const dialled: string[] = [];
    const now = Date.parse('2036-01-01T00:00:00Z');
    const report = await withLab(['hq.contoso.com'], ({ targets, world }) =>
      scanInOwnWorld(targets, {
        hosts: { 'hq.contoso.com': ['192.0.2.40'] },
        now: () => now,
        dial: (address, port, options) => {
          dialled.push(`${address}:${port}`);
          return world.dial(address, port, options);
        },
        signal: new AbortController().signal,
      }),
    );
    expect(new Set(dialled.map((place) => place.split(':')[0]))).toEqual(new Set(['192.0.2.40']));
    expect(dialled.length).toBeGreaterThan(20);
    expect(report.judged.at).toBe('2036-01-01T00:00:00.000Z');
    expect(report.run.startedAt).toBe('2036-01-01T00:00:00.000Z');
  });
});
