import type { Fingerprint } from '../../model/observation.ts';
import type { Certificate } from '../certificate.ts';
import type { SentChain } from '../chain.ts';
import { describeChain, endsItself } from '../chain.ts';
import { issuance, looksPublic } from '../issuance.ts';
import { isSignedBy, workingKey } from '../path/working-key.ts';
import type { PathJudgement, PathSearch } from '../path/judgement.ts';
import type { ChainTrust, StoreVerdict } from './chain-trust.ts';
import { failsFirstIssuer } from './first-issuer.ts';
import type { TrustStore } from './store.ts';

/** What is to be said about a chain besides whether it is trusted. */
export interface ChainFacts extends Omit<SentChain, 'ways'> {
  /**
   * complete: nothing but a root is left to add; incomplete: demonstrably something is missing; self-signed: there is
   * nothing to complete; unknown: it ends below an authority of which nothing is known.
   */
  readonly completeness: 'complete' | 'incomplete' | 'unknown' | 'self-signed';
  /** Name of the first issuer that was not sent and is not known to be a root; `null` unless incomplete or unknown. */
  readonly missing: string | null;
  /** Where the certificate above which it is missing says that it can be had (RFC 5280, 4.2.2.1); hostile text. */
  readonly missingUrls: readonly string[];
  /** Sent, expired, and not needed: another path leads to a root. */
  readonly expiredCrossSigns: readonly Fingerprint[];
  /** Stores whose clients have to try more than the first issuer that fits, which OpenSSL does not. */
  readonly needsBacktracking: readonly TrustStore['id'][];
  /** One sentence for people about the completeness; hostile text. */
  readonly why: string;
}

export interface FactsInput {
  readonly presented: readonly Certificate[];
  /** Certificates from elsewhere that the search could use. */
  readonly helpers: readonly Certificate[];
  readonly stores: readonly TrustStore[];
  readonly verdicts: readonly StoreVerdict[];
  readonly search: PathSearch;
  readonly at: number;
}

/**
 * A chain that stops below an unknown issuer is `incomplete` only with proof that this issuer is no root: a certificate
 * that looks public, as roots of the public web sign no server's certificate (CA/Browser Forum Baseline Requirements,
 * 6.1.7), or its certificate from elsewhere. A private authority may well issue directly from a root that we do not
 * know: that is `unknown` until its certificate is given.
 */
export function chainFacts(input: FactsInput): ChainFacts {
  const { presented, search } = input;
  const sent = new Set(presented.map(({ sha256 }) => sha256));
  const whole = search.paths.find((path) => reaches(path) && onlyFrom(sent, path)) ?? null;
  const { ways, ...described } = describeChain(presented, whole?.path ?? null);
  return {
    ...described,
    ...completeness(input, sent, whole, ways),
    expiredCrossSigns: expiredCrossSigns(input),
    needsBacktracking: input.stores
      .filter((store, index) => {
        const verdict = input.verdicts[index];
        const path = verdict?.status === 'trusted' ? verdict.path : null;
        return path !== null && whole !== null && failsFirstIssuer(presented, store, input.at);
      })
      .map(({ id }) => id),
  };
}

type Completeness = Pick<ChainFacts, 'completeness' | 'missing' | 'missingUrls' | 'why'>;

const NOTHING_MISSING = { missing: null, missingUrls: [] } as const;

function completeness(
  { presented, helpers, search, verdicts }: FactsInput,
  sent: ReadonlySet<Fingerprint>,
  whole: PathJudgement | null,
  ways: readonly (readonly Certificate[])[],
): Completeness {
  const [leaf] = presented;
  const way = ways[0] ?? [];
  const last = way.at(-1);
  if (leaf === undefined)
    return { ...NOTHING_MISSING, completeness: 'unknown', why: 'No certificate was sent.' };
  if (last === undefined || leaf.issuerKey === '') {
    return { ...NOTHING_MISSING, completeness: 'unknown', why: 'The first certificate cannot be read.' };
  }
  if (endsItself(leaf)) {
    const why = 'The certificate is self-signed, so there is no chain.';
    return { ...NOTHING_MISSING, completeness: 'self-signed', why };
  }
  if (whole !== null) {
    return { ...NOTHING_MISSING, completeness: 'complete', why: leadsTo(whole, verdicts) };
  }
  if (endsItself(last)) {
    const why = `The chain ends in a self-signed authority that was sent with it: ${last.subject}.`;
    return { ...NOTHING_MISSING, completeness: 'complete', why };
  }
  const missing = { missing: last.issuer, missingUrls: last.issuerUrls };
  const detour = search.paths.find(reaches);
  const absent = detour?.path.find(({ sha256 }) => !sent.has(sha256));
  const root = absent === undefined ? rootAbove(ways, helpers) : undefined;
  if (root !== undefined) {
    const why = `Only the root is not sent, which clients need not get: ${root.subject}, known from elsewhere.`;
    return { ...NOTHING_MISSING, completeness: 'complete', why };
  }
  const known = absent ?? helpers.find((one) => !endsItself(one) && issuance(last, one) !== null);
  if (known !== undefined) {
    const why = `The intermediate ${known.subject} was not sent; it is known from elsewhere.`;
    return { ...missing, missing: known.subject, completeness: 'incomplete', why };
  }
  if (way.length === 1 && looksPublic(leaf)) {
    const why = `The intermediate ${leaf.issuer} was not sent: a public authority never issues from its root.`;
    return { ...missing, completeness: 'incomplete', why };
  }
  const why = `The chain stops below ${last.issuer}, which was not sent and is no root that is known here; give the certificate of that authority to have it checked.`;
  return { ...missing, completeness: 'unknown', why };
}

/** A self-signed authority from elsewhere that signed the last certificate of some way. */
function rootAbove(
  ways: readonly (readonly Certificate[])[],
  helpers: readonly Certificate[],
): Certificate | undefined {
  const ends = [...new Set(ways.flatMap((way) => way.at(-1) ?? []))];
  return helpers.find(
    (one) =>
      one.selfSigned === true &&
      one.basicConstraints?.ca === true &&
      ends.some((end) => end.issuerKey === one.subjectKey && isSignedBy(end, workingKey(one, null)) === true),
  );
}

/** To an anchor by names and signatures, whatever else is wrong with it. */
function reaches({ anchor, faults }: PathJudgement): boolean {
  return anchor !== null && !faults.some(({ code }) => code === 'signature' || code === 'name-chaining');
}

/** The anchor itself need not be sent. */
function onlyFrom(sent: ReadonlySet<Fingerprint>, { path }: PathJudgement): boolean {
  return path.slice(0, -1).every(({ sha256 }) => sent.has(sha256));
}

function leadsTo({ anchor }: PathJudgement, verdicts: readonly StoreVerdict[]): string {
  const holders = verdicts.filter(({ path }) => path !== null && path.anchor?.sha256 === anchor?.sha256);
  const names = holders.map(({ store }) => store.title);
  const kind = holders.some(({ store }) => store.commercial) ? 'known root' : 'configured authority';
  const where = names.length === 0 ? '' : ` (${names.join('; ')})`;
  return `The chain leads to a ${kind}: ${anchor?.subject ?? ''}${where}.`;
}

/** Another certificate for the same name and key is there, or at least another way without this one. */
function expiredCrossSigns({ presented, verdicts, at }: FactsInput): readonly Fingerprint[] {
  const paths = verdicts.flatMap(({ status, path }) =>
    status === 'trusted' && path !== null ? [path.path] : [],
  );
  if (paths.length === 0) return [];
  return presented
    .slice(1)
    .filter((one) => !endsItself(one) && at > one.notAfter && isTwin(one, paths))
    .map(({ sha256 }) => sha256);
}

function isTwin(one: Certificate, paths: readonly ChainTrust['path'][]): boolean {
  return paths.every(
    (path) =>
      path.every(({ sha256 }) => sha256 !== one.sha256) &&
      path.some(({ subjectKey, publicKeyInfo }) =>
        subjectKey === one.subjectKey ? Buffer.from(publicKeyInfo).equals(one.publicKeyInfo) : false,
      ),
  );
}
