import { rfc } from '../references.ts';
import { revocationEvidence } from '../revocation-evidence.ts';
import { certificateRule } from '../rule.ts';
import { unread } from '../unread.ts';

export const revocationUnknown = certificateRule({
  id: 'cert/revocation-unknown',
  title: 'Nobody says whether the certificate was revoked',
  scope: 'certificate',
  severity: 'medium',
  why:
    'Exchange shows such a certificate with the status RevocationCheckFailure, Windows and Outlook wait for an answer ' +
    'before they go on, and clients that insist on one refuse. Usual causes are a revocation list that its authority has ' +
    'let run out, and addresses in the certificate that lead nowhere.',
  fix: [
    '# On the server, see what it gets from the addresses in the certificate (exported as server.cer):',
    'certutil -verify -urlfetch server.cer',
    '# At an authority of your own, publish the revocation lists anew and see that their addresses are served over http:',
    'certutil -CRL',
  ],
  references: [
    {
      title: 'Exchange Team Blog: EMC and certificates with failed revocation checks',
      url: 'https://techcommunity.microsoft.com/blog/exchange/emc-and-certificates-with-failed-revocation-checks-in-exchange-2010/591628',
    },
    rfc(5280, '6.3'),
    rfc(6960, '3.2'),
  ],
  roles: 'all',
  check(presented) {
    const { certificate, revocation } = presented;
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const { subject } = certificate;
    const evidence = revocationEvidence(presented);
    switch (revocation.state) {
      case 'not-asked':
        return { outcome: 'not-applicable', message: `whether ${subject} was revoked was not asked` };
      case 'unknown':
        return {
          outcome: 'unknown',
          message: `no answer about ${subject} counts: ${revocation.why}`,
          evidence,
        };
      case 'unreachable':
        return {
          outcome: 'unknown',
          message: `no answer about ${subject} came: ${revocation.why}`,
          evidence,
        };
      case 'good':
      case 'revoked':
        return {
          outcome: 'pass',
          message: `the status of ${subject} is known: ${revocation.state}`,
          evidence,
        };
    }
  },
});
