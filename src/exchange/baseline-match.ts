import type { Tri } from '../model/finding.ts';
import type { Authentication } from '../wire/iana/suites.ts';
import { authenticatedBy, suite } from '../wire/iana/suites.ts';
import { TLS_1_2, TLS_1_3 } from '../wire/iana/versions.ts';
import type { SuiteList } from './baseline-lists.ts';
import { SUITE_LISTS } from './baseline-lists.ts';

/** What was seen of one endpoint, as far as lists of suites go. */
export interface ObservedTls {
  /** Keys of the first certificates that it presents. */
  readonly keys: readonly { readonly algorithm: string; readonly curve: string | null }[];
  /** Exchange has no TLS 1.3 on SMTP, whatever the list of Windows says. */
  readonly smtp: boolean;
  readonly accepts: (version: number) => Tri;
  /** Accepted suites of a version in the order in which the server chose them. */
  readonly suites: (version: number) => readonly number[];
  /** Is everything else refused with evidence? */
  readonly complete: (version: number) => boolean;
  readonly order: 'server' | 'client' | 'unknown';
  /** Groups accepted up to TLS 1.2, in the order found; null if none was asked for. */
  readonly groups: readonly number[] | null;
}

/** How an endpoint differs from a list. Nothing that its certificates cannot show is counted. */
export interface Drift {
  readonly list: SuiteList;
  readonly extra: readonly number[];
  readonly missing: readonly number[];
  /** Two suites of the list that the server ranks the other way round: the one that it puts first comes first. */
  readonly swapped: readonly [number, number] | null;
  /** The client decides the order, which Windows never lets it do. */
  readonly clientOrder: boolean;
  /** TLS 1.3 where the list has none, or the reverse. */
  readonly tls13: 'extra' | 'missing' | null;
  readonly extraGroups: readonly number[];
  readonly swappedGroups: readonly [number, number] | null;
}

export type Comparison =
  { readonly known: true; readonly drift: Drift } | { readonly known: false; readonly why: string };

/** Holds an endpoint against one list; not known unless the answers are whole. */
export function compareToList(observed: ObservedTls, list: SuiteList): Comparison {
  const kinds = kindsOf(observed);
  if (kinds === null) return open('the kind of key in the certificate is not known');
  if (observed.accepts(TLS_1_2) !== 'yes') return open('no suite of TLS 1.2 is known to be accepted');
  if (!observed.complete(TLS_1_2)) return open('not every suite of TLS 1.2 was asked for and answered');
  const seen = observed.suites(TLS_1_2);
  if (seen.length === 0) return open('no suite of TLS 1.2 was seen');
  const part13 = compare13(observed, list);
  if (part13 === null) return open('whether TLS 1.3 is accepted, and with which suites, is not known');
  const visible = list.suites.filter((code) => isVisible(code, kinds));
  const wanted = visible.filter((code) => seen.includes(code) || !mayHide(code, observed, list));
  const groups = observed.groups ?? [];
  const drift: Drift = {
    list,
    extra: [...seen.filter((code) => !visible.includes(code)), ...part13.extra],
    missing: [...wanted.filter((code) => !seen.includes(code)), ...part13.missing],
    swapped: observed.order === 'server' ? (inversion(seen, list.suites) ?? part13.swapped) : null,
    clientOrder: observed.order === 'client',
    tls13: part13.tls13,
    extraGroups: list.groups === null ? [] : groups.filter((code) => list.groups?.includes(code) !== true),
    swappedGroups: list.groups === null ? null : swappedGroups(groups, list.groups),
  };
  return { known: true, drift };
}

/** True if suites, their order and TLS 1.3 are those of the list; groups are another matter. */
function isExact(drift: Drift): boolean {
  return distance(drift) === 0;
}

export type ListMatch =
  | { readonly kind: 'unknown'; readonly why: string }
  /** All lists that it cannot be told from. */
  | { readonly kind: 'exact'; readonly lists: readonly SuiteList[] }
  /** The lists that differ least, with the drift from each; at least one. */
  | { readonly kind: 'nearest'; readonly drifts: readonly Drift[] };

/** Which of the lists an endpoint has, or comes nearest to. */
export function matchBaseline(observed: ObservedTls, lists: readonly SuiteList[] = SUITE_LISTS): ListMatch {
  const compared = lists.map((list) => compareToList(observed, list));
  const drifts = compared.flatMap((one) => (one.known ? [one.drift] : []));
  const exact = drifts.filter(isExact);
  if (exact.length > 0) return { kind: 'exact', lists: exact.map(({ list }) => list) };
  // Where one list cannot be compared, it might be the nearest one.
  const unknown = compared.find((one) => !one.known);
  if (unknown !== undefined) return { kind: 'unknown', why: unknown.why };
  const least = Math.min(...drifts.map(distance));
  return { kind: 'nearest', drifts: drifts.filter((drift) => distance(drift) === least) };
}

interface Part13 {
  readonly extra: readonly number[];
  readonly missing: readonly number[];
  readonly swapped: readonly [number, number] | null;
  readonly tls13: Drift['tls13'];
}

const NOTHING_13: Part13 = { extra: [], missing: [], swapped: null, tls13: null };

/** Null if it is not known. */
function compare13(observed: ObservedTls, list: SuiteList): Part13 | null {
  const accepted = observed.accepts(TLS_1_3);
  if (observed.smtp && accepted !== 'yes') return NOTHING_13;
  if (accepted === 'unknown') return list.tls13 === 'either' ? NOTHING_13 : null;
  if (accepted === 'no') return list.tls13 === 'on' ? { ...NOTHING_13, tls13: 'missing' } : NOTHING_13;
  if (list.tls13 === 'off') return { ...NOTHING_13, tls13: 'extra' };
  if (list.suites13.length === 0) return NOTHING_13;
  if (!observed.complete(TLS_1_3)) return null;
  const seen = observed.suites(TLS_1_3);
  return {
    extra: seen.filter((code) => !list.suites13.includes(code)),
    missing: list.suites13.filter((code) => !seen.includes(code)),
    swapped: null,
    tls13: null,
  };
}

const KINDS: Readonly<Record<string, Authentication>> = { RSA: 'RSA', EC: 'ECDSA', DSA: 'DSS' };

/** Null if a certificate is of a kind for which it is not known what it shows. */
function kindsOf({ keys, suites }: ObservedTls): ReadonlySet<Authentication> | null {
  const kinds = keys.map(({ algorithm }) => KINDS[algorithm]);
  if (kinds.length === 0 || kinds.includes(undefined)) return null;
  // A suite that is accepted has a certificate for it, whether it was shown or not.
  const proven = suites(TLS_1_2).map((code) => authenticationOf(code));
  return new Set(
    [...kinds, ...proven].flatMap((kind) => (kind !== undefined && CERTIFIED.has(kind) ? kind : [])),
  );
}

const CERTIFIED: ReadonlySet<Authentication> = new Set(['RSA', 'ECDSA', 'DSS']);

function authenticationOf(code: number): Authentication | undefined {
  const found = suite(code);
  return found && authenticatedBy(found);
}

function isVisible(code: number, kinds: ReadonlySet<Authentication>): boolean {
  const kind = authenticationOf(code);
  return kind !== undefined && kinds.has(kind);
}

/** Before Windows Server 2016 some suites are there for one curve only: that they do not show need not mean anything. */
function mayHide(code: number, { keys }: ObservedTls, { onlyP384 }: SuiteList): boolean {
  return (
    onlyP384.includes(code) && !keys.some(({ algorithm, curve }) => algorithm === 'EC' && curve === 'P-384')
  );
}

/** The first two of `seen` that stand next to each other and the other way round in `list`. */
function inversion(seen: readonly number[], list: readonly number[]): readonly [number, number] | null {
  const shared = seen.filter((code) => list.includes(code));
  for (const [at, code] of shared.entries()) {
    const before = shared[at - 1];
    if (before !== undefined && list.indexOf(before) > list.indexOf(code)) return [before, code];
  }
  return null;
}

/**
 * The order in which the hellos of a scan offer these groups. A server that answers in it may only follow its client, so
 * only another order shows a preference of its own.
 */
const OFFERED = [29, 23, 24, 25] as const;

function swappedGroups(groups: readonly number[], list: readonly number[]): readonly [number, number] | null {
  const swapped = inversion(groups, list);
  if (swapped === null) return null;
  const [first, second] = swapped.map((code) => OFFERED.findIndex((one) => one === code));
  return first !== undefined && second !== undefined && second >= 0 && first > second ? swapped : null;
}

function distance({ extra, missing, swapped, clientOrder, tls13 }: Drift): number {
  const others = [swapped !== null, clientOrder, tls13 !== null].filter(Boolean).length;
  return extra.length + missing.length + others;
}

function open(why: string): Comparison {
  return { known: false, why };
}
