import { describe, expect, test } from '@jest/globals';
import { maximumValidityDays, VALIDITY_RULES, validityDays } from '../../src/certs/validity-rules.ts';

describe('the longest validity of a public certificate', () => {
  test.each([
    ['2015-03-31T23:59:59Z', null],
    ['2015-04-01T00:00:00Z', 1188],
    ['2018-02-28T23:59:59Z', 1188],
    ['2018-03-01T00:00:00Z', 825],
    ['2020-08-31T23:59:59Z', 825],
    ['2020-09-01T00:00:00Z', 398],
    ['2026-03-14T23:59:59Z', 398],
    ['2026-03-15T00:00:00Z', 200],
    ['2027-03-14T23:59:59Z', 200],
    ['2027-03-15T00:00:00Z', 100],
    ['2029-03-14T23:59:59Z', 100],
    ['2029-03-15T00:00:00Z', 47],
    ['2040-01-01T00:00:00Z', 47],
  ])('issued at %s is %s days', (issued, days) => {
    expect(maximumValidityDays(Date.parse(issued))).toBe(days);
  });

  test('is listed newest first', () => {
    const dates = VALIDITY_RULES.map(({ from }) => from);
    expect(dates).toEqual(dates.toSorted().toReversed());
  });
});

describe('validity in days', () => {
  test.each([
    ['2026-04-01T00:00:00Z', '2026-10-17T23:59:59Z', 200],
    ['2026-04-01T00:00:00Z', '2026-10-18T00:00:00Z', 201],
    ['2026-04-01T00:00:00Z', '2026-04-01T00:00:00Z', 1],
    ['2026-04-01T12:00:00Z', '2026-04-02T11:59:59Z', 1],
  ])('from %s to %s is %i', (from, to, days) => {
    expect(validityDays(Date.parse(from), Date.parse(to))).toBe(days);
  });
});
