import { rfc, TLS_ARTICLE } from '../references.ts';
import { endpointRule } from '../rule.ts';
import { AFTERWARDS, disableSuites } from '../schannel.ts';
import { cmdletNames, suiteList } from '../suite-list.ts';

export const noForwardSecrecy = endpointRule({
  id: 'tls/no-forward-secrecy',
  title: 'Suites without forward secrecy are accepted',
  scope: 'endpoint',
  severity: 'medium',
  why:
    "Whoever records sessions with such a suite and later gets hold of the server's private key can read all of them. " +
    'The list of Exchange 2019 has no such suite; they come back with the plain Windows list.',
  fix: ["Disable-TlsCipherSuite -Name '<name of the suite>'", ...AFTERWARDS],
  references: [TLS_ARTICLE, rfc(9325, '4.1')],
  needs: ['suites'],
  check({ suites }, { baseline }) {
    if (!baseline.forwardSecrecy) {
      return { outcome: 'not-applicable', message: 'the baseline does not ask for forward secrecy' };
    }
    const { value, why, accepted, evidence } = suites.withoutForwardSecrecy;
    switch (value) {
      case 'yes':
        return {
          outcome: 'fail',
          evidence,
          message: `suites without forward secrecy are accepted: ${suiteList(accepted)}`,
          fix: [...disableSuites(cmdletNames(accepted)), ...AFTERWARDS],
        };
      case 'no':
        return { outcome: 'pass', evidence, message: 'every accepted suite has forward secrecy' };
      default: {
        const message = `it is not known whether suites without forward secrecy are accepted: ${why}`;
        return { outcome: 'unknown', evidence, message };
      }
    }
  },
});
