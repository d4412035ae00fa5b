import { AFTERWARDS, FOLLOW_SCHANNEL, setProtocol } from '../schannel.ts';
import { rfc, SCHANNEL_REGISTRY, TLS_ARTICLE } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';
import { versionPolicy } from '../version-policy.ts';
import { SSL_2_0, SSL_3_0, TLS_1_0, TLS_1_1, versionName } from '../../wire/iana/versions.ts';

const OBSOLETE = [SSL_2_0, SSL_3_0, TLS_1_0, TLS_1_1];

export const obsoleteVersion = endpointRule({
  id: 'tls/obsolete-version',
  title: 'An obsolete TLS or SSL version is accepted',
  scope: 'endpoint',
  severity: 'medium',
  why:
    'SSL 2.0 and SSL 3.0 can be broken by whoever sits in the path. TLS 1.0 and 1.1 rest on MD5 and SHA-1 and are ' +
    'formally deprecated: auditors report them, and a client that can be pushed down to them loses the protection ' +
    'of TLS 1.2. Exchange 2019 Setup turns them off.',
  fix: [
    FOLLOW_SCHANNEL,
    setProtocol('TLS 1.2', 'on'),
    setProtocol('TLS 1.1', 'off'),
    setProtocol('TLS 1.0', 'off'),
    setProtocol('SSL 3.0', 'off'),
    setProtocol('SSL 2.0', 'off'),
    ...AFTERWARDS,
  ],
  references: [TLS_ARTICLE, SCHANNEL_REGISTRY, rfc(8996), rfc(7568), rfc(6176)],
  needs: ['versions'],
  check({ versions }, { baseline, endpoint }): readonly Verdict[] {
    return OBSOLETE.map((version): Verdict => {
      const name = versionName(version);
      const policy = versionPolicy(baseline, version, endpoint.protocol);
      const answer = versions.answers.get(version);
      const subject = { name };
      const evidence = answer?.evidence ?? [];
      if (policy === undefined || policy.policy === 'allowed' || policy.policy === 'required') {
        const message =
          policy === undefined ? `the baseline does not mention ${name}` : `the baseline allows ${name}`;
        return { subject, evidence, outcome: 'not-applicable', message };
      }
      const { severity } = policy;
      if (answer === undefined || answer.value === 'unknown') {
        const why = answer?.why ?? 'not asked';
        return {
          subject,
          evidence,
          outcome: 'unknown',
          severity,
          message: `it is not known whether ${name} is accepted: ${why}`,
        };
      }
      if (answer.value === 'no') {
        return { subject, evidence, outcome: 'pass', severity, message: `${name} is refused` };
      }
      return {
        subject,
        evidence,
        outcome: 'fail',
        severity,
        message: `${name} is accepted. ${policy.reason}`,
        fix: [
          '# First see that this server and all who connect to it can use TLS 1.2.',
          FOLLOW_SCHANNEL,
          setProtocol('TLS 1.2', 'on'),
          setProtocol(name, 'off'),
          ...AFTERWARDS,
        ],
      };
    });
  },
});
