import { createServer, getCiphers, type TlsOptions } from 'node:tls';
import { groupName } from '../wire/iana/groups.ts';
import { suite } from '../wire/iana/suites.ts';
import { TLS_1_0, TLS_1_1, TLS_1_2, TLS_1_3 } from '../wire/iana/versions.ts';
import { suitesAt } from './negotiate.ts';
import type { TlsPolicy } from './tls-policy.ts';
import type { Handler } from './tls-server.ts';

export interface NodeTlsOptions {
  /** Wire order, leaf first, DER. */
  readonly chain: readonly Uint8Array[];
  /** Private key of the leaf, PEM. */
  readonly key: string;
  /** `TLSv1.2` by default. */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
  /** OCSP response to staple, DER. */
  readonly staple?: Uint8Array | null;
}

/**
 * A server with Node's real TLS 1.2 and 1.3, set up to look like Exchange SE on Windows Server 2022 (Microsoft Learn
 * "Exchange Server TLS configuration best practices": suites; Schannel: curve25519, P-256 and P-384).
 */
export function nodeTlsServer({
  chain,
  key,
  minVersion = 'TLSv1.2',
  staple = null,
}: NodeTlsOptions): Handler {
  return serve(
    {
      ...credentials(chain, key),
      minVersion,
      maxVersion: 'TLSv1.3',
      ciphers: SUITES.join(':'),
      ecdhCurve: 'X25519:P-256:P-384',
      honorCipherOrder: true,
    },
    staple,
    (socket) => socket.resume(),
  );
}

/**
 * Node's real TLS as near to a policy as OpenSSL comes: TLS 1.0 and later, and those of the suites and groups that it
 * was built with. Null if nothing of the policy is left.
 * @param inside what is spoken in the session
 */
export function nodeTlsOf(policy: TlsPolicy, key: string, inside: Handler): Handler | null {
  const versions = [...VERSION_NAMES].filter(([version]) => policy.versions.includes(version));
  const [lowest, highest] = [versions[0]?.[1], versions.at(-1)?.[1]];
  const available = new Set(getCiphers());
  const names = versions
    .toReversed()
    .flatMap(([version]) => suitesAt(policy, version))
    .map((code) => suite(code)?.opensslName ?? '')
    .filter((name) => available.has(name.toLowerCase()));
  if (lowest === undefined || highest === undefined || names.length === 0) return null;
  return serve(
    {
      ...credentials(policy.chains.rsa ?? [], key),
      minVersion: lowest,
      maxVersion: highest,
      // Old servers sign with SHA-1, which OpenSSL refuses at any higher level.
      ciphers: [...new Set(names), '@SECLEVEL=0'].join(':'),
      ecdhCurve: policy.groups.flatMap((code) => CURVES[groupName(code)] ?? []).join(':'),
      honorCipherOrder: policy.order === 'server',
    },
    null,
    inside,
  );
}

function credentials(chain: readonly Uint8Array[], key: string): Pick<TlsOptions, 'key' | 'cert'> {
  return { key, cert: chain.map(pem).join('') };
}

function serve(options: TlsOptions, staple: Uint8Array | null, inside: Handler): Handler {
  const server = createServer(options);
  if (staple !== null) {
    const response = Buffer.from(staple);
    server.on('OCSPRequest', (_certificate, _issuer, answer) => answer(null, response));
  }
  // Most clients leave in the middle of the handshake: they have seen what they came for.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.on('secureConnection', (socket) => {
    socket.on('error', () => socket.destroy());
    inside(socket);
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

const VERSION_NAMES = new Map([
  [TLS_1_0, 'TLSv1'],
  [TLS_1_1, 'TLSv1.1'],
  [TLS_1_2, 'TLSv1.2'],
  [TLS_1_3, 'TLSv1.3'],
] as const);

/** What OpenSSL calls the groups of the lab's policies. */
const CURVES: Readonly<Record<string, string>> = {
  x25519: 'X25519',
  x448: 'X448',
  secp256r1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};

function pem(der: Uint8Array): string {
  const base64 = Buffer.from(der).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
}
