import type { Certificate } from '../../certs/certificate.ts';
import type { FactorLeak } from '../../certs/keys/factors.ts';
import { factorLeak } from '../../certs/keys/factors.ts';
import { rsaKey } from '../../certs/keys/rsa-key.ts';
import type { Severity } from '../../model/finding.ts';
import { replaceCertificate, requestCertificate } from '../certificate-commands.ts';
import { BASELINE_REQUIREMENTS } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { unread } from '../unread.ts';

export const factorableKey = certificateRule({
  id: 'cert/factorable-key',
  title: 'The private key can be computed from the certificate',
  scope: 'certificate',
  severity: 'critical',
  why:
    'Some generators made RSA keys whose factors can be found: chips of Infineon until 2017 (ROCA, in TPMs, smart cards ' +
    'and some HSMs), printers and libraries that took two primes next to each other, and faulty ones with a small factor. ' +
    'Whoever finds them can play the server and read recorded sessions without forward secrecy. A pass says that these ' +
    'three are ruled out; keys of the Debian fault of 2008 are not looked for, as their list is too long to carry.',
  fix: [
    '# Do not make the new key on the device or with the program that made this one; update its firmware first.',
    ...requestCertificate([], []),
  ],
  references: [
    BASELINE_REQUIREMENTS,
    { title: 'CVE-2017-15361 (ROCA)', url: 'https://nvd.nist.gov/vuln/detail/CVE-2017-15361' },
    {
      title: "The Return of Coppersmith's Attack (ACM CCS 2017)",
      url: 'https://crocs.fi.muni.cz/public/papers/rsa_ccs17',
    },
    { title: 'Fermat attack on RSA', url: 'https://fermatattack.secvuln.info/' },
  ],
  roles: 'all',
  check({ certificate, role, endpoints }) {
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const { subject, key } = certificate;
    if (key.algorithm !== 'RSA' && key.algorithm !== 'RSA-PSS') {
      return key.algorithm === ''
        ? { outcome: 'unknown', message: `the key of ${subject} cannot be read` }
        : { outcome: 'not-applicable', message: `${subject} has no RSA key (${key.algorithm})` };
    }
    const leak = leakOf(certificate);
    if (leak === undefined) {
      return { outcome: 'unknown', message: `the modulus of ${subject} cannot be read` };
    }
    if (leak === null) {
      const message = `the RSA key of ${subject} has no small factor, no close primes and no mark of ROCA`;
      return { outcome: 'pass', message };
    }
    return {
      outcome: 'fail',
      severity: SEVERITY[leak.kind],
      message: `the RSA key of ${subject} ${inWords(leak)}`,
      fix: [
        '# Do not make the new key on the device or with the program that made this one; update its firmware first.',
        ...(role === 'leaf'
          ? replaceCertificate(certificate, endpoints)
          : [
              '# The CA has to issue from another key: ask it at once, and replace all that it signed with this one.',
            ]),
      ],
    };
  },
});

/** Costs a millisecond, and a fleet presents one certificate in many places. Undefined if there is no modulus to try. */
function leakOf(certificate: Certificate): FactorLeak | null | undefined {
  if (LEAKS.has(certificate)) return LEAKS.get(certificate);
  const key = rsaKey(certificate);
  const leak = key === null ? undefined : factorLeak(key.modulus);
  LEAKS.set(certificate, leak);
  return leak;
}

const LEAKS = new WeakMap<Certificate, FactorLeak | null | undefined>();

/** ROCA keys of 2048 bits take a lot of money and time; for the others a notebook will do. */
const SEVERITY: Readonly<Record<FactorLeak['kind'], Severity>> = {
  'small-factor': 'critical',
  'close-primes': 'critical',
  roca: 'high',
};

function inWords(leak: FactorLeak): string {
  switch (leak.kind) {
    case 'small-factor':
      return `can be divided by ${leak.factor}`;
    case 'close-primes':
      return "has two primes that are so close that Fermat's method finds them at once";
    case 'roca':
      return 'was made by a chip of Infineon with the fault ROCA (CVE-2017-15361)';
  }
}
