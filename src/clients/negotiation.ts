import type { Offer } from '../exchange/offers/index.ts';
import type { Tri } from '../model/finding.ts';
import { group as groupOf, groupName } from '../wire/iana/groups.ts';
import { signatureScheme } from '../wire/iana/signature-schemes.ts';
import { authenticatedBy, isEllipticCurve, isForwardSecret, suite as suiteOf } from '../wire/iana/suites.ts';
import { SSL_2_0, SSL_3_0, TLS_1_0, TLS_1_2, TLS_1_3, VERSIONS, versionName } from '../wire/iana/versions.ts';
import type { ServerView } from './server-view.ts';

/** What an offer would come to at a server; of what is agreed on, null is what cannot be told. */
export interface Negotiation {
  readonly state: 'agreed' | 'refused' | 'unknown';
  /** What was agreed on, or the first thing that decides, as a sentence without a full stop. */
  readonly why: string;
  readonly version: number | null;
  readonly suite: number | null;
  readonly group: number | null;
  /** Kinds of key that the certificate shown can have: `RSA`, `ECDSA`. Empty if the suite has none. */
  readonly keys: readonly string[];
}

/**
 * Works out what becomes of a ClientHello: version, suite, group and kind of signature, the first that fails decides, in
 * the order in which a server looks at them (RFC 5246, 7.4.1; RFC 8446, 4.1.1).
 *
 * @param range lowest and highest version that the client is set to
 */
export function negotiate(
  offer: Offer,
  range: readonly [lowest: number, highest: number],
  server: ServerView,
): Negotiation {
  const offered = versionsOf(offer, range);
  const version = chooseVersion(offered, server);
  if (typeof version !== 'number') return version;
  const suites = suitesAt(offer, version);
  const answers = suites.map((code) => ({ code, answer: usable(code, version, offer, server) }));
  const accepted = answers.filter(({ answer }) => answer === 'yes').map(({ code }) => code);
  const open = answers.filter(({ answer }) => answer === 'unknown').map(({ code }) => code);
  const at = `at ${versionName(version)}`;
  if (accepted.length === 0) {
    if (open.length > 0) return unknown(`not all of its suites were asked for ${at}`);
    const known = suites.filter((code) => server.suite(version, code) === 'yes');
    if (known.length === 0) return refused(`no suite in common ${at}`, version);
    return refused(`no group in common ${at}: it offers ${groupNames(offer)}`, version);
  }
  if (!server.takesEveryForm) {
    return unknown('the server stands only hellos of some forms, and that of this client was not tried');
  }
  if (offer.secureRenegotiation === false) {
    return unknown(
      'it cannot say that it renegotiates securely, and whether the server demands that was not tried (RFC 5746)',
    );
  }
  const chosen = open.length === 0 ? chooseSuite(accepted, version, server) : null;
  const possible = chosen === null ? [...accepted, ...open] : [chosen];
  const keys = [...new Set(possible.flatMap((code) => keysOf(code)))];
  const group = chosen === null ? null : chooseGroup(chosen, version, offer, server);
  const names = [versionName(version), chosen === null ? '' : (suiteOf(chosen)?.name ?? '')];
  return {
    state: 'agreed',
    why: names.filter((name) => name !== '').join(', '),
    version,
    suite: chosen,
    group,
    keys,
  };
}

function unknown(why: string): Negotiation {
  return { state: 'unknown', why, version: null, suite: null, group: null, keys: [] };
}

function refused(why: string, version: number | null): Negotiation {
  return { state: 'refused', why, version, suite: null, group: null, keys: [] };
}

/** Highest first. The format of the hello of SSL 2.0 offers the higher version that it names alone (RFC 5246, E.2). */
function versionsOf(offer: Offer, [lowest, highest]: readonly [number, number]): readonly number[] {
  const own =
    offer.supportedVersions.length > 0
      ? offer.supportedVersions
      : VERSIONS.filter((version) => version >= offer.versions[0] && version <= offer.versions[1]);
  const old = offer.ssl2Kinds.length > 0 && lowest < SSL_3_0 ? [SSL_2_0] : [];
  return [...own.filter((version) => version >= lowest && version <= highest), ...old].toSorted(
    (one, other) => other - one,
  );
}

function chooseVersion(offered: readonly number[], server: ServerView): number | Negotiation {
  for (const version of offered) {
    const answer = server.version(version);
    if (answer === 'unknown')
      return unknown(`whether the server accepts ${versionName(version)} is not known`);
    if (answer === 'no') continue;
    return version === SSL_2_0 ? unknown('SSL 2.0 would be agreed on, which is not worked out') : version;
  }
  const [highest] = offered;
  if (highest === undefined) return unknown('no version is left of what it offers');
  const accepted = VERSIONS.filter((version) => server.version(version) === 'yes');
  const has = accepted.length === 0 ? 'none that was asked for' : accepted.map(versionName).join(', ');
  return refused(`no version in common: it offers ${span(offered)}, the server accepts ${has}`, null);
}

function span(offered: readonly number[]): string {
  const [highest = 0] = offered;
  const lowest = offered.at(-1) ?? highest;
  return lowest === highest
    ? `${versionName(highest)} alone`
    : `${versionName(lowest)} to ${versionName(highest)}`;
}

/** Servers are known to take suites in SSL 3.0 that came with TLS 1.0. Signalling values are none. */
function suitesAt(offer: Offer, version: number): readonly number[] {
  const last = version === SSL_3_0 ? TLS_1_0 : version;
  return offer.suites.filter((code) => {
    const first = suiteOf(code)?.firstVersion;
    if (first === undefined || code === 0) return false;
    return version === TLS_1_3 ? first === TLS_1_3 : first <= last;
  });
}

/** Is it accepted, with a group and a signature that both sides know? */
function usable(code: number, version: number, offer: Offer, server: ServerView): Tri {
  const answer = server.suite(version, code);
  if (answer === 'no') return 'no';
  const parts: readonly Tri[] = [
    answer,
    groupShared(code, version, offer, server),
    verifiable(code, version, offer),
  ];
  if (parts.includes('no')) return 'no';
  return parts.includes('unknown') ? 'unknown' : 'yes';
}

function groupShared(code: number, version: number, offer: Offer, server: ServerView): Tri {
  if (!needsGroup(code)) return 'yes';
  // Without the extension a server may take any group or none (RFC 8422, 4).
  if (offer.groups === null) return 'unknown';
  const answers = groupsAt(offer, version).map((group) => {
    const answer = server.group(version, group);
    const ready = version < TLS_1_3 || server.asksAgain || offer.keyShares?.includes(group) === true;
    return answer === 'yes' && !ready ? 'unknown' : answer;
  });
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

function needsGroup(code: number): boolean {
  const found = suiteOf(code);
  return found !== undefined && isEllipticCurve(found) && isForwardSecret(found);
}

/** Those that can be agreed on at a version: finite fields and hybrids are for TLS 1.3, or for suites without curves. */
function groupsAt({ groups }: Offer, version: number): readonly number[] {
  return (groups ?? []).filter((code) => {
    const found = groupOf(code);
    if (found === undefined || found.firstVersion > version || found.lastVersion < version) return false;
    return version >= TLS_1_3 || found.kind === 'ec';
  });
}

/** Before TLS 1.2 there is nothing to choose; a vendor's list of suites does not tell the schemes. */
function verifiable(code: number, version: number, { signatureSchemes, evidence }: Offer): Tri {
  const found = suiteOf(code);
  if (version < TLS_1_2 || evidence === 'documented' || found === undefined || !isForwardSecret(found))
    return 'yes';
  if (signatureSchemes === null) return version >= TLS_1_3 ? 'no' : 'unknown';
  const wanted = keysOf(code).map((key) => key.toLowerCase());
  return signatureSchemes.some((scheme) => wanted.includes(signatureScheme(scheme)?.key ?? ''))
    ? 'yes'
    : 'no';
}

function keysOf(code: number): readonly string[] {
  const found = suiteOf(code);
  if (found === undefined) return [];
  const kind = authenticatedBy(found);
  if (kind === 'any') return ['RSA', 'ECDSA'];
  return kind === 'none' ? [] : [kind];
}

/** Null where it depends on whose order decides. */
function chooseSuite(accepted: readonly number[], version: number, server: ServerView): number | null {
  const [byClient] = accepted;
  const byServer = server.suiteRanking(version).find((code) => accepted.includes(code));
  if (server.order === 'client') return byClient ?? null;
  if (server.order === 'server') return byServer ?? null;
  return byServer === byClient ? (byClient ?? null) : null;
}

/** Null where the suite has none, or it depends on whose order decides. */
function chooseGroup(code: number, version: number, offer: Offer, server: ServerView): number | null {
  if (!needsGroup(code)) return null;
  const own = groupsAt(offer, version);
  if (own.some((group) => server.group(version, group) === 'unknown')) return null;
  const shared = own.filter((group) => server.group(version, group) === 'yes');
  const ranking = server.groupRanking(version);
  const ranked = ranking.groups.filter((group) => shared.includes(group));
  const firsts = ranking.byServer ? [ranked[0]] : [ranked[0], shared[0]];
  // A server of TLS 1.3 may take a group that comes with a key share before one that it likes better.
  if (version >= TLS_1_3) firsts.push(ranked.find((group) => offer.keyShares?.includes(group)) ?? ranked[0]);
  const distinct = new Set(firsts);
  return distinct.size === 1 ? (firsts[0] ?? null) : null;
}

function groupNames(offer: Offer): string {
  const names = (offer.groups ?? []).filter((code) => code <= 0xff).map(groupName);
  return names.length === 0 ? 'none' : names.join(', ');
}
