import { rfc, TLS_ARTICLE } from '../references.ts';
import { endpointRule } from '../rule.ts';
import { AFTERWARDS, setValue } from '../schannel.ts';

const STRICT = [
  setValue('', 'AllowInsecureRenegoClients', 0),
  setValue('', 'AllowInsecureRenegoServers', 0),
  '# Windows Server 2008 R2 and older need the update of MS10-049 (KB980436) first.',
  ...AFTERWARDS,
];

export const insecureRenegotiation = endpointRule({
  id: 'tls/insecure-renegotiation',
  title: 'Secure renegotiation is not supported',
  scope: 'endpoint',
  severity: 'medium',
  why:
    'Without the renegotiation_info extension somebody in the path can put commands of his own in front of what a ' +
    'client sends (CVE-2009-3555). Current TLS libraries refuse servers without it.',
  fix: STRICT,
  references: [rfc(5746), TLS_ARTICLE],
  needs: ['secureRenegotiation'],
  check({ secureRenegotiation: { value, why, evidence } }) {
    switch (value) {
      case 'yes':
        return { outcome: 'pass', evidence, message: 'secure renegotiation is supported' };
      case 'no':
        return {
          outcome: 'fail',
          evidence,
          message: 'the server answered without the renegotiation_info extension',
        };
      default: {
        const message = `it is not known whether secure renegotiation is supported: ${why}`;
        return { outcome: 'unknown', evidence, message };
      }
    }
  },
});
