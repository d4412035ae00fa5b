import type { Certificate } from '../certs/certificate.ts';
import { parseCertificate } from '../certs/parse.ts';
import { ConfigError } from '../config/config-error.ts';
import { readInputFile } from '../config/input-file.ts';
import type { Shell } from './shell.ts';

/**
 * Reads the certificates of a PEM file (RFC 7468, 5.1); anything around them is left alone.
 *
 * @throws ConfigError if the file cannot be read, holds no certificate, or one that cannot be understood.
 */
export async function readAuthorities(path: string, shell: Shell): Promise<readonly Certificate[]> {
  const found = certificatesOf(await readInputFile(path, shell.readFile));
  if (found.length === 0) {
    const message = 'expected certificates in PEM, beginning with -----BEGIN CERTIFICATE-----';
    throw new ConfigError(path, [{ path: '', message }]);
  }
  const faults = found.flatMap(({ faults: [fault] }, index) =>
    fault === undefined ? [] : [{ path: `certificate ${index + 1}`, message: fault }],
  );
  if (faults.length > 0) throw new ConfigError(path, faults);
  return found;
}

/** The certificates of a text in PEM, each once; what cannot be understood says so in its faults. */
export function certificatesOf(text: string): readonly Certificate[] {
  const blocks = new Set([...text.matchAll(BLOCK)].map(([, base64 = '']) => base64.replaceAll(/\s/g, '')));
  return [...blocks].map((base64) => parseCertificate(new Uint8Array(Buffer.from(base64, 'base64'))));
}

const BLOCK = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([A-Za-z\d+/=\s]*)-----END/g;
