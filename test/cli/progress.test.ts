import { describe, expect, test } from '@jest/globals';
import { progressOn } from '../../src/cli/progress.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import type { ScanEvent } from '../../src/scan/observe.ts';
import { contosoReport } from '../fixtures/report.ts';
import { fakeShell } from './fake-shell.ts';

const { endpoints, observations } = contosoReport();
const [endpoint] = endpoints as readonly Endpoint[] as readonly [Endpoint];
const FOUND: ScanEvent = { type: 'endpoint-found', endpoint };
const DONE: ScanEvent = { type: 'endpoint-done', endpoint, connections: 1 };
const [observation] = observations.filter(({ connections }) => connections === 1);
const OBSERVED = { type: 'observed', observation, certificates: new Map() } as ScanEvent;

function clock(): { now: () => number; forward: (ms: number) => void } {
  let time = 0;
  return {
    now: () => time,
    forward: (ms) => {
      time += ms;
    },
  };
}

describe('progress', () => {
  test('counts endpoints, connections and seconds on one line that is drawn over, with the budget', () => {
    const { now, forward } = clock();
    const shell = fakeShell({ stderr: { isTerminal: true, columns: 80 }, now });
    const progress = progressOn(shell, false, '500');
    for (const event of [FOUND, OBSERVED, OBSERVED, FOUND]) {
      forward(1000);
      progress.onEvent(event);
    }
    forward(1000);
    progress.onEvent(DONE);
    expect(shell.err().split('\r').at(-1)).toBe(
      '1 of 2 endpoints done, 2 connections (at most 500 each), 5 s\u001b[K',
    );
    expect(shell.err()).not.toContain('\n');
  });

  test('draws at most ten times a second and counts all the same', () => {
    const { now, forward } = clock();
    const shell = fakeShell({ stderr: { isTerminal: true, columns: 80 }, now });
    const progress = progressOn(shell, false, '500');
    for (let event = 0; event < 99; event += 1) {
      progress.onEvent(OBSERVED);
      forward(1);
    }
    expect(shell.err().split('\r')).toHaveLength(2);
    forward(1);
    progress.onEvent(OBSERVED);
    expect(shell.err()).toContain('100 connections');
  });

  test('never reaches the last column, where terminals wrap', () => {
    const shell = fakeShell({ stderr: { isTerminal: true, columns: 20 } });
    progressOn(shell, false, '500').onEvent(FOUND);
    expect(shell.err()).toBe('\r0 of 1 endpoints do\u001b[K');
  });

  test('is taken away at the end, once, and not drawn again', () => {
    const shell = fakeShell({ stderr: { isTerminal: true } });
    const progress = progressOn(shell, false, '500');
    progress.onEvent(FOUND);
    const drawn = shell.err();
    progress.clear();
    progress.clear();
    progress.onEvent(FOUND);
    expect(shell.err()).toBe(`${drawn}\r\u001b[K`);
  });

  test.each([
    ['where standard error is no terminal', false, false],
    ['when it is to be quiet', true, true],
  ])('draws nothing %s', (_case, isTerminal, quiet) => {
    const shell = fakeShell({ stderr: { isTerminal } });
    const progress = progressOn(shell, quiet, '500');
    progress.onEvent(FOUND);
    progress.clear();
    expect(shell.err()).toBe('');
  });
});
