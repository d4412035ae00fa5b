import net from 'node:net';
import { addressOf } from './fleet-address.js';

/** Opens so many connections, so many at a time, and waits for the end of each. */
export async function bareConnections({ count, atATime, port }) {
  const start = performance.now();
  let begun = 0;
  const lane = async () => {
    while (begun < count) {
      begun += 1;
      await opened(addressOf(begun % 1000), port);
    }
  };
  await Promise.all(Array.from({ length: atATime }, lane));
  return { ms: performance.now() - start };
}

function opened(host, port) {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port });
    socket.on('error', () => undefined);
    socket.once('close', resolve);
    socket.resume();
  });
}
