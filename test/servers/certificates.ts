import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type KeyKind = 'rsa' | 'ecdsa' | 'dsa';

/** A private key with the certificates that belong to it, as PEM files. */
export interface Identity {
  readonly kind: KeyKind;
  readonly keyFile: string;
  readonly leafFile: string;
  /** Everything that is presented behind the leaf. */
  readonly intermediatesFile: string;
  /** The leaf and the intermediate, in the order in which a server must present them (RFC 5246, 7.4.2). */
  readonly chainFile: string;
  /** SHA-256 of each certificate of the chain file, lower-case hex: what a scanner must report. */
  readonly fingerprints: readonly string[];
}

/** A root, an intermediate and leaves for the names of a small Contoso. */
export interface Pki {
  readonly rootFile: string;
  readonly names: readonly string[];
  readonly rsa: Identity;
  readonly ecdsa: Identity;
  readonly dsa: Identity;
}

export const NAMES: readonly string[] = ['mail.contoso.test', 'autodiscover.contoso.test'];

const VALID_DAYS = '90';

/**
 * Makes the certificates in `directory` with the openssl program, so that the scanner and the servers do not
 * share the library that made them. Keys: RSA 2048, P-256, and DSA 1024 for the DHE_DSS suites
 * (a longer one cannot sign with SHA-1, which is all that TLS 1.1 and older know: FIPS 186-4, 4.2).
 */
export async function makePki(directory: string): Promise<Pki> {
  const file = (name: string): string => join(directory, name);
  await authority(directory, 'root', null);
  await authority(directory, 'intermediate', 'root');
  await Promise.all([
    openssl(['genrsa', '-out', file('rsa.key'), '2048']),
    openssl([
      'genpkey',
      '-algorithm',
      'EC',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-out',
      file('ecdsa.key'),
    ]),
    makeDsaKey(directory),
  ]);
  return {
    rootFile: file('root.pem'),
    names: NAMES,
    rsa: await leaf(directory, 'rsa'),
    ecdsa: await leaf(directory, 'ecdsa'),
    dsa: await leaf(directory, 'dsa'),
  };
}

async function authority(directory: string, name: string, issuer: string | null): Promise<void> {
  const file = (suffix: string): string => join(directory, suffix);
  await openssl(['genrsa', '-out', file(`${name}.key`), '2048']);
  await certify(directory, name, issuer, `/O=Contoso/CN=Contoso ${name}`, [
    'basicConstraints=critical,CA:TRUE',
    'keyUsage=critical,keyCertSign,cRLSign',
  ]);
}

async function leaf(directory: string, kind: KeyKind): Promise<Identity> {
  const file = (name: string): string => join(directory, name);
  const usage = {
    rsa: 'digitalSignature,keyEncipherment',
    ecdsa: 'digitalSignature,keyAgreement',
    dsa: 'digitalSignature',
  };
  await certify(directory, kind, 'intermediate', `/O=Contoso/CN=${NAMES[0]}`, [
    'basicConstraints=critical,CA:FALSE',
    `keyUsage=critical,${usage[kind]}`,
    'extendedKeyUsage=serverAuth',
    `subjectAltName=${NAMES.map((name) => `DNS:${name}`).join(',')}`,
  ]);
  const certificates = [await readFile(file(`${kind}.pem`)), await readFile(file('intermediate.pem'))];
  await writeFile(file(`${kind}-chain.pem`), Buffer.concat(certificates));
  return {
    kind,
    keyFile: file(`${kind}.key`),
    leafFile: file(`${kind}.pem`),
    intermediatesFile: file('intermediate.pem'),
    chainFile: file(`${kind}-chain.pem`),
    fingerprints: certificates.map(fingerprint),
  };
}

async function certify(
  directory: string,
  name: string,
  issuer: string | null,
  subject: string,
  extensions: readonly string[],
): Promise<void> {
  const file = (suffix: string): string => join(directory, suffix);
  const signer = issuer === null ? [] : ['-CA', file(`${issuer}.pem`), '-CAkey', file(`${issuer}.key`)];
  await openssl([
    'req',
    '-x509',
    '-new',
    '-sha256',
    '-days',
    VALID_DAYS,
    '-config',
    await requestConfiguration(directory),
    '-subj',
    subject,
    '-key',
    file(`${name}.key`),
    '-out',
    file(`${name}.pem`),
    ...signer,
    ...extensions.flatMap((extension) => ['-addext', extension]),
  ]);
}

/** The distribution's own openssl.cnf adds CA:TRUE to everything that `req -x509` makes. */
async function requestConfiguration(directory: string): Promise<string> {
  const path = join(directory, 'request.cnf');
  await writeFile(path, '[req]\ndistinguished_name = name\n[name]\n');
  return path;
}

async function makeDsaKey(directory: string): Promise<void> {
  const parameters = join(directory, 'dsa.params');
  const sizes = ['-pkeyopt', 'dsa_paramgen_bits:1024', '-pkeyopt', 'dsa_paramgen_q_bits:160'];
  await openssl(['genpkey', '-genparam', '-algorithm', 'DSA', ...sizes, '-out', parameters]);
  await openssl(['genpkey', '-paramfile', parameters, '-out', join(directory, 'dsa.key')]);
}

function fingerprint(pem: Buffer): string {
  return new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();
}

async function openssl(options: readonly string[]): Promise<void> {
  await promisify(execFile)('openssl', options);
}
