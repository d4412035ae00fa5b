import { describe, expect, test } from '@jest/globals';
import { listenForStop } from '../../src/cli/stop.ts';
import { fakeShell } from './fake-shell.ts';

describe('the first signal', () => {
  test.each([
    [129, /asked to end/],
    [130, /stopped by Ctrl-C/],
    [143, /asked to end/],
  ] as const)('%d aborts the asking and says so in one line', (code, words) => {
    const shell = fakeShell();
    const stop = listenForStop(shell, () => undefined);
    expect(stop.code()).toBeNull();
    shell.stop(code);
    expect(stop.signal.aborted).toBe(true);
    expect(stop.code()).toBe(code);
    expect(shell.err()).toMatch(words);
    expect(shell.err().match(/\n/g)).toHaveLength(1);
    expect(shell.exits).toEqual([]);
  });

  test('takes the status line away before it says anything', () => {
    const shell = fakeShell();
    listenForStop(shell, () => void shell.stderr.write('<cleared>'));
    shell.stop(130);
    expect(shell.err()).toMatch(/^<cleared>exchange-tls:/);
  });
});

test('the words about what is done now are those of the command', () => {
  const shell = fakeShell();
  listenForStop(shell, () => undefined, 'showing what there is');
  shell.stop(130);
  expect(shell.err()).toBe(
    'exchange-tls: stopped by Ctrl-C: showing what there is; once more to exit at once\n',
  );
});

test('the second signal exits at once', () => {
  const shell = fakeShell();
  const stop = listenForStop(shell, () => undefined);
  shell.stop(130);
  shell.stop(143);
  expect(shell.exits).toEqual([143]);
  expect(stop.code()).toBe(130);
});

test.each([129, 130] as const)(
  'a hangup behind %d does not exit, since shells and terminals both send one',
  (code) => {
    const shell = fakeShell();
    const stop = listenForStop(shell, () => undefined);
    shell.stop(code);
    shell.stop(129);
    expect(shell.exits).toEqual([]);
    expect(stop.code()).toBe(code);
  },
);

test('nothing is heard after the end', () => {
  const shell = fakeShell();
  const stop = listenForStop(shell, () => undefined);
  stop.end();
  shell.stop(130);
  expect(stop.signal.aborted).toBe(false);
  expect(shell.listeners()).toBe(0);
});
