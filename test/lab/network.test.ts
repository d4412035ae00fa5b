import { describe, expect, test } from '@jest/globals';
import { createNetwork } from '../../src/lab/network.ts';

const OPTIONS = { timeoutMs: 1000, signal: new AbortController().signal };

describe('the network of the lab', () => {
  test('leads from an address for documentation to a listener on loopback', async () => {
    const network = createNetwork(Date.now);
    await network.serve('192.0.2.1', 443, (socket) => socket.end('hello'));
    const dialled = await network.world.dial('192.0.2.1', 443, OPTIONS);
    const read = dialled.ok ? await dialled.connection.read(1000) : null;
    expect(read).toMatchObject({ kind: 'data' });
    expect(read?.kind === 'data' && Buffer.from(read.bytes).toString()).toBe('hello');
    if (dialled.ok) dialled.connection.close();
    await network.stop();
  });

  test('refuses connections to what is not served', async () => {
    const { world } = createNetwork(Date.now);
    expect(await world.dial('192.0.2.1', 443, OPTIONS)).toMatchObject({
      ok: false,
      failure: { code: 'connection-refused' },
    });
  });

  test('never leads out, not even to loopback', async () => {
    const { world } = createNetwork(Date.now);
    expect(await world.dial('127.0.0.1', 1, OPTIONS)).toMatchObject({ ok: false });
    expect(await world.resolve('localhost')).toMatchObject({
      ok: false,
      failure: { code: 'name-not-found' },
    });
  });

  test('resolves its names however they are written', async () => {
    const network = createNetwork(Date.now);
    network.name('mail.contoso.com', ['192.0.2.1', '192.0.2.2']);
    expect(await network.world.resolve('Mail.Contoso.COM')).toEqual({
      ok: true,
      addresses: ['192.0.2.1', '192.0.2.2'],
    });
  });

  test('counts connections by address and port', async () => {
    const network = createNetwork(Date.now);
    await network.serve('192.0.2.1', 443, (socket) => socket.end('x'));
    await network.serve('192.0.2.1', 25, (socket) => socket.end('x'));
    for (const port of [443, 443, 25]) {
      const dialled = await network.world.dial('192.0.2.1', port, OPTIONS);
      if (dialled.ok) {
        await dialled.connection.read(1000);
        dialled.connection.close();
      }
    }
    expect(Object.fromEntries(network.connections())).toEqual({ '192.0.2.1:443': 2, '192.0.2.1:25': 1 });
    await network.stop();
  });

  test('stops although clients are still connected', async () => {
    const network = createNetwork(Date.now);
    await network.serve('192.0.2.1', 443, () => undefined);
    const dialled = await network.world.dial('192.0.2.1', 443, OPTIONS);
    await network.stop();
    expect(dialled.ok).toBe(true);
    expect(await network.world.dial('192.0.2.1', 443, OPTIONS)).toMatchObject({ ok: false });
  });
});
