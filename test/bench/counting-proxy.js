import net from 'node:net';

/**
 * A TCP proxy that counts what passes, and delays it by half of the round trip each way.
 * @param {{ to: number, host?: string, port?: number, roundTripMs?: number }} options
 */
export async function countingProxy({ to, host = '127.0.0.1', port = 0, roundTripMs = 0 }) {
  const counted = { connections: 0, bytesOut: 0, bytesIn: 0 };
  const delay = roundTripMs / 2;
  const server = net.createServer({ allowHalfOpen: true }, (client) => {
    counted.connections += 1;
    const upstream = net.connect({ port: to, host: '127.0.0.1', allowHalfOpen: true });
    forward(client, upstream, delay, (length) => (counted.bytesOut += length));
    forward(upstream, client, delay, (length) => (counted.bytesIn += length));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: server.address().port,
    take() {
      const seen = { ...counted };
      Object.assign(counted, { connections: 0, bytesOut: 0, bytesIn: 0 });
      return seen;
    },
    close: () => server.close(),
  };
}

/** Each piece after the delay, in order: equal timers fire in the order in which they were set. */
function forward(from, into, delay, count) {
  const later = (task) => {
    if (delay === 0) task();
    else setTimeout(() => task(), delay);
  };
  from.on('data', (chunk) => {
    count(chunk.length);
    later(() => into.writable && into.write(chunk));
  });
  from.on('end', () => later(() => into.end()));
  from.on('error', () => later(() => into.destroy()));
  into.on('error', () => from.destroy());
}
