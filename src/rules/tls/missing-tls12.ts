import { AFTERWARDS, FOLLOW_SCHANNEL, setProtocol } from '../schannel.ts';
import { rfc, TLS_ARTICLE } from '../references.ts';
import { requiredVersion } from '../required-version.ts';
import { endpointRule } from '../rule.ts';
import { TLS_1_2 } from '../../wire/iana/versions.ts';

export const missingTls12 = endpointRule({
  id: 'tls/missing-tls12',
  title: 'TLS 1.2 is not accepted',
  scope: 'endpoint',
  severity: 'high',
  why:
    'TLS 1.2 is the one version that every supported Exchange and every current client share. Without it they cannot ' +
    'connect, or fall back to mail in clear text.',
  fix: [FOLLOW_SCHANNEL, setProtocol('TLS 1.2', 'on'), ...AFTERWARDS],
  references: [TLS_ARTICLE, rfc(9325, '3.1.1')],
  needs: ['versions'],
  check: ({ versions }, { baseline, endpoint }) =>
    requiredVersion(TLS_1_2, versions, baseline, endpoint.protocol),
});
