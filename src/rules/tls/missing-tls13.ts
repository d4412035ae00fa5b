import { AFTERWARDS, FOLLOW_SCHANNEL, setProtocol } from '../schannel.ts';
import { rfc, TLS_ARTICLE } from '../references.ts';
import { requiredVersion } from '../required-version.ts';
import { endpointRule } from '../rule.ts';
import { TLS_1_3 } from '../../wire/iana/versions.ts';

export const missingTls13 = endpointRule({
  id: 'tls/missing-tls13',
  title: 'TLS 1.3 is required by the baseline and not accepted',
  scope: 'endpoint',
  severity: 'medium',
  why:
    'Your own baseline requires TLS 1.3; none of the built-in ones does. Exchange supports it from Exchange 2019 CU15 ' +
    'on Windows Server 2022 or later, on every protocol except SMTP.',
  fix: [FOLLOW_SCHANNEL, setProtocol('TLS 1.3', 'on'), ...AFTERWARDS],
  references: [TLS_ARTICLE, rfc(8446)],
  needs: ['versions'],
  check: ({ versions }, { baseline, endpoint }) =>
    requiredVersion(TLS_1_3, versions, baseline, endpoint.protocol),
});
