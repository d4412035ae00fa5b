import tls from 'node:tls';
import net from 'node:net';
import { smtpServer } from '../../dist/lab/mail-servers.js';
import { createPki } from '../../dist/lab/pki.js';

/** The four suites of the Exchange 2019 list that an RSA certificate shows, in its order. */
const SUITES = [
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-SHA384',
  'ECDHE-RSA-AES128-SHA256',
];

/** Exchange 2019's settings by a real TLS stack. `chain` in DER, the server's own certificate first. */
export function exchangeTlsServer(key, chain) {
  const cert = chain.map(pem).join('');
  const server = tls.createServer({
    key,
    cert,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    ciphers: SUITES.join(':'),
    ecdhCurve: 'X25519:P-256:P-384',
    honorCipherOrder: true,
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.on('secureConnection', (socket) => {
    socket.on('error', () => socket.destroy());
    socket.resume();
  });
  return server;
}

/** A certificate in DER as text (RFC 7468). */
export function pem(der) {
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;
}

/** One endpoint for each protocol; what is said behind TLS does not matter, so https and imaps are the same. */
export async function startServers() {
  const pki = await createPki(Date.now());
  const chain = await pki.commercial(['localhost']);
  const secure = exchangeTlsServer(pki.keyOf(chain), chain);
  const handler = (socket) => secure.emit('connection', socket);
  const smtp = net.createServer(smtpServer({ host: 'localhost', tls: handler, now: Date.now }));
  await Promise.all([listen(secure), listen(smtp)]);
  return {
    https: secure.address().port,
    imaps: secure.address().port,
    smtp: smtp.address().port,
    close() {
      secure.close();
      smtp.close();
    },
  };
}

function listen(server) {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}
