import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { combineExitParts, exitCode, exitCodeOf, exitParts, NO_PARTS } from '../../src/judge/exit-code.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { EndpointResult, Report } from '../../src/model/report.ts';

const ID = 'https://mail.contoso.com:443';

function finding(
  outcome: Finding['outcome'],
  severity: Finding['severity'],
  endpoints: readonly string[] = [ID],
) {
  return { outcome, severity, endpoints } as Finding;
}

interface Given {
  readonly findings?: readonly Finding[];
  readonly endpoint?: Partial<EndpointResult>;
  readonly complete?: boolean;
  readonly answered?: number;
  readonly missed?: readonly string[];
}

function report({ findings = [], endpoint = {}, complete = true, answered = 1, missed = [] }: Given): Report {
  return {
    run: { complete },
    summary: { answered, not_assessed: missed },
    endpoints: [{ id: ID, named: true, reach: 'answered', ...endpoint }],
    findings,
  } as unknown as Report;
}

const silent = { named: false, reach: 'unreachable' } as const;

describe('the exit code', () => {
  test.each<[string, Given, 0 | 1 | 3]>([
    ['nothing found', { findings: [finding('pass', 'high')] }, 0],
    ['a failure below the threshold', { findings: [finding('fail', 'low')] }, 0],
    ['a failure at the threshold', { findings: [finding('fail', 'medium')] }, 1],
    ['a failure above it', { findings: [finding('fail', 'critical')] }, 1],
    ['a grave question without an answer', { findings: [finding('unknown', 'medium')] }, 3],
    ['a small question without an answer', { findings: [finding('unknown', 'low')] }, 0],
    ['an unnamed port that is silent', { findings: [finding('unknown', 'high')], endpoint: silent }, 0],
    [
      'an unnamed port that is alive',
      { findings: [finding('unknown', 'high')], endpoint: { named: false } },
      3,
    ],
    [
      'a named port that is silent',
      { findings: [finding('unknown', 'high')], endpoint: { reach: 'unreachable' } },
      3,
    ],
    ['a question about nobody', { findings: [finding('unknown', 'high', [])] }, 3],
    ['something not assessed', { missed: [ID] }, 3],
    ['a run that was cut short', { complete: false }, 3],
    ['nobody answered', { answered: 0 }, 3],
    ['a failure and a run that was cut short', { findings: [finding('fail', 'high')], complete: false }, 1],
    ['what does not apply', { findings: [finding('not-applicable', 'high')] }, 0],
  ])('%s', (_, given, code) => {
    expect(exitCode(report(given), 'medium')).toBe(code);
  });

  test('the threshold is the caller’s', () => {
    const low = report({ findings: [finding('fail', 'low')] });
    expect(exitCode(low, 'info')).toBe(1);
    expect(exitCode(low, 'high')).toBe(0);
  });
});

describe('the exit code of many reports', () => {
  const given: fc.Arbitrary<Given> = fc.record({
    findings: fc
      .array(
        fc.tuple(
          fc.constantFrom<Finding['outcome']>('pass', 'fail', 'unknown', 'not-applicable'),
          fc.constantFrom<Finding['severity']>('low', 'medium', 'critical'),
        ),
        { maxLength: 3 },
      )
      .map((list) => list.map(([outcome, severity]) => finding(outcome, severity))),
    answered: fc.nat(2),
    missed: fc.constantFrom([], [ID]),
  });

  test('is that of one report with all that they hold', () => {
    fc.assert(
      fc.property(fc.array(given, { minLength: 1, maxLength: 4 }), fc.boolean(), (list, complete) => {
        const whole = report({
          findings: list.flatMap(({ findings }) => findings ?? []),
          answered: list.reduce((sum, { answered }) => sum + (answered ?? 0), 0),
          missed: list.flatMap(({ missed }) => missed ?? []),
          complete,
        });
        const parts = list.map((one) => exitParts(report(one), 'medium')).reduce(combineExitParts, NO_PARTS);
        expect(exitCodeOf(parts, complete)).toBe(exitCode(whole, 'medium'));
      }),
    );
  });

  test.each<[string, readonly Given[], boolean, 0 | 1 | 3]>([
    ['somebody answered, first', [{}, { answered: 0 }], true, 0],
    ['somebody answered, last', [{ answered: 0 }, {}], true, 0],
    ['nobody answered', [{ answered: 0 }, { answered: 0 }], true, 3],
    ['a failure in the first', [{ findings: [finding('fail', 'high')] }, { missed: [ID] }], true, 1],
    ['a failure in the last', [{ missed: [ID] }, { findings: [finding('fail', 'high')] }], true, 1],
    ['something open in the first', [{ missed: [ID] }, {}], true, 3],
    ['something open in the last', [{}, { findings: [finding('unknown', 'high')] }], true, 3],
    ['a run that was cut short', [{}, {}], false, 3],
  ])('%s', (_, list, complete, code) => {
    const parts = list.map((one) => exitParts(report(one), 'medium')).reduce(combineExitParts, NO_PARTS);
    expect(exitCodeOf(parts, complete)).toBe(code);
  });

  test('is 3 if there is none', () => {
    expect(exitCodeOf(NO_PARTS, true)).toBe(3);
  });
});
