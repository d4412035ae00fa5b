import { readFileSync } from 'node:fs';
import type { Certificate } from '../../../src/certs/certificate.ts';
import { subjectName, issuerName } from '../../../src/certs/path/distinguished-name.ts';
import type { AnchorSource } from '../../../src/certs/path/request.ts';
import { parseCertificate } from '../../../src/certs/parse.ts';

const LINES = readFileSync(new URL('../../fixtures/pkits/certificates.txt', import.meta.url), 'utf8');

/** Every certificate of the suite by its name there. */
export const PKITS: ReadonlyMap<string, Certificate> = new Map(
  LINES.trim()
    .split('\n')
    .map((line) => {
      const [name = '', base64 = ''] = line.split(' ');
      return [name, parseCertificate(Buffer.from(base64, 'base64'))];
    }),
);

/** The certificate of that name; throws if the suite has none. */
export function pkits(name: string): Certificate {
  const certificate = PKITS.get(name);
  if (certificate === undefined) throw new Error(`no ${name}`);
  return certificate;
}

/** These certificates and no others, by name. */
export function anchorsAmong(certificates: readonly Certificate[]): AnchorSource {
  return {
    issuersOf: (certificate) =>
      certificates
        .filter((anchor) => subjectName(anchor).key === issuerName(certificate).key)
        .map((anchor) => ({ certificate: anchor })),
  };
}
