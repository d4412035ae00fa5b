import { audience } from '../../exchange/audience.ts';
import { AUDIENCE_SEVERITY } from '../audience-severity.ts';
import { requestCertificate } from '../certificate-commands.ts';
import { standing } from '../name-coverage.ts';
import { leaves } from '../presented.ts';
import { CERTIFICATE_ARTICLE, NEW_CERTIFICATE, rfc } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';

export const commonNameOnly = endpointRule({
  id: 'names/common-name-only',
  title: 'The name stands in the common name only',
  scope: 'endpoint',
  severity: 'high',
  why:
    'Current clients read names from the subject alternative names alone. A certificate without them fits no name at ' +
    'all for browsers, phones and new versions of Outlook, whatever its subject says.',
  fix: requestCertificate([], []),
  references: [rfc(9525, '6.3'), CERTIFICATE_ARTICLE, NEW_CERTIFICATE],
  needs: ['chains'],
  check({ chains }, { endpoint }): Verdict {
    const { state, message } = standing(leaves(chains), endpoint.host);
    const severity = AUDIENCE_SEVERITY[audience(endpoint.protocol, endpoint.port)];
    switch (state) {
      case 'covered':
        return { outcome: 'pass', message };
      case 'unknown':
        return { outcome: 'unknown', severity, message };
      case 'uncovered':
        return { outcome: 'not-applicable', message: 'the common name does not fit either' };
      case 'common-name':
        return { outcome: 'fail', severity, message, fix: requestCertificate([endpoint.host], [endpoint]) };
    }
  },
});
