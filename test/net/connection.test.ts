import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { getEventListeners, once } from 'node:events';
import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { type Connection, connectionOf } from '../../src/net/connection.ts';
import { listen, type Loopback, pair } from './loopback.ts';

/** Never reached by a test that passes. */
const LONG = 60_000;

let loopback: Loopback;
let client: Socket;
let server: Socket;
let abort: AbortController;
let connection: Connection;

beforeEach(async () => {
  loopback = await listen();
  [client, server] = await pair(loopback);
  abort = new AbortController();
  connection = connectionOf(client, abort.signal);
});

afterEach(async () => {
  connection.close();
  client.destroy();
  await loopback.close();
});

async function readText(length: number): Promise<string> {
  let text = '';
  while (text.length < length) {
    const read = await connection.read(LONG);
    if (read.kind !== 'data') return `${text} ${read.kind}`;
    text += Buffer.from(read.bytes).toString('latin1');
  }
  return text;
}

describe('a read', () => {
  test('gives what the server sends', async () => {
    server.write('220 ready\r\n');
    expect(await readText(11)).toBe('220 ready\r\n');
  });

  test('gives what came before it was asked for', async () => {
    server.write('early');
    await once(client, 'data');
    expect(await readText(5)).toBe('early');
  });

  test('waits for what comes later', async () => {
    const read = connection.read(LONG);
    server.write('late');
    expect(await read).toEqual({ kind: 'data', bytes: Buffer.from('late') });
  });

  test('says end when the server has closed its side, and says it again', async () => {
    server.end('bye');
    expect(await readText(3)).toBe('bye');
    expect(await connection.read(LONG)).toEqual({ kind: 'end' });
    expect(await connection.read(LONG)).toEqual({ kind: 'end' });
  });

  test('says reset when the server breaks the connection, and says it again', async () => {
    const read = connection.read(LONG);
    server.resetAndDestroy();
    expect(await read).toEqual({ kind: 'reset' });
    expect(await connection.read(LONG)).toEqual({ kind: 'reset' });
  });

  test('gives the data that came before a reset first', async () => {
    server.write('last words');
    expect(await readText(10)).toBe('last words');
    server.resetAndDestroy();
    expect(await connection.read(LONG)).toEqual({ kind: 'reset' });
  });

  test('ends when its time is up, and the next one still gets the data', async () => {
    expect(await connection.read(1)).toEqual({ kind: 'timeout' });
    server.write('after');
    expect(await readText(5)).toBe('after');
  });

  test('ends when the run is stopped', async () => {
    const read = connection.read(LONG);
    abort.abort();
    expect(await read).toEqual({ kind: 'aborted' });
    expect(await connection.read(LONG)).toEqual({ kind: 'aborted' });
  });

  test('is stopped even if there are data', async () => {
    server.write('data');
    await once(client, 'data');
    abort.abort();
    expect(await connection.read(LONG)).toEqual({ kind: 'aborted' });
  });

  test('ends when our own side is closed', async () => {
    const read = connection.read(LONG);
    connection.close();
    expect(await read).toEqual({ kind: 'end' });
  });
});

describe('a flood', () => {
  const FLOOD = 50 * 1024 * 1024;

  test('that nobody reads stays with its sender, and is all there for one who does', async () => {
    server.write(Buffer.alloc(FLOOD, 0x61));
    server.end();
    await once(client, 'data');
    for (let turns = 0; turns < 300; turns += 1) await turn();
    // One chunk for us and one that the stream holds.
    expect(client.bytesRead).toBeLessThanOrEqual(256 * 1024);

    let received = 0;
    let read = await connection.read(LONG);
    for (; read.kind === 'data'; read = await connection.read(LONG)) received += read.bytes.length;
    expect(read.kind).toBe('end');
    expect(received).toBe(FLOOD);
  });

  test('is read one portion at a time', async () => {
    server.write(Buffer.alloc(FLOOD));
    const read = await connection.read(LONG);
    expect(read.kind === 'data' && read.bytes.length).toBeLessThanOrEqual(256 * 1024);
    for (let turns = 0; turns < 300; turns += 1) await turn();
    expect(client.bytesRead).toBeLessThanOrEqual(256 * 1024);
  });

  test('does not keep a connection from being closed', async () => {
    server.write(Buffer.alloc(FLOOD));
    await connection.read(LONG);
    connection.close();
    await once(client, 'close');
    expect(client.destroyed).toBe(true);
  });
});

describe('a write', () => {
  test('reaches the server', async () => {
    connection.write(Buffer.from('EHLO x\r\n'));
    const [chunk] = (await once(server, 'data')) as [Buffer];
    expect(chunk.toString()).toBe('EHLO x\r\n');
  });

  test('on a dead connection does nothing', async () => {
    const read = connection.read(LONG);
    server.resetAndDestroy();
    await read;
    connection.write(Buffer.from('anyone?'));
    expect(await connection.read(LONG)).toEqual({ kind: 'reset' });
  });

  test('after the close does nothing', async () => {
    connection.close();
    connection.write(Buffer.from('too late'));
    server.resume();
    await once(server, 'end');
    expect(server.bytesRead).toBe(0);
  });
});

describe('closing', () => {
  test('sends what was written, ends the connection and leaves no socket behind', async () => {
    connection.write(Buffer.from('QUIT\r\n'));
    connection.close();
    const [chunk] = (await once(server, 'data')) as [Buffer];
    expect(chunk.toString()).toBe('QUIT\r\n');
    await Promise.all([once(server, 'close'), once(client, 'close')]);
    expect(client.destroyed).toBe(true);
    const count = await new Promise((resolve) => {
      loopback.server.getConnections((_error, open) => resolve(open));
    });
    expect(count).toBe(0);
  });

  test('twice is safe, and so is closing what the server has broken', async () => {
    const closed = new Promise((resolve) => client.on('close', resolve));
    connection.close();
    connection.close();
    server.resetAndDestroy();
    await closed;
    connection.close();
    expect(client.destroyed).toBe(true);
  });

  test('stops listening for the end of the run', () => {
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(1);
    connection.close();
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(0);
  });

  test('does not turn into a reset when data are still under way', async () => {
    server.write(Buffer.alloc(200_000));
    connection.close();
    const errors: unknown[] = [];
    server.on('error', (error) => errors.push(error));
    server.resume();
    await once(server, 'close');
    expect(errors).toEqual([]);
  });
});

describe('detaching', () => {
  test('gives the socket with nothing of ours listening', () => {
    const before = ['data', 'end', 'close', 'error'].map((event) => client.listenerCount(event));
    const socket = connection.detach();
    expect(socket).toBe(client);
    const after = ['data', 'end', 'close', 'error'].map((event) => client.listenerCount(event));
    expect(after).toEqual(before.map((count) => count - 1));
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(0);
  });

  test('leaves the socket open and usable', async () => {
    const socket = connection.detach();
    socket.write('hello');
    const [chunk] = (await once(server, 'data')) as [Buffer];
    expect(chunk.toString()).toBe('hello');
  });
});

test('the local address is known', () => {
  expect(connection.localAddress).toBe('127.0.0.1');
});

describe('a server that never closes its side', () => {
  let stubborn: Loopback;
  let ours: Socket;

  beforeEach(async () => {
    stubborn = await listen({ halfOpen: true });
  });

  afterEach(async () => {
    ours.destroy();
    await stubborn.close();
  });

  test('is left after a moment', async () => {
    let theirs: Socket;
    [ours, theirs] = await pair(stubborn);
    const closed = once(ours, 'close');
    theirs.resume();
    connectionOf(ours, abort.signal).close();
    await closed;
    expect(theirs.destroyed).toBe(false);
  });
});
