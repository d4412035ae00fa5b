import type { Certificate } from '../certs/certificate.ts';
import { ConfigError } from '../config/config-error.ts';
import { systemRoots } from '../net/system-roots.ts';
import { certificatesOf } from './authorities.ts';
import type { Shell } from './shell.ts';

/** Where Debian, Red Hat, SUSE, and Alpine with macOS keep all roots in one file. */
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * The roots that this machine trusts: asked of the system where Node can, else read from the file that Linux
 * distributions make of them. A root that we cannot read is left out.
 *
 * @throws ConfigError if neither gives any.
 */
export async function readSystemRoots(
  shell: Pick<Shell, 'readFile'>,
  ask: () => readonly string[] | null = systemRoots,
): Promise<readonly Certificate[]> {
  const texts = ask() ?? (await firstBundle(shell));
  const roots = certificatesOf(texts.join('\n')).filter(({ faults }) => faults.length === 0);
  if (roots.length > 0) return roots;
  const message =
    'the roots of this machine cannot be read; Node 22.15 or later can on Windows and macOS, this is ' +
    process.versions.node;
  throw new ConfigError('--system-store', [{ path: '', message }]);
}

async function firstBundle({ readFile }: Pick<Shell, 'readFile'>): Promise<readonly string[]> {
  for (const path of BUNDLES) {
    const text = await readFile(path).catch(() => null);
    if (text !== null) return [text];
  }
  return [];
}
