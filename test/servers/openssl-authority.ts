import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Certificate } from '../../src/certs/certificate.ts';
import { parseCertificate } from '../../src/certs/parse.ts';
import type { Daemon } from './daemon.ts';
import { startDaemon } from './daemon.ts';
import type { Workspace } from './workspace.ts';

/** A certification authority as `openssl ca` keeps it, with its responder. */
export interface OpensslAuthority {
  readonly certificate: Certificate;
  readonly file: (name: string) => string;
  /** Issues a certificate with these lines of extensions; the files are `name.pem` and `name.key`. */
  readonly issue: (name: string, extensions: readonly string[]) => Promise<Certificate>;
  readonly revoke: (name: string, reason: string) => Promise<void>;
  /** DER of a new revocation list. */
  readonly list: (...options: readonly string[]) => Promise<Uint8Array>;
  /** What `openssl ocsp` answers to a request. */
  readonly answer: (
    request: Uint8Array,
    signer: string,
    ...options: readonly string[]
  ) => Promise<Uint8Array>;
  /** Starts `openssl ocsp` as a server; it knows what was issued and revoked until then. */
  readonly serve: (signer: string, port: number) => Promise<Daemon>;
}

export async function makeAuthority(workspace: Workspace): Promise<OpensslAuthority> {
  const file = workspace.path;
  await mkdir(file('issued'));
  await workspace.write('index.txt.attr', ['unique_subject = no']);
  await writeFile(file('index.txt'), '');
  await workspace.write('crlnumber', ['1000']);
  await workspace.write('ca.cnf', [
    '[ca]',
    'default_ca = own',
    '[own]',
    `database = ${file('index.txt')}`,
    `new_certs_dir = ${file('issued')}`,
    `crlnumber = ${file('crlnumber')}`,
    `certificate = ${file('ca.pem')}`,
    `private_key = ${file('ca.key')}`,
    'rand_serial = yes',
    'default_md = sha256',
    'default_days = 30',
    'default_crl_days = 7',
    'policy = any',
    'crl_extensions = list',
    '[any]',
    'commonName = supplied',
    '[list]',
    'authorityKeyIdentifier = keyid',
    '[req]',
    'distinguished_name = name',
    '[name]',
  ]);
  await openssl('genrsa', '-out', file('ca.key'), '2048');
  const subject = ['-config', file('ca.cnf'), '-subj', '/CN=Contoso CA', '-days', '60'];
  const usages = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
  const extensions = usages.flatMap((line) => ['-addext', line]);
  const made = ['-key', file('ca.key'), '-out', file('ca.pem')];
  await openssl('req', '-x509', '-new', ...subject, ...extensions, ...made);
  const own = ['ca', '-batch', '-config', file('ca.cnf')];
  const database = ['ocsp', '-index', file('index.txt'), '-CA', file('ca.pem'), '-ndays', '7'];
  const responder = (signer: string): readonly string[] =>
    database.concat('-rsigner', file(`${signer}.pem`), '-rkey', file(`${signer}.key`));
  return {
    certificate: parseCertificate(await derOf(file('ca.pem'), 'x509')),
    file,
    issue: async (name, lines) => {
      await openssl(
        'genpkey',
        '-algorithm',
        'EC',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-out',
        file(`${name}.key`),
      );
      const request = file(`${name}.csr`);
      const named = ['-subj', `/CN=${name}`, '-config', file('ca.cnf')];
      await openssl('req', '-new', '-key', file(`${name}.key`), ...named, '-out', request);
      const extra = await workspace.write(`${name}.ext`, lines);
      await openssl(...own, '-notext', '-in', request, '-extfile', extra, '-out', file(`${name}.pem`));
      return parseCertificate(await derOf(file(`${name}.pem`), 'x509'));
    },
    revoke: (name, reason) => openssl(...own, '-revoke', file(`${name}.pem`), '-crl_reason', reason),
    list: async (...options) => {
      await openssl(...own, '-gencrl', ...options, '-out', file('list.pem'));
      return derOf(file('list.pem'), 'crl');
    },
    answer: async (request, signer, ...options) => {
      await writeFile(file('request.der'), request);
      await openssl(
        ...responder(signer),
        '-reqin',
        file('request.der'),
        '-respout',
        file('answer.der'),
        ...options,
      );
      return readFile(file('answer.der'));
    },
    serve: (signer, port) =>
      startDaemon({
        program: 'openssl',
        arguments: [...responder(signer), '-port', String(port)],
        ready: (output) => ACCEPT.test(output),
      }),
  };
}

const ACCEPT = /^ACCEPT /m;

async function derOf(path: string, kind: 'x509' | 'crl'): Promise<Uint8Array> {
  await openssl(kind, '-in', path, '-outform', 'DER', '-out', `${path}.der`);
  return readFile(`${path}.der`);
}

async function openssl(...options: readonly string[]): Promise<void> {
  await promisify(execFile)('openssl', options);
}
