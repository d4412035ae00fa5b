import { expect, test } from '@jest/globals';
import { notAssessed } from '../../src/cli/not-assessed.ts';
import type { EndpointResult, Report } from '../../src/model/report.ts';
import { contosoReport } from '../fixtures/report.ts';

const report = contosoReport();
const [template] = report.endpoints as readonly [EndpointResult];

function missed(places: readonly (readonly [host: string, port: number, failure: string | null])[]): Report {
  const endpoints = places.map(([host, port, failure]) => ({
    ...template,
    id: `https://${host}:${port}`,
    host,
    port,
    failure,
  }));
  return {
    ...report,
    endpoints,
    summary: { ...report.summary, not_assessed: endpoints.map(({ id }) => id) },
  };
}

test.each([
  [[['a', 443, 'refused']], 'could not be assessed: a:443 https (refused)'],
  [[['a', 443, null]], 'could not be assessed: a:443 https (no answer that can be understood)'],
  [
    [
      ['a', 443, 'lost'],
      ['a', 25, 'lost'],
      ['a', 587, 'late'],
    ],
    'could not be assessed: a, 2 endpoints (lost); a:587 https (late)',
  ],
  [
    [
      ['a', 1, 'x'],
      ['b', 1, 'x'],
      ['c', 1, 'x'],
      ['d', 1, 'x'],
      ['e', 1, 'x'],
    ],
    'could not be assessed: a:1 https (x); b:1 https (x); c:1 https (x) and 2 more',
  ],
] as const)('%j', (places, words) => {
  expect(notAssessed(missed(places), false)).toBe(words);
});

test('a host without any endpoint is named', () => {
  const none = missed([]);
  expect(
    notAssessed({ ...none, summary: { ...none.summary, not_assessed: ['lost.contoso.com'] } }, false),
  ).toBe('could not be assessed: lost.contoso.com');
});

test('checks that stayed open where everything answered are counted', () => {
  const none = missed([]);
  expect(notAssessed({ ...none, summary: { ...none.summary, unknown: 1 } }, false)).toBe(
    '1 check could not be assessed: see the report',
  );
});

test('what a server said cannot leave the line', () => {
  expect(notAssessed(missed([['a', 443, 'busy\r\n\u001b[2Jbye']]), false)).toMatch(/^[ -~]*$/);
});
