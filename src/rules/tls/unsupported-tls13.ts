import { AFTERWARDS, setProtocol } from '../schannel.ts';
import { TLS_ARTICLE } from '../references.ts';
import { endpointRule } from '../rule.ts';
import { versionPolicy } from '../version-policy.ts';
import { TLS_1_3 } from '../../wire/iana/versions.ts';

export const unsupportedTls13 = endpointRule({
  id: 'tls/unsupported-tls13',
  title: 'TLS 1.3 is accepted where Exchange does not support it',
  scope: 'endpoint',
  severity: 'info',
  why:
    'TLS 1.3 is no weakness. But Exchange supports it only from Exchange 2019 CU15 and Exchange SE on Windows Server ' +
    '2022 or later, and not on SMTP. Where it is accepted elsewhere, either another device ends TLS in front of ' +
    'Exchange, or the server runs in a state that Microsoft does not support.',
  fix: [
    '# Only where Exchange itself answers, and its version or that of Windows does not support TLS 1.3:',
    setProtocol('TLS 1.3', 'off'),
    ...AFTERWARDS,
    '# If the server is Exchange 2019 CU15 or later, or SE, on Windows Server 2022 or later, judge it by exchange-se.',
  ],
  references: [TLS_ARTICLE],
  needs: ['versions'],
  check({ versions }, { baseline, endpoint }) {
    const policy = versionPolicy(baseline, TLS_1_3, endpoint.protocol);
    if (policy === undefined || policy.policy === 'allowed' || policy.policy === 'required') {
      return { outcome: 'not-applicable', message: 'the baseline has nothing against TLS 1.3 here' };
    }
    const answer = versions.answers.get(TLS_1_3);
    const { severity } = policy;
    const evidence = answer?.evidence ?? [];
    switch (answer?.value) {
      case 'yes':
        return { severity, evidence, outcome: 'fail', message: `TLS 1.3 is accepted. ${policy.reason}` };
      case 'no':
        return { severity, evidence, outcome: 'pass', message: 'TLS 1.3 is not accepted' };
      default: {
        const message = `it is not known whether TLS 1.3 is accepted: ${answer?.why ?? 'not asked'}`;
        return { severity, evidence, outcome: 'unknown', message };
      }
    }
  },
});
