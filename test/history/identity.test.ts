import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseCertificate } from '../../src/certs/parse.ts';
import { type Lab, startContoso } from '../../src/lab/contoso.ts';
import { compareReports } from '../../src/history/compare.ts';
import type { Depth, Gathered, Report } from '../../src/model/report.ts';
import { judge } from '../../src/pipeline.ts';
import { observeAll } from '../../src/scan/observe.ts';
import { optionsFor } from '../scan/harness.ts';

const DAY = 86_400_000;
const DEPTHS = ['check', 'scan'] as const;

let lab: Lab;
const runs = {} as Record<Depth, Gathered>;

beforeAll(async () => {
  lab = await startContoso();
  for (const depth of DEPTHS) {
    runs[depth] = await observeAll(lab.targets, { ...optionsFor(depth), world: lab.world });
  }
}, 30_000);

afterAll(() => lab.stop());

const judged = (depth: Depth, days: number): Report =>
  judge(runs[depth], {
    now: lab.world.now() + days * DAY,
    authorities: lab.authorities.map(parseCertificate),
  });

describe.each(DEPTHS)('findings of a %s of Contoso', (depth) => {
  test('have each an id of their own', () => {
    const ids = judged(depth, 0).findings.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  test('have the same ids a day later, though messages count days', () => {
    const [today, tomorrow] = [judged(depth, 0), judged(depth, 1)];
    expect(tomorrow.findings.map(({ id }) => id)).toEqual(today.findings.map(({ id }) => id));
    const messages = new Set(today.findings.map(({ message }) => message));
    expect(tomorrow.findings.some(({ message }) => !messages.has(message))).toBe(true);
  });

  test('are no change when the same servers are judged a day later', () => {
    expect(compareReports(judged(depth, 0), judged(depth, 1)).changes).toEqual([]);
  });
});
