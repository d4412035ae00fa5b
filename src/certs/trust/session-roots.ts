import type { Certificate } from '../certificate.ts';
import { certificatesIn } from './root-index.ts';
import { SNAPSHOTS } from './root-table.ts';

/**
 * What OpenSSL is given to verify with: Mozilla's newest list, which most programs that use it come with, and the
 * operator's own roots. PEM, with a title for people.
 */
export function sessionRoots(authorities: readonly Certificate[]): {
  readonly title: string;
  readonly pem: readonly string[];
} {
  const { title = '', date = '' } = SNAPSHOTS.find(({ mark }) => mark === 'M') ?? {};
  const own = authorities.filter(({ selfIssued }) => selfIssued);
  const pem = [...certificatesIn('M'), ...own.map(({ der }) => Buffer.from(der).toString('base64'))].map(
    (base64) =>
      `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  );
  return { title: `${title} ${date}${own.length === 0 ? '' : `, and ${own.length} of your own`}`, pem };
}
