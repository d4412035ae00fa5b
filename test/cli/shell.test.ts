import { expect, test } from '@jest/globals';
import { realShell } from '../../src/cli/shell.ts';

test('waiting ends at its signal, and keeps no process alive after that', async () => {
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const stop = new AbortController();
  const waiting = realShell().wait(60_000, stop.signal);
  expect(timers()).toBe(before + 1);
  stop.abort();
  await waiting;
  expect(timers()).toBe(before);
  await realShell().wait(60_000, stop.signal);
});
