import type { Certificate } from './certificate.ts';
import { curveForm } from './keys/curves.ts';
import { rsaKey } from './keys/rsa-key.ts';

/** Something that an authority of the public web may not put into the certificate of a server any more. */
export interface IssuanceRule {
  /** First day on which it may not be issued, ISO, UTC. */
  readonly from: string;
  readonly what: string;
  readonly source: string;
  readonly breaks: (certificate: Certificate) => boolean;
}

const EFFECTIVE = '2012-07-01';

/** The Baseline Requirements by the day from which they hold. Validity has a table of its own. */
export const ISSUANCE_RULES: readonly IssuanceRule[] = [
  {
    from: EFFECTIVE,
    what: 'a signature over MD5 or older',
    source: 'Baseline Requirements 7.1.3',
    breaks: ({ signature }) => /^MD\d$/.test(signature.hash ?? ''),
  },
  {
    from: '2016-01-01',
    what: 'a signature over SHA-1',
    source: 'Baseline Requirements 7.1.3',
    breaks: ({ signature }) => signature.hash === 'SHA-1',
  },
  {
    from: '2014-01-01',
    what: 'an RSA key of less than 2048 bits',
    source: 'Baseline Requirements 6.1.5',
    breaks: ({ key }) => key.algorithm.startsWith('RSA') && key.bits !== null && key.bits < 2048,
  },
  {
    from: EFFECTIVE,
    what: 'an RSA exponent that is even or less than 3',
    source: 'Baseline Requirements 6.1.6',
    breaks: (certificate) => {
      const exponent = rsaKey(certificate)?.exponent;
      return exponent !== undefined && (exponent < 3n || exponent % 2n === 0n);
    },
  },
  {
    from: EFFECTIVE,
    what: 'an elliptic curve other than P-256, P-384 and P-521',
    source: 'Baseline Requirements 6.1.5',
    breaks: (certificate) => {
      const form = curveForm(certificate);
      return form !== null && (form.form === 'explicit' || form.curve === 'other');
    },
  },
  {
    from: EFFECTIVE,
    what: 'a key that is neither RSA nor ECDSA',
    source: 'Baseline Requirements 6.1.5',
    breaks: ({ key }) => ['Ed25519', 'Ed448'].includes(key.algorithm),
  },
];

/** The first rule that a public certificate broke on the day of its issue; `null` if none. */
export function brokenIssuanceRule(certificate: Certificate): IssuanceRule | null {
  const { notBefore } = certificate;
  return (
    ISSUANCE_RULES.find(({ from, breaks }) => notBefore >= Date.parse(from) && breaks(certificate)) ?? null
  );
}
