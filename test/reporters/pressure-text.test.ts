import { describe, expect, test } from '@jest/globals';
import type { Pressure } from '../../src/model/pressure.ts';
import { pressureSummaries } from '../../src/reporters/pressure-text.ts';
import { table } from '../../src/reporters/table.ts';
import { contosoReport } from '../fixtures/report.ts';
import { renderOptions } from './options.ts';

function sign(second: number, changes: Partial<Pressure> = {}): Pressure {
  return {
    at: new Date(Date.UTC(2026, 2, 1, 8, 0, second)).toISOString(),
    address: '192.0.2.1',
    service: 'smtp',
    observation: `o${second}`,
    sign: 'busy',
    waitMs: 0,
    connections: 1,
    ...changes,
  };
}

const text = (pressures: readonly Pressure[]): readonly string[] =>
  pressureSummaries(pressures).map(({ place, signs, response }) => `${place}: ${signs}; ${response}`);

describe('signs of pressure', () => {
  test.each<[string, readonly Pressure[], readonly string[]]>([
    ['none', [], []],
    ['one', [sign(0)], ['192.0.2.1 smtp: busy once; slowed down to 1 connection at a time']],
    [
      'several kinds, the smallest number of connections',
      [sign(0, { connections: 3 }), sign(1, { sign: 'slow', connections: 2 }), sign(2, { connections: 4 })],
      ['192.0.2.1 smtp: busy 2 times, slow once; slowed down to 2 connections at a time'],
    ],
    [
      'waits one after the other, which add up',
      [sign(0, { waitMs: 1000 }), sign(2, { waitMs: 2000 }), sign(5, { waitMs: 5000 })],
      ['192.0.2.1 smtp: busy 3 times; slowed down to 1 connection at a time, waited 8 s'],
    ],
    [
      'waits at the same time, which do not',
      [sign(0, { waitMs: 5000 }), sign(1, { waitMs: 1000 }), sign(4, { waitMs: 5000 })],
      ['192.0.2.1 smtp: busy 3 times; slowed down to 1 connection at a time, waited 9 s'],
    ],
    [
      'each address and service apart',
      [sign(0), sign(1, { service: 'other' }), sign(2, { address: '192.0.2.2' })],
      [
        '192.0.2.1 smtp: busy once; slowed down to 1 connection at a time',
        '192.0.2.1 other services: busy once; slowed down to 1 connection at a time',
        '192.0.2.2 smtp: busy once; slowed down to 1 connection at a time',
      ],
    ],
  ])('are summed up: %s', (_, pressures, lines) => {
    expect(text(pressures)).toEqual(lines);
  });

  test('stand in the table before the verdict, and only if there were any', () => {
    const options = renderOptions({ width: 120 });
    const report = contosoReport();
    expect(table.render(report, options)).toMatch(
      /\nSigns of pressure\n192\.0\.2\.9 smtp: busy once, dropped once; slowed [^\n]+waited 3 s\n\n[^\n]+\n\d+ connections used/,
    );
    const calm = contosoReport({ run: { ...report.run, pressure: [] } });
    expect(table.render(calm, options)).not.toContain('pressure');
  });
});
