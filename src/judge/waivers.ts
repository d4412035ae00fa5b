import type { Finding } from '../model/finding.ts';
import type { Waiver, WaiverResult } from '../model/waiver.ts';

export interface Waiving {
  readonly findings: readonly Finding[];
  readonly results: readonly WaiverResult[];
}

/** What waivers look at besides the findings. */
export interface WaivingPlaces {
  /** Endpoints of the report. */
  readonly endpoints: readonly { readonly id: string; readonly host: string }[];
  /** Thumbprint, SHA-1 in hex, by SHA-256. */
  readonly thumbprints: ReadonlyMap<string, string>;
}

/**
 * Marks the failures whose risk somebody has accepted. What is unknown stays so: a waiver is about what was seen. One
 * that ended before the moment judged at waives nothing, and its result says which findings count again: those that it
 * would fit, less those that another waiver still holds for.
 *
 * One that fits nothing is unused only if all that it is about was assessed: a server that is silent has mended nothing.
 *
 * A place fits only if the finding is about nothing else: a finding of a certificate that two hosts present is not waived
 * by one of the two.
 *
 * @param now milliseconds since 1970
 */
export function applyWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  places: WaivingPlaces,
  now: number,
): Waiving {
  if (waivers.length === 0) return { findings, results: [] };
  const hosts = new Map(places.endpoints.map(({ id, host }) => [id, host]));
  const fitting = new Map<Waiver, string[]>(waivers.map((waiver) => [waiver, []]));
  const failed = findings.filter(({ outcome }) => outcome === 'fail');
  const unknown = findings.filter(({ outcome }) => outcome === 'unknown');
  const waivedBy = new Map<Finding, Waiver>();
  for (const finding of failed) {
    for (const waiver of waivers) {
      if (!fits(waiver, finding, hosts, places.thumbprints)) continue;
      fitting.get(waiver)?.push(finding.id);
      if (holds(waiver, now) && !waivedBy.has(finding)) waivedBy.set(finding, waiver);
    }
  }
  const stillWaived = new Set([...waivedBy.keys()].map(({ id }) => id));
  return {
    findings: findings.map((finding) => {
      const waiver = waivedBy.get(finding);
      if (waiver === undefined) return finding;
      const { reason, who, until } = waiver;
      return { ...finding, waived: { reason, who, until } };
    }),
    results: waivers.map((waiver) => {
      const ids = fitting.get(waiver) ?? [];
      const open = unknown.some((finding) => mayFit(waiver, finding, hosts));
      if (ids.length === 0 && !open) return { ...waiver, state: 'unused', findings: [] };
      if (holds(waiver, now)) return { ...waiver, state: 'applied', findings: ids };
      return { ...waiver, state: 'expired', findings: ids.filter((id) => !stillWaived.has(id)) };
    }),
  };
}

/** It holds to the end of its last day, UTC. */
function holds({ until }: Waiver, now: number): boolean {
  return new Date(now).toISOString().slice(0, 10) <= until;
}

function fits(
  { rule, host, endpoint, certificate, name }: Waiver,
  finding: Finding,
  hosts: ReadonlyMap<string, string>,
  thumbprints: ReadonlyMap<string, string>,
): boolean {
  const { subject } = finding;
  if (!isOf(rule, finding)) return false;
  if (name !== undefined && name.toLowerCase() !== subject.name?.toLowerCase()) return false;
  if (certificate !== undefined) {
    const sha256 = subject.certificate;
    if (sha256 === undefined) return false;
    if (certificate !== sha256 && certificate !== thumbprints.get(sha256)?.toLowerCase()) return false;
  }
  const concerned = placesOf(finding);
  if (endpoint !== undefined && !all(concerned, (id) => isAt(id, endpoint))) return false;
  if (host === undefined) return true;
  return concerned.length === 0 ? subject.host === host : all(concerned, (id) => hosts.get(id) === host);
}

/** Whether what is not known could be what the waiver is about; names and certificates are not known either. */
function mayFit(
  { rule, host, endpoint }: Waiver,
  finding: Finding,
  hosts: ReadonlyMap<string, string>,
): boolean {
  if (!isOf(rule, finding)) return false;
  const concerned = placesOf(finding);
  if (concerned.length === 0) return host === undefined || (finding.subject.host ?? host) === host;
  return concerned.some(
    (id) =>
      (endpoint === undefined || isAt(id, endpoint) || isAt(endpoint, id)) &&
      (host === undefined || hosts.get(id) === host),
  );
}

/** Whether a rule is the one that a waiver names, or of its group. */
function isOf(rule: string, finding: Finding): boolean {
  return rule === finding.rule || (rule.endsWith('/*') && finding.rule.startsWith(rule.slice(0, -1)));
}

/** Ids end with an address, if there is one and the waiver does not leave it out. */
function isAt(id: string, endpoint: string): boolean {
  return id === endpoint || id.startsWith(`${endpoint}/`);
}

function placesOf({ endpoints, subject }: Finding): readonly string[] {
  return endpoints.length > 0 ? endpoints : listOf(subject.endpoint);
}

function all(ids: readonly string[], fit: (id: string) => boolean): boolean {
  return ids.length > 0 && ids.every(fit);
}

function listOf(id: string | undefined): readonly string[] {
  return id === undefined ? [] : [id];
}
