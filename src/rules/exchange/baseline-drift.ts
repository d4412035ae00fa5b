import { expectsTls13 } from '../../exchange/baseline-choice.ts';
import { listOfBaseline } from '../../exchange/baseline-lists.ts';
import type { Drift, ObservedTls } from '../../exchange/baseline-match.ts';
import { compareToList, matchBaseline } from '../../exchange/baseline-match.ts';
import { driftWords, matchWords } from '../../exchange/baseline-words.ts';
import { windowsSeen } from '../../exchange/windows-seen.ts';
import type {
  ChainsFact,
  Fact,
  GroupsFact,
  OrderFact,
  ProductFact,
  SuitesFact,
  VersionsFact,
} from '../../facts/types.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { serviceFamily } from '../../model/protocol.ts';
import { suiteName } from '../../wire/iana/suites.ts';
import { TLS_1_2, TLS_1_3 } from '../../wire/iana/versions.ts';
import { SCHANNEL_SUITES, TLS_ARTICLE } from '../references.ts';
import { leaves } from '../presented.ts';
import { endpointRule } from '../rule.ts';
import { AFTERWARDS, disableSuites, orderSuites, setProtocol } from '../schannel.ts';
import { buildSeen } from '../seen-build.ts';

export const baselineDrift = endpointRule({
  id: 'exchange/baseline-drift',
  title: 'The cipher suites are not those of the baseline',
  scope: 'endpoint',
  severity: 'low',
  why:
    'Suites that are weaker than the baseline have rules of their own. But a list that has moved away from it tells that ' +
    'nobody keeps it: somebody changed it by hand, a Group Policy or a repair of Windows put the plain Windows list back, ' +
    'or another device ends TLS. Servers that are meant to be alike and drift apart fail one client at a time.',
  fix: [
    '# See the list of the server as it is, then set it to that of the Exchange TLS article:',
    '(Get-TlsCipherSuite).Name',
    ...AFTERWARDS,
  ],
  references: [TLS_ARTICLE, SCHANNEL_SUITES],
  needs: ['versions', 'suites', 'chains'],
  uses: ['order', 'groups', 'product'],
  check({ versions, suites, chains }, { baseline, depth, endpoint, uses }) {
    if (depth === 'check') {
      return { outcome: 'not-applicable', message: 'a check does not ask for the whole list of suites' };
    }
    if (baseline.suites.length === 0) {
      return { outcome: 'not-applicable', message: `the baseline ${baseline.id} has no list of suites` };
    }
    if (versions.answers.get(TLS_1_2)?.value === 'no') {
      return {
        outcome: 'not-applicable',
        message: 'TLS 1.2 is not accepted, and the list is one of TLS 1.2',
      };
    }
    const observed = observedTls(endpoint, { versions, suites, chains, ...uses });
    const list = listOfBaseline(baseline, tls13Of(endpoint, uses.product));
    const compared = compareToList(observed, list);
    if (!compared.known) {
      return {
        outcome: 'unknown',
        message: `whether the suites are those of ${list.id} is not known: ${compared.why}`,
      };
    }
    const { drift } = compared;
    const words = driftWords(drift);
    if (words.length === 0) {
      return { outcome: 'pass', message: `the suites and their order are those of ${list.id}` };
    }
    const other = matchWords(matchBaseline(observed));
    const also = other === null || isOnlyCurves(drift) ? '' : `. It is the list of ${other}`;
    return {
      outcome: 'fail',
      severity: isLight(drift) || hasFront(uses.product) ? 'info' : 'low',
      message: `compared with the list of ${list.id}: ${words.join('; ')}${also}`,
      fix: fixOf(drift),
    };
  },
});

/** What a rule knows of the TLS of an endpoint, as lists of suites are held against it. */
function observedTls(
  { protocol }: Endpoint,
  facts: {
    readonly versions: VersionsFact;
    readonly suites: SuitesFact;
    readonly chains: ChainsFact;
    readonly order: Fact<OrderFact>;
    readonly groups: Fact<GroupsFact>;
  },
): ObservedTls {
  const { versions, suites, chains, order, groups } = facts;
  return {
    keys: leaves(chains).map(({ key }) => key),
    smtp: serviceFamily(protocol) === 'smtp',
    accepts: (version) => versions.answers.get(version)?.value ?? 'unknown',
    suites: (version) =>
      suites.accepted.filter((one) => one.version === version).map(({ suite: code }) => code),
    complete: (version) => suites.complete(version),
    order: order.known && order.value.version === TLS_1_2 ? order.value.decidedBy : 'unknown',
    groups: groups.known
      ? groups.value.accepted.filter(({ version }) => version < TLS_1_3).map(({ group }) => group)
      : null,
  };
}

function tls13Of({ protocol }: Endpoint, product: Fact<ProductFact>): 'on' | 'either' {
  if (!product.known) return 'either';
  const seen = buildSeen(product.value);
  if ('outcome' in seen) return 'either';
  return expectsTls13(seen.reading, windowsSeen(product.value).ids, serviceFamily(protocol) === 'smtp');
}

function isOnlyCurves({ extra, missing, swapped, clientOrder, tls13 }: Drift): boolean {
  return extra.length + missing.length === 0 && swapped === null && !clientOrder && tls13 === null;
}

/** Less than the list, or other curves: nothing that a client or an auditor would miss. */
function isLight({ extra, swapped, clientOrder }: Drift): boolean {
  return extra.length === 0 && swapped === null && !clientOrder;
}

/** The list of a device is a matter of its own; that it differs is no fault of Exchange. */
function hasFront(product: Fact<ProductFact>): boolean {
  return product.known && product.value.front.kind !== 'exchange' && product.value.front.kind !== 'unknown';
}

function fixOf({
  list,
  extra,
  missing,
  swapped,
  clientOrder,
  tls13,
  extraGroups,
  swappedGroups,
}: Drift): readonly string[] {
  const ordered = missing.length > 0 || swapped !== null || clientOrder;
  return [
    ...disableSuites(extra.map(suiteName)),
    ...(ordered
      ? orderSuites(
          [...(tls13 === 'missing' || missing.some(is13(list)) ? list.suites13 : []), ...list.suites].map(
            suiteName,
          ),
        )
      : []),
    ...(tls13 === 'missing' ? [setProtocol('TLS 1.3', 'on')] : []),
    ...(extraGroups.length > 0 || swappedGroups !== null
      ? [
          '# Not confirmed: whether Exchange Setup sets the curves itself. The order is what the Exchange TLS article advises:',
        ]
      : []),
    ...(extraGroups.includes(X25519) ? ["Disable-TlsEccCurve -Name 'curve25519'"] : []),
    ...(extraGroups.length > 0 || swappedGroups !== null
      ? ["Enable-TlsEccCurve -Name 'NistP384' -Position 0; Enable-TlsEccCurve -Name 'NistP256' -Position 1"]
      : []),
    ...AFTERWARDS,
  ];
}

const X25519 = 29;

function is13({ suites13 }: Drift['list']): (code: number) => boolean {
  return (code) => suites13.includes(code);
}
