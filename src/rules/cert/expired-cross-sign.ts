import { day } from '../day.ts';
import { endpointsOf, evidenceOf, isTrusted, judgedChains } from '../chain-trust.ts';
import { places } from '../places.ts';
import { OPENSSL_VERIFICATION, rfc } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { unread } from '../unread.ts';

export const expiredCrossSign = certificateRule({
  id: 'cert/expired-cross-sign',
  title: 'An expired cross-certificate is still sent',
  scope: 'certificate',
  severity: 'low',
  why:
    'A cross-certificate led to an older root while the newer one was not everywhere. Now it has expired and another path ' +
    'is valid. Browsers take that; OpenSSL before 1.1.0, old GnuTLS and some appliances follow the expired one and ' +
    'refuse, as in May 2020 with AddTrust and in September 2021 with DST Root CA X3.',
  fix: ['# Remove the expired certificate; Windows then sends the other path:'],
  references: [rfc(4158), OPENSSL_VERIFICATION],
  roles: 'leaf',
  check(presented, context) {
    const hidden = unread(presented.certificate);
    if (hidden) return hidden;
    const judged = judgedChains(presented, context);
    const hit = judged.filter(({ trust }) => trust.facts.expiredCrossSigns.length > 0);
    const all = hit.flatMap(({ chain, trust }) =>
      chain.certificates.filter(({ sha256 }) => trust.facts.expiredCrossSigns.includes(sha256)),
    );
    const expired = [...new Map(all.map((one) => [one.sha256, one])).values()];
    if (expired.length > 0) {
      const where = endpointsOf(hit);
      const listing = expired.map(
        ({ subject, issuer, notAfter }) => `${subject}, signed by ${issuer}, expired on ${day(notAfter)}`,
      );
      return {
        outcome: 'fail',
        message: `${places(where)}: ${listing.join('; ')}; no path needs ${expired.length > 1 ? 'them' : 'it'}`,
        fix: [
          '# On every server, remove what has expired and restart the services; on a load balancer, take it out of the chain:',
          ...expired.map(({ thumbprint }) => `Remove-Item -Path Cert:\\LocalMachine\\CA\\${thumbprint}`),
          'iisreset; Restart-Service MSExchangeFrontEndTransport, MSExchangeTransport',
        ],
        endpoints: where.map(({ id }) => id),
        evidence: evidenceOf(hit),
      };
    }
    return judged.length > 0 && judged.every(isTrusted)
      ? { outcome: 'pass', message: 'no expired cross-certificate is sent' }
      : { outcome: 'not-applicable', message: 'no other path is known to be valid' };
  },
});
