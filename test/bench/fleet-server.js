/**
 * A process of its own that is a fleet: every address of 127.0.0.0/8 is an endpoint, as Linux lets one listener stand for
 * all of them. Says its ports when it listens, and how many connections it has had when asked.
 *   labPort    answers hellos by the lab's codecs, with a certificate for each of the first thousand addresses
 *   realPort   Node's own TLS with one certificate, for tools that complete handshakes
 *   nullPort   accepts and closes
 */
import { randomBytes } from 'node:crypto';
import net from 'node:net';
import { createPki } from '../../dist/lab/pki.js';
import { exchange2019 } from '../../dist/lab/policies.js';
import { tlsServer } from '../../dist/lab/tls-server.js';
import { exchangeTlsServer, pem } from './servers.js';
import { FLEET_NAME, hostOf, indexOf } from './fleet-address.js';

const DISTINCT = 1000;
const size = Number(process.argv[2]);
const pki = await createPki(Date.now(), true);
const handlers = [];
for (let index = 0; index < Math.min(size, DISTINCT); index += 1) {
  const chain = await pki.commercial([hostOf(index), `*.${FLEET_NAME}`]);
  handlers.push(tlsServer(exchange2019({ rsa: chain }), randomBytes));
}
const chain = await pki.commercial([`*.${FLEET_NAME}`]);
const real = exchangeTlsServer(pki.keyOf(chain), chain);

let connections = 0;
const [labPort, realPort, nullPort] = await Promise.all([
  listen((socket, index) => handlers[index % handlers.length](socket)),
  listen((socket) => real.emit('connection', socket)),
  listen((socket) => socket.destroy()),
]);
process.on('message', () => process.send({ connections }));
process.on('disconnect', () => process.exit());
process.send({ labPort, realPort, nullPort, authorities: pki.authorities.map(pem).join('') });

function listen(serve) {
  const server = net.createServer({ noDelay: true, allowHalfOpen: false }, (socket) => {
    socket.on('error', () => socket.destroy());
    const { localAddress } = socket;
    // It listens everywhere to have all of loopback, and is for nobody else.
    if (localAddress?.startsWith('127.') !== true) {
      socket.destroy();
      return;
    }
    connections += 1;
    serve(socket, indexOf(localAddress));
  });
  return new Promise((resolve) => {
    server.listen({ port: 0, host: '0.0.0.0', backlog: 4096 }, () => resolve(server.address().port));
  });
}
