import type { Change, ChangeKind } from '../model/comparison.ts';
import { type Finding, SEVERITIES, type Severity } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { groupBy, type Pairing } from './pairing.ts';
import type { Standing, StandingEndpoint, StandingFinding } from './standing.ts';

export interface FindingNews {
  readonly findings: Readonly<Record<string, StandingFinding>>;
  readonly changes: readonly Change[];
}

/** How things of a report are called that were called otherwise before. */
export interface Renamed {
  readonly pairing: Pairing;
  readonly replaced: ReadonlyMap<string, readonly string[]>;
}

/**
 * What fails now, beside what was known to fail. Only an answer resolves a finding: it stays as it was while a place that
 * it concerns does not answer or its rule cannot tell.
 */
export function findingNews(
  standing: Standing | null,
  report: Report,
  { pairing, replaced }: Renamed,
  endpoints: Readonly<Record<string, StandingEndpoint>>,
): FindingNews {
  const hosts = new Map(report.endpoints.map(({ id, host }) => [id, host]));
  const known = new Map(Object.entries(standing?.findings ?? {}));
  const failed = report.findings.filter(({ outcome }) => outcome === 'fail');
  const findings: Record<string, StandingFinding> = {};
  const changes: Change[] = [];
  const matched = new Set<string>();

  const take = (finding: Finding, oldId: string | undefined): void => {
    const now = entryOf(finding, hosts);
    const old = oldId === undefined ? undefined : known.get(oldId);
    if (oldId !== undefined) matched.add(oldId);
    findings[finding.id] = now;
    const kind = kindOf(old, now);
    if (standing !== null && kind !== null) changes.push(changeOf(kind, finding.id, now, old));
  };
  // Who is called the same is the same; only then is looked for those that were called otherwise.
  const others = failed.filter(({ id }) => !known.has(id));
  for (const finding of failed) if (known.has(finding.id)) take(finding, finding.id);
  for (const finding of others) {
    take(
      finding,
      earlierIds(finding, pairing, replaced).find((id) => known.has(id) && !matched.has(id)),
    );
  }

  const byRule = groupBy(report.findings, ({ rule }) => rule);
  const answered = new Set(report.endpoints.filter(({ reach }) => reach === 'answered').map(({ id }) => id));
  const closed = new Set(report.endpoints.filter(({ reach }) => reach === 'not-enabled').map(({ id }) => id));
  const isOpen = (id: string): boolean => {
    const current = pairing.after.get(id);
    const state = current === undefined ? undefined : endpoints[current ?? id];
    if (state === undefined) return !report.run.complete;
    // A service that somebody has closed for good takes its findings with it.
    const isClosed = state.state === 'silent' && closed.has(current ?? id);
    return state.state !== 'never' && !answered.has(current ?? id) && !isClosed;
  };
  for (const [id, old] of known) {
    if (matched.has(id)) continue;
    if (!old.endpoints.some(isOpen) && isSettled(old, byRule.get(old.rule) ?? [], pairing)) {
      if (!old.waived) changes.push(changeOf('resolved', id, old, old));
    } else findings[id] = old;
  }
  return { findings, changes };
}

function kindOf(old: StandingFinding | undefined, now: StandingFinding): ChangeKind | null {
  if (old === undefined) return now.waived ? null : 'appeared';
  if (old.waived !== now.waived) return now.waived ? 'waived' : 'appeared';
  const [before, after] = [SEVERITIES.indexOf(old.severity), SEVERITIES.indexOf(now.severity)];
  if (now.waived || before === after) return null;
  return after > before ? 'worsened' : 'eased';
}

function changeOf(
  kind: ChangeKind,
  id: string,
  { rule, severity, message, hosts, endpoints }: StandingFinding,
  old: StandingFinding | undefined,
): Change {
  const was = old === undefined ? null : stateOf(old);
  const after = kind === 'resolved' ? null : kind === 'waived' ? 'waived' : severity;
  return { kind, about: 'finding', id, rule, severity, hosts, endpoints, message, before: was, after };
}

function stateOf({ waived, severity }: StandingFinding): Severity | 'waived' {
  return waived ? 'waived' : severity;
}

function entryOf(finding: Finding, hostOf: ReadonlyMap<string, string>): StandingFinding {
  const { rule, severity, subject, message } = finding;
  const endpoints = finding.endpoints.length > 0 ? finding.endpoints : listOf(subject.endpoint);
  const hosts = [...new Set([...listOf(subject.host), ...endpoints.flatMap((id) => hostOf.get(id) ?? [])])];
  return { rule, severity, waived: finding.waived !== undefined, subject, message, hosts, endpoints };
}

/** Ids that the finding had when its endpoint had another address, or its certificate had not been replaced. */
function earlierIds(
  { rule, subject }: Finding,
  pairing: Pairing,
  replaced: Renamed['replaced'],
): readonly string[] {
  const abouts =
    subject.endpoint === undefined
      ? (replaced.get(subject.certificate ?? '') ?? [])
      : listOf(pairing.before.get(subject.endpoint));
  return abouts.map((about) => [rule, about, ...listOf(subject.name)].join('|'));
}

/**
 * Whether a finding that does not fail any more is known to be gone. What its rule says at the same place decides; where
 * the place itself is gone, what it says anywhere.
 */
function isSettled(
  { subject: { endpoint, certificate } }: StandingFinding,
  now: readonly Finding[],
  { after }: Pairing,
): boolean {
  const place = endpoint === undefined ? undefined : (after.get(endpoint) ?? endpoint);
  const same = now.filter(({ subject }) =>
    place === undefined
      ? certificate === undefined || subject.certificate === certificate
      : subject.endpoint === place,
  );
  return same.every(({ outcome }) => outcome !== 'unknown');
}

function listOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}
