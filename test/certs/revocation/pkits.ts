import { readFileSync } from 'node:fs';
import type { Certificate } from '../../../src/certs/certificate.ts';
import { parseCertificate } from '../../../src/certs/parse.ts';
import { crlExtract } from '../../../src/certs/revocation/crl-extract.ts';
import type { CrlExtract } from '../../../src/model/revocation.ts';

/** The certificates and lists of NIST's PKITS by the names of their files. */

export const CERTIFICATES: ReadonlyMap<string, Certificate> = new Map(
  lines('certificates').map(([name, der]) => [name, parseCertificate(der)]),
);

const LISTS: ReadonlyMap<string, Uint8Array> = new Map(lines('crls'));

export const EXTRACTS: readonly CrlExtract[] = [...LISTS.values()].map((der) =>
  crlExtract(der, { certificates: [...CERTIFICATES.values()], issuers: [...CERTIFICATES.values()] }),
);

export function certificateNamed(name: string): Certificate {
  const found = CERTIFICATES.get(name);
  if (found === undefined) throw new Error(`PKITS has no ${name}`);
  return found;
}

function lines(file: string): readonly (readonly [string, Uint8Array])[] {
  const path = new URL(`../../fixtures/pkits/${file}.txt`, import.meta.url);
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', der = ''] = line.split(' ');
      return [name, new Uint8Array(Buffer.from(der, 'base64'))];
    });
}
