import type { Change, ChangeKind, ChangeSubject } from '../model/comparison.ts';
import type { EndpointResult, Report } from '../model/report.ts';
import { groupBy, type Pairing, serviceOf } from './pairing.ts';
import type { Standing, StandingEndpoint, StandingVersion } from './standing.ts';

/** What is known of the endpoints after a run, and what is not as it was. */
export interface EndpointNews {
  readonly endpoints: Readonly<Record<string, StandingEndpoint>>;
  readonly changes: readonly Change[];
}

/** @param settleAfter runs in a row without an answer after which an endpoint counts as unreachable */
export function endpointNews(
  standing: Standing | null,
  report: Report,
  pairing: Pairing,
  settleAfter: number,
): EndpointNews {
  const endpoints: Record<string, StandingEndpoint> = {};
  const changes: Change[] = [];
  for (const endpoint of report.endpoints) {
    const oldId = pairing.before.get(endpoint.id);
    const old = oldId === undefined ? null : (standing?.endpoints[oldId] ?? null);
    // A name that does not resolve is nothing to remember if the addresses that it had are known.
    if (endpoint.address === null && old === null && isKnown(serviceOf(endpoint), standing)) continue;
    const seen = seenOf(endpoint, report, old, settleAfter);
    endpoints[endpoint.id] = seen;
    if (old === null) continue;
    changes.push(...reachChanges(endpoint, old, seen), ...suiteChanges(endpoint, old, seen));
  }
  for (const [id, now] of pairing.after) {
    const old = standing?.endpoints[id];
    if (now !== null || old === undefined) continue;
    const lost = report.endpoints.find((one) => serviceOf(one) === old.service);
    if (lost === undefined) continue;
    const seen = failed(old, report, settleAfter);
    endpoints[id] = seen;
    changes.push(...reachChanges({ ...lost, id }, old, seen));
  }
  if (!report.run.complete) return { endpoints: { ...standing?.endpoints, ...endpoints }, changes };
  return { endpoints, changes: [...changes, ...addressChanges(standing, report)] };
}

function isKnown(service: string, standing: Standing | null): boolean {
  return Object.values(standing?.endpoints ?? {}).some((one) => one.service === service);
}

function seenOf(
  endpoint: EndpointResult,
  report: Report,
  old: StandingEndpoint | null,
  settleAfter: number,
): StandingEndpoint {
  const { host, address } = endpoint;
  const place = { host, service: serviceOf(endpoint), address };
  if (endpoint.reach !== 'answered') {
    const before = old ?? { ...place, state: 'never', failures: 0, leaves: null, versions: {} };
    return { ...failed(before, report, settleAfter), ...place };
  }
  const leaves = [...new Set(endpoint.chains.flatMap(({ certificates: [leaf] }) => leaf ?? []))].toSorted();
  return {
    ...place,
    state: 'answers',
    failures: 0,
    leaves: leaves.length > 0 ? leaves : (old?.leaves ?? null),
    versions: { ...old?.versions, ...versionsOf(endpoint, old) },
  };
}

/** What a run that was stopped did not get to is no failure. */
function failed(old: StandingEndpoint, { run }: Report, settleAfter: number): StandingEndpoint {
  if (!run.complete) return old;
  const failures = old.failures + 1;
  const settled = old.state === 'answers' && failures >= settleAfter;
  return { ...old, failures, state: settled ? 'silent' : old.state };
}

function versionsOf(
  { versions, order }: EndpointResult,
  old: StandingEndpoint | null,
): Readonly<Record<string, StandingVersion>> {
  return Object.fromEntries(
    versions
      .filter(({ accepted }) => accepted !== 'unknown')
      .map(({ name, accepted, complete, suites }) => {
        const names = suites.map((suite) => suite.name);
        const ordered = order === 'server';
        const whole = complete && accepted === 'yes';
        const before = old?.versions[name];
        const kept = before?.accepted === (accepted === 'yes') ? before.suites : null;
        const known = whole ? (ordered ? names : names.toSorted()) : kept;
        const isOrdered = whole ? ordered : kept !== null && before?.ordered === true;
        return [name, { accepted: accepted === 'yes', suites: known, ordered: isOrdered }];
      }),
  );
}

function reachChanges(endpoint: EndpointResult, old: StandingEndpoint, now: StandingEndpoint): Change[] {
  if (old.state === now.state) return [];
  const about = (kind: ChangeKind, message: string): Change[] => [
    changeOf(kind, 'reach', endpoint, message, old.state, now.state),
  ];
  switch (now.state) {
    case 'silent': {
      const runs = now.failures === 1 ? '' : ` in ${now.failures} runs in a row`;
      return about('unreachable', `It did not answer${runs}: ${endpoint.failure ?? 'no answer'}.`);
    }
    case 'answers':
      return old.state === 'silent'
        ? about('returned', 'It answers again.')
        : about('changed', 'It answers now, and never did before.');
    case 'never':
      return [];
  }
}

function suiteChanges(endpoint: EndpointResult, old: StandingEndpoint, now: StandingEndpoint): Change[] {
  return Object.entries(now.versions).flatMap(([name, version]) => {
    const before = old.versions[name];
    if (before === undefined) return [];
    const about = (message: string): Change[] => [
      changeOf('changed', 'suites', endpoint, message, textOf(before), textOf(version)),
    ];
    if (before.accepted !== version.accepted) {
      return about(`${name} is ${version.accepted ? 'accepted' : 'refused'} now.`);
    }
    if (before.suites === null || version.suites === null) return [];
    const [was, is] = [before.suites, version.suites];
    const added = is.filter((suite) => !was.includes(suite));
    const removed = was.filter((suite) => !is.includes(suite));
    const parts = [
      ...(added.length === 0 ? [] : [`${added.join(', ')} added`]),
      ...(removed.length === 0 ? [] : [`${removed.join(', ')} removed`]),
    ];
    if (parts.length > 0) return about(`Suites of ${name}: ${parts.join('; ')}.`);
    const reordered = before.ordered && version.ordered && was.join() !== is.join();
    if (reordered) return about(`The suites of ${name} have another order.`);
    return before.ordered === version.ordered
      ? []
      : about(`The ${version.ordered ? 'server' : 'client'} decides on the order of suites of ${name} now.`);
  });
}

function textOf({ accepted, suites }: StandingVersion): string {
  return accepted ? (suites?.join(' ') ?? 'accepted') : 'refused';
}

/** Addresses of a host; a name that does not resolve has changed none. */
function addressChanges(standing: Standing | null, report: Report): Change[] {
  const known = groupBy(Object.values(standing?.endpoints ?? {}), ({ host }) => host);
  return [...groupBy(report.endpoints, ({ host }) => host)].flatMap(([host, endpoints]) => {
    const before = addressesOf(known.get(host) ?? []);
    const after = addressesOf(endpoints);
    const isOpen = endpoints.some(({ address }) => address === null);
    if (isOpen || before === '' || after === '' || before === after) return [];
    return [
      {
        kind: 'changed',
        about: 'address',
        id: host,
        rule: null,
        severity: null,
        hosts: [host],
        endpoints: endpoints.map(({ id }) => id),
        message: `${host} has other addresses: ${after} instead of ${before}.`,
        before,
        after,
      },
    ];
  });
}

function addressesOf(places: readonly { readonly address: string | null }[]): string {
  return [...new Set(places.flatMap(({ address }) => address ?? []))].toSorted().join(' ');
}

function changeOf(
  kind: ChangeKind,
  about: ChangeSubject,
  { id, host }: EndpointResult,
  message: string,
  before: string,
  after: string,
): Change {
  const place = { hosts: [host], endpoints: [id] };
  return { kind, about, id, rule: null, severity: null, ...place, message, before, after };
}
