import type { CrlEntry, CrlExtract, CrlFault, CrlReading } from '../../model/revocation.ts';
import type { Certificate } from '../certificate.ts';
import { moment } from './clock.ts';
import { keyFingerprint } from './crl-extract.ts';
import type { Obstacle } from './crl-obstacle.ts';
import { entriesOf, no, staleness, unusable } from './crl-obstacle.ts';
import { usableDelta } from './crl-delta.ts';
import { outsideScope } from './crl-scope.ts';
import { maySignLists, pathUp, signerSearch, signersOf } from './crl-signer.ts';
import type { SignerSearch } from './crl-signer.ts';
import { distributionPoints } from './distribution-points.ts';
import { nameKey } from './name-key.ts';
import { ALL_REASONS } from './reasons.ts';
import { serialNumber } from './serial-number.ts';

export interface CrlQuestion {
  readonly certificate: Certificate;
  /** Those that issued it, which are judged elsewhere: a list that is signed with the key of one of them counts. */
  readonly issuers: readonly Certificate[];
  /** What else is at hand: anchors, other issuers, certificates of those that sign lists. */
  readonly pool: readonly Certificate[];
  readonly crls: readonly CrlExtract[];
  /** The moment judged at, milliseconds since 1970. */
  readonly at: number;
  /**
   * Whether the certificate of who signed a list has a valid path to the anchor of the path in question, its own
   * revocation included; null if that cannot be told. Without it, a signer counts that is one of the issuers or
   * above them, or is certified by one of these through the pool and not revoked by the lists at hand.
   */
  readonly signerPath?: (signer: Certificate) => boolean | null;
}

/**
 * What revocation lists say about a certificate (RFC 5280, 6.3): distribution points and scopes, reasons covered by
 * several lists together, indirect lists, delta lists, and the right of the signer. `good` only if current and
 * properly signed lists cover every reason and none of them has it. Never throws.
 */
export function crlStatus(question: CrlQuestion): CrlReading {
  const { issuers, pool, at } = question;
  return judge(question, signerSearch(issuers, pool, at), []);
}

/** Lists that are looked at: all those of a run may be handed over, and most are passed over by their issuer. */
const MOST_LISTS = 1000;

/** Signers whose own status is asked for, one below the other. */
const MAXIMUM_DEPTH = 3;

function judge(question: CrlQuestion, search: SignerSearch, asking: readonly Certificate[]): CrlReading {
  const { certificate, at } = question;
  const lists = question.crls
    .slice(0, MOST_LISTS)
    .toSorted((one, other) => other.thisUpdate - one.thisUpdate);
  const obstacles: Obstacle[] = lists.flatMap(({ fault }) =>
    fault === null ? [] : [no('unreadable', fault)],
  );
  const readable = lists.filter(({ fault }) => fault === null);
  const deltas = readable.filter(({ deltaBase }) => deltaBase !== null);
  const complete = readable.filter(({ deltaBase }) => deltaBase === null);
  const own = (list: CrlExtract): boolean => nameKey(list.issuerKey) === nameKey(certificate.issuerKey);
  if (deltas.some(own) && !complete.some(own)) {
    obstacles.push(no('delta-without-base', 'there are changes to a list (delta CRL) without the list'));
  }
  let covered = 0;
  const used = new Set<string>();
  let last: { readonly list: CrlExtract; readonly delta: CrlExtract | null } | null = null;
  for (const point of distributionPoints(certificate)) {
    for (const list of complete) {
      if (covered === ALL_REASONS) break;
      const reasons = (list.scope?.reasons ?? ALL_REASONS) & (point.reasons ?? ALL_REASONS);
      if ((reasons & ~covered) === 0) continue;
      const obstacle =
        outsideScope(certificate, point, list) ??
        unusable(certificate, list) ??
        untrusted(question, search, list, asking);
      if (obstacle !== null) {
        obstacles.push(obstacle);
        continue;
      }
      const delta = usableDelta(list, deltas, serialNumber(certificate.serialKey), at);
      const current = staleness(list, delta, at);
      if (current !== null) {
        obstacles.push(current);
        continue;
      }
      last = { list, delta };
      used.add(list.sha256);
      if (delta !== null) used.add(delta.sha256);
      const entry = statusIn(certificate, list, delta);
      if (entry !== null) return revoked(certificate, list, entry, [...used]);
      covered |= reasons;
    }
  }
  return last !== null && covered === ALL_REASONS
    ? good(certificate, last.list, last.delta, [...used])
    : undecided(covered, obstacles, question.crls.length);
}

/** Why the signer has no right to sign, or no path from it is known (RFC 5280, 6.3.3 f). */
function untrusted(
  question: CrlQuestion,
  search: SignerSearch,
  list: CrlExtract,
  asking: readonly Certificate[],
): Obstacle | null {
  const signers = signersOf(list, search.certificates);
  const who = `the certificate that signed the list of ${list.issuer}`;
  if (signers.length === 0) return no('signer-unknown', `${who} is not at hand`);
  const allowed = signers.filter(maySignLists);
  if (allowed.length === 0)
    return no('signer-unauthorized', `${who} may not sign lists (keyUsage without cRLSign)`);
  let obstacle = no('signer-unauthorized', `${who} has no path to the issuer of the certificate`);
  for (const signer of allowed) {
    const found = withoutRight(question, search, signer, asking);
    if (found === null) return null;
    obstacle = found.fault === 'signer-unauthorized' ? obstacle : found;
  }
  return obstacle;
}

function withoutRight(
  question: CrlQuestion,
  search: SignerSearch,
  signer: Certificate,
  asking: readonly Certificate[],
): Obstacle | null {
  if (question.signerPath !== undefined) {
    const path = question.signerPath(signer);
    if (path === true) return null;
    const how = path === null ? 'is not known' : 'does not exist';
    return no(
      path === null ? 'signer-unknown' : 'signer-unauthorized',
      `a valid path of ${signer.subject} ${how}`,
    );
  }
  const path = pathUp(signer, search);
  if (path === null) {
    const why = `${signer.subject} has no path to the issuer of the certificate`;
    return search.checks === 0
      ? no('too-much', `${why} that was found in time`)
      : no('signer-unauthorized', why);
  }
  for (const member of path) {
    // A list that names its own signer is judged by that very list; asking again would have no end.
    if (asking.some(({ sha256 }) => sha256 === member.sha256)) continue;
    if (asking.length === MAXIMUM_DEPTH || search.questions === 0) {
      return no('too-much', 'whether its signers are revoked leads too far');
    }
    search.questions -= 1;
    const { status, why } = judgeSigner({ ...question, certificate: member }, search, [...asking, member]);
    if (status === 'good') continue;
    const word = status === 'revoked' ? 'is revoked' : 'is not known to be good';
    return no(
      'signer-revoked',
      `${member.subject}, which stands behind the signature of the list, ${word}: ${why}`,
    );
  }
  return null;
}

/**
 * A list made by the signer itself speaks for it only where no other list could (as in NIST PKITS 4.14.30): whoever
 * has a key that was revoked can leave it off the lists that he makes.
 */
function judgeSigner(
  question: CrlQuestion,
  search: SignerSearch,
  asking: readonly Certificate[],
): CrlReading {
  const own = new Set(asking.map(keyFingerprint));
  const crls = question.crls.filter(({ signer }) => signer === null || !own.has(signer.key));
  const byOthers = judge({ ...question, crls }, search, asking);
  const isSilent = byOthers.fault !== null && SILENT.has(byOthers.fault);
  return isSilent ? judge(question, search, asking) : byOthers;
}

const SILENT: ReadonlySet<CrlFault> = new Set<CrlFault>(['no-list', 'other-issuer', 'other-scope']);

/** The entry that revokes it; the delta has the last word (RFC 5280, 6.3.3 i to k). */
function statusIn(certificate: Certificate, list: CrlExtract, delta: CrlExtract | null): CrlEntry | null {
  const changed = delta === null ? [] : entriesOf(certificate, delta);
  const deciding = changed.length > 0 ? changed : entriesOf(certificate, list);
  return deciding.find(({ reason }) => reason !== 'removeFromCRL') ?? null;
}

function revoked(
  certificate: Certificate,
  list: CrlExtract,
  { revokedAt, reason }: CrlEntry,
  lists: readonly string[],
): CrlReading {
  const when = revokedAt === null ? '' : ` on ${moment(revokedAt)}`;
  const why = `the list of ${list.issuer} says that ${certificate.subject} was revoked${when} (${reason ?? 'no reason given'})`;
  const { thisUpdate, nextUpdate } = list;
  return { status: 'revoked', fault: null, revokedAt, reason, thisUpdate, nextUpdate, lists, why };
}

function good(
  certificate: Certificate,
  list: CrlExtract,
  delta: CrlExtract | null,
  lists: readonly string[],
): CrlReading {
  const { thisUpdate, nextUpdate } = list;
  const times = { revokedAt: null, reason: null, thisUpdate, nextUpdate, lists };
  if (certificate.notAfter < thisUpdate && !list.listsExpired) {
    const why = `the list of ${list.issuer} is younger than the end of the certificate, and expired ones are taken off lists`;
    return { status: 'unknown', fault: 'expired-certificate', ...times, why };
  }
  const changes =
    delta === null && list.deltaUrls.length > 0
      ? '; none of the later changes that it announces (delta CRL) is at hand'
      : '';
  const why = `the list of ${list.issuer} of ${moment((delta ?? list).thisUpdate)} does not name ${certificate.subject}${changes}`;
  return { status: 'good', fault: null, ...times, why };
}

function undecided(covered: number, obstacles: readonly Obstacle[], count: number): CrlReading {
  const nothing = { revokedAt: null, reason: null, thisUpdate: null, nextUpdate: null, lists: [] };
  const told = obstacles.toSorted((one, other) => weight(other) - weight(one))[0];
  const first =
    covered > 0
      ? no(
          'some-reasons',
          `the lists at hand cover only some reasons${told === undefined ? '' : `; ${told.why}`}`,
        )
      : (told ?? no('no-list', count === 0 ? 'no list is at hand' : 'no list covers the certificate'));
  return { status: 'unknown', ...first, ...nothing };
}

/** A list that is of another authority or another part explains less than one that nearly served. */
function weight({ fault }: Obstacle): number {
  return WEIGHTS[fault] ?? 3;
}

const WEIGHTS: Partial<Record<CrlFault, number>> = { 'other-issuer': 0, unreadable: 1, 'other-scope': 2 };
