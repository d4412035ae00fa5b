import { describe, expect, test } from '@jest/globals';
import type { RunInfo } from '../../src/model/report.ts';
import type { Target, TargetPace } from '../../src/model/target.ts';
import { costText, fetchesIn } from '../../src/reporters/cost.ts';
import { contosoReport } from '../fixtures/report.ts';

const { run } = contosoReport();
const target = (pace?: TargetPace): Target =>
  ({ host: 'a', ...(pace === undefined ? {} : { pace }) }) as Target;

describe('what a run has cost', () => {
  test.each<[readonly Target[], string]>([
    [[], '500'],
    [[target()], '500'],
    [[target({ gentle: true })], '500'],
    [[target({ budget: 40 })], '40'],
    [[target({ budget: 40 }), target()], '40 to 500'],
    [[target({ budget: 900 }), target()], '500 to 900'],
  ])('names the budgets that counted: %j', (targets, budget) => {
    expect(costText(run, targets, 7)).toBe(
      `7 connections used in 12.3 s (limit for each endpoint: ${budget})`,
    );
  });

  test('counts one connection in the singular', () => {
    expect(costText(run, [], 1)).toMatch(/^1 connection used/);
  });

  test.each([
    [1, '1 fetch from certification authorities'],
    [3, '3 fetches from certification authorities'],
  ])('counts %d fetches apart', (fetches, words) => {
    expect(costText(run, [], 7, fetches)).toBe(
      `7 connections used in 12.3 s (limit for each endpoint: 500); ${words}`,
    );
  });

  test('counts as fetches what was asked for, and not what was kept or refused', () => {
    const { observations } = contosoReport();
    const fetched = observations.filter(({ kind }) => kind === 'fetch');
    expect([fetched.length, fetchesIn(observations)]).toEqual([4, 2]);
  });

  test('leaves out a time that cannot be told', () => {
    const odd: RunInfo = { ...run, finishedAt: 'soon' };
    expect(costText(odd, [], 2)).toBe('2 connections used (limit for each endpoint: 500)');
  });
});
