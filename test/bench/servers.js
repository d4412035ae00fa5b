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

/** An https and an SMTP server with a real TLS stack and exactly the Exchange 2019 settings. */
export async function startServers() {
  const pki = await createPki(Date.now());
  const chain = await pki.commercial(['localhost']);
  const cert = chain
    .map(
      (der) =>
        `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`,
    )
    .join('');
  const secure = tls.createServer({
    key: pki.rsaKey,
    cert,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    ciphers: SUITES.join(':'),
    ecdhCurve: 'X25519:P-256:P-384',
    honorCipherOrder: true,
  });
  secure.on('tlsClientError', (_error, socket) => socket.destroy());
  secure.on('secureConnection', (socket) => {
    socket.on('error', () => socket.destroy());
    socket.resume();
  });
  const handler = (socket) => secure.emit('connection', socket);
  const smtp = net.createServer(smtpServer({ host: 'localhost', tls: handler, now: Date.now }));
  await Promise.all([listen(secure), listen(smtp)]);
  return {
    https: secure.address().port,
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
