import net from 'node:net';

/**
 * A TCP proxy that counts what passes, and delays it by half of the round trip each way. The handshake of TCP ends in
 * the kernel and cannot be delayed, so the round trip that it takes is put before everything else: the server sees the
 * connection and its first bytes one and a half round trips after the client began, as on a real line.
 * @param {{ to: number, host?: string, port?: number, roundTripMs?: number }} options
 */
export async function countingProxy({ to, host = '127.0.0.1', port = 0, roundTripMs = 0 }) {
  const counted = { connections: 0, bytesOut: 0, bytesIn: 0 };
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    counted.connections += 1;
    const upstream = new net.Socket({ allowHalfOpen: true });
    upstream.setNoDelay();
    const toServer = delayLine(roundTripMs / 2, roundTripMs * 1.5);
    toServer(() => upstream.connect({ port: to, host: '127.0.0.1' }));
    forward(client, upstream, toServer, (length) => (counted.bytesOut += length));
    forward(upstream, client, delayLine(roundTripMs / 2, 0), (length) => (counted.bytesIn += length));
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

/** Does one task after the other, each so long after it was given, and none before so much time has passed in all. */
function delayLine(delayMs, notBeforeMs) {
  if (delayMs === 0) return (task) => task();
  const begun = performance.now();
  const waiting = [];
  return (task) => {
    waiting.push(task);
    const untilBegin = notBeforeMs - (performance.now() - begun);
    setTimeout(() => waiting.shift()(), Math.max(delayMs, untilBegin));
  };
}

function forward(from, into, later, count) {
  from.on('data', (chunk) => {
    count(chunk.length);
    later(() => into.writable && into.write(chunk));
  });
  from.on('end', () => later(() => into.end()));
  from.on('error', () => later(() => into.destroy()));
  into.on('error', () => from.destroy());
}
