import { createServer } from 'node:tls';
import type { Handler } from './tls-server.ts';

export interface NodeTlsOptions {
  /** Wire order, leaf first, DER. */
  readonly chain: readonly Uint8Array[];
  /** Private key of the leaf, PEM. */
  readonly key: string;
  /** `TLSv1.2` by default. */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
}

/**
 * A server with Node's real TLS 1.2 and 1.3, set up to look like Exchange SE on Windows Server 2022 (Microsoft Learn
 * "Exchange Server TLS configuration best practices": suites; Schannel: curve25519, P-256 and P-384).
 */
export function nodeTlsServer({ chain, key, minVersion = 'TLSv1.2' }: NodeTlsOptions): Handler {
  const server = createServer({
    key,
    cert: chain.map(pem).join(''),
    minVersion,
    maxVersion: 'TLSv1.3',
    ciphers: SUITES.join(':'),
    ecdhCurve: 'X25519:P-256:P-384',
    honorCipherOrder: true,
  });
  // Most clients leave in the middle of the handshake: they have seen what they came for.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.on('secureConnection', (socket) => {
    socket.on('error', () => socket.destroy());
    socket.resume();
  });
  return (socket) => server.emit('connection', socket);
}

const SUITES = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-SHA384',
  'ECDHE-RSA-AES128-SHA256',
];

function pem(der: Uint8Array): string {
  const base64 = Buffer.from(der).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
}
