import { CERTIFICATE_ARTICLE, rfc, TLS_ARTICLE } from '../references.ts';
import { endpointRule } from '../rule.ts';
import { AFTERWARDS, orderSuites } from '../schannel.ts';
import { suiteName } from '../../wire/iana/suites.ts';
import { versionName } from '../../wire/iana/versions.ts';

export const ellipticCurveNotPreferred = endpointRule({
  id: 'tls/elliptic-curve-not-preferred',
  title: 'Elliptic-curve key exchange does not come first',
  scope: 'endpoint',
  severity: 'medium',
  why:
    'Exchange 2019 puts suites with elliptic-curve key exchange before all others. A server that passes them over ' +
    'gives clients that could do better a session without forward secrecy or with a slow, old key exchange.',
  fix: [
    '# Put the ECDHE suites at the top of the list of cipher suites, in the order of the Exchange TLS article.',
    ...AFTERWARDS,
  ],
  references: [CERTIFICATE_ARTICLE, TLS_ARTICLE, rfc(9325, '4.2')],
  needs: ['ellipticFirst'],
  check({ ellipticFirst }, { baseline }) {
    if (!baseline.ellipticCurvesFirst) {
      return {
        outcome: 'not-applicable',
        message: 'the baseline does not ask for elliptic curves to come first',
      };
    }
    const { how, pair } = ellipticFirst;
    const version = versionName(ellipticFirst.version);
    const [chosen, passedOver] =
      pair === null ? ['', ''] : [suiteName(pair.chosen), suiteName(pair.passedOver)];
    if (ellipticFirst.preferred) {
      const message =
        how === 'chose-elliptic' && pair !== null
          ? `elliptic curves come first: at ${version} ${chosen} was chosen before ${passedOver}`
          : `only key exchange over elliptic curves is accepted at ${version}`;
      return { outcome: 'pass', message };
    }
    return {
      outcome: 'fail',
      message:
        how === 'chose-other' && pair !== null
          ? `at ${version} the server chose ${chosen} although ${passedOver} was offered`
          : `no suite with elliptic-curve key exchange is accepted at ${version}`,
      fix: [...orderSuites(baseline.suites.map(suiteName)), ...AFTERWARDS],
    };
  },
});
