import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { getEventListeners, once } from 'node:events';
import { dialTcp } from '../../src/net/dial.ts';
import { listen, type Loopback } from './loopback.ts';

/** Only the clock stands still. */
const REAL_LOOP: Parameters<typeof jest.useFakeTimers>[0] = {
  doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'],
};
const TIMEOUT = { timeoutMs: 60_000 };

let loopback: Loopback;

beforeEach(async () => {
  loopback = await listen();
});

afterEach(async () => {
  jest.useRealTimers();
  await loopback.close();
});

describe('dialling', () => {
  test('opens a connection that can be read', async () => {
    const { signal } = new AbortController();
    const dialled = dialTcp('127.0.0.1', loopback.port, { ...TIMEOUT, signal });
    const server = await loopback.accepted();
    server.write('hello');
    const result = await dialled;
    if (!result.ok) throw new Error(result.failure.detail);
    const read = await result.connection.read(60_000);
    result.connection.close();
    expect(read).toEqual({ kind: 'data', bytes: Buffer.from('hello') });
    await once(server.resume(), 'close');
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test('survives a reset right after the connection', async () => {
    const { signal } = new AbortController();
    const dialled = dialTcp('127.0.0.1', loopback.port, { ...TIMEOUT, signal });
    (await loopback.accepted()).resetAndDestroy();
    const result = await dialled;
    // The system may report the reset to either call.
    const end = result.ok ? (await result.connection.read(60_000)).kind : result.failure.code;
    expect(['reset', 'dial-failed']).toContain(end);
  });

  test('a closed port is refused', async () => {
    const { port } = loopback;
    await loopback.close();
    const { signal } = new AbortController();
    const result = await dialTcp('127.0.0.1', port, { ...TIMEOUT, signal });
    expect(result).toEqual({
      ok: false,
      failure: { code: 'connection-refused', stage: 'dial', detail: 'ECONNREFUSED' },
    });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    loopback = await listen();
  });

  test('an address that this machine cannot use is a failure and not a crash', async () => {
    const { signal } = new AbortController();
    const result = await dialTcp('255.255.255.255', 9, { ...TIMEOUT, signal });
    expect(result).toMatchObject({ ok: false, failure: { stage: 'dial' } });
  });

  test('a stopped run opens nothing', async () => {
    const result = await dialTcp('127.0.0.1', loopback.port, { ...TIMEOUT, signal: AbortSignal.abort() });
    expect(result).toMatchObject({ ok: false, failure: { code: 'aborted', stage: 'local' } });
  });

  test('is given up when the run is stopped', async () => {
    const abort = new AbortController();
    const dialled = dialTcp('127.0.0.1', loopback.port, { ...TIMEOUT, signal: abort.signal });
    abort.abort();
    expect(await dialled).toMatchObject({ ok: false, failure: { code: 'aborted', stage: 'local' } });
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(0);
  });

  test('leaves no timer behind, whatever comes of it', async () => {
    jest.useFakeTimers(REAL_LOOP);
    const { port } = loopback;
    const { signal } = new AbortController();
    const opened = await dialTcp('127.0.0.1', port, { ...TIMEOUT, signal });
    expect(opened.ok).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
    await loopback.close();
    const refused = await dialTcp('127.0.0.1', port, { ...TIMEOUT, signal });
    expect(refused.ok).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
    if (opened.ok) opened.connection.close();
    loopback = await listen();
  });

  test('is given up when its time is up', async () => {
    jest.useFakeTimers(REAL_LOOP);
    const { signal } = new AbortController();
    const dialled = dialTcp('127.0.0.1', loopback.port, { timeoutMs: 5000, signal });
    // Before the event loop can turn and bring the connection.
    jest.advanceTimersByTime(5000);
    expect(await dialled).toEqual({
      ok: false,
      failure: { code: 'connect-timeout', stage: 'dial', detail: 'no answer within 5000 ms' },
    });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(jest.getTimerCount()).toBe(0);
  });
});
