import type { Fingerprint } from '../model/observation.ts';
import type { Anchor, AnchorTable } from './anchors.ts';
import { issuingAnchor } from './anchors.ts';
import type { Certificate } from './certificate.ts';
import type { Link } from './chain-paths.ts';
import { pathsFrom, reachableLinks } from './chain-paths.ts';
import { issuance, looksPublic } from './issuance.ts';

export interface ChainDescription {
  /** Each certificate directly certifies the one before it, or not (RFC 5246, 7.4.2; RFC 8446, 4.4.2). */
  readonly order: 'ok' | 'out-of-order';
  /**
   * complete: nothing but a root is left to add; incomplete: demonstrably something is missing; self-signed: there is
   * nothing to complete; unknown: it ends below an authority of which nothing is known.
   */
  readonly completeness: 'complete' | 'incomplete' | 'unknown' | 'self-signed';
  /** Name of the first issuer that was not sent and is not known to be a root; `null` unless incomplete or unknown. */
  readonly missing: string | null;
  /** Sent but not part of any path from the first certificate, or sent again. */
  readonly extra: readonly Fingerprint[];
  /** The chain contains its own self-signed root, which clients ignore or have already. */
  readonly anchorSent: boolean;
  /** The path that was judged, first certificate first. */
  readonly path: readonly Fingerprint[];
  /** Name of the root that ends it, if it is known. */
  readonly anchor: string | null;
  /** `name`: the algorithm is unknown to this machine, so the signature was not checked. */
  readonly links: readonly {
    readonly child: Fingerprint;
    readonly parent: Fingerprint;
    readonly by: Link['by'];
  }[];
  /** One sentence for people; hostile text. */
  readonly why: string;
}

/**
 * Describes the certificates of one Certificate message, first certificate first. `extraCas` are the certificates that
 * the operator gave as those of his own authorities. It says whether a client can get from the server's certificate to
 * a root with what was sent, not whether that root or any date is to be trusted.
 *
 * A chain that stops below an unknown issuer is `incomplete` only with proof that this issuer is no root: a certificate
 * that looks public, as roots of the public web sign no server's certificate (CA/Browser Forum Baseline Requirements,
 * 6.1.7), or an intermediate of that name among `extraCas`. A private authority may well issue directly from a root
 * that we do not know: that is `unknown` until its certificate is given.
 */
export function describeChain(
  presented: readonly Certificate[],
  anchors: AnchorTable,
  extraCas: readonly Certificate[],
): ChainDescription {
  const [leaf] = presented;
  if (leaf === undefined) return { ...NOTHING, why: 'No certificate was sent.' };
  const links = reachableLinks(presented);
  const ends = pathsFrom(links).map((path) => ({
    path,
    end: pathEnd(
      path.flatMap((position) => presented[position] ?? []),
      anchors,
      extraCas,
    ),
  }));
  const best = ends.find(({ end }) => end.completeness === 'complete') ?? ends[0];
  if (best === undefined) return { ...NOTHING, why: 'No path was found.' };
  const fingerprint = (position: number): Fingerprint => presented[position]?.sha256 ?? '';
  const used = new Set([0, ...links.map(({ parent }) => parent)]);
  const roots = presented.filter(
    (certificate, index) => index > 0 && used.has(index) && endsItself(certificate),
  );
  return {
    ...best.end,
    order: inOrder(best.path, used) ? 'ok' : 'out-of-order',
    extra: presented.filter((_, index) => !used.has(index)).map(({ sha256 }) => sha256),
    anchorSent: roots.length > 0,
    path: best.path.map(fingerprint),
    links: links.map(({ child, parent, by }) => ({
      child: fingerprint(child),
      parent: fingerprint(parent),
      by,
    })),
  };
}

/** Alternatives, as cross-signing gives, may stand between two members of the path; strangers may not. */
function inOrder(path: readonly number[], used: ReadonlySet<number>): boolean {
  let previous = -1;
  for (const position of path) {
    for (let between = previous + 1; between < position; between += 1) if (!used.has(between)) return false;
    if (position < previous) return false;
    previous = position;
  }
  return true;
}

type PathEnd = Pick<ChainDescription, 'completeness' | 'missing' | 'anchor' | 'why'>;

const NOTHING: Omit<ChainDescription, 'why'> = {
  order: 'ok',
  completeness: 'unknown',
  missing: null,
  extra: [],
  anchorSent: false,
  path: [],
  anchor: null,
  links: [],
};

function pathEnd(
  path: readonly Certificate[],
  anchors: AnchorTable,
  extraCas: readonly Certificate[],
): PathEnd {
  const [leaf] = path;
  const last = path.at(-1);
  if (leaf === undefined || last === undefined || leaf.issuerKey === '') {
    return {
      completeness: 'unknown',
      missing: null,
      anchor: null,
      why: 'The first certificate cannot be read.',
    };
  }
  if (endsItself(leaf)) {
    const why = 'The certificate is self-signed, so there is no chain.';
    return { completeness: 'self-signed', missing: null, anchor: null, why };
  }
  const root = rootAbove(path, anchors, extraCas);
  if (root !== null) return { completeness: 'complete', missing: null, ...root };
  if (endsItself(last)) {
    const why = `The chain ends in a self-signed authority that was sent with it: ${last.subject}.`;
    return { completeness: 'complete', missing: null, anchor: last.subject, why };
  }
  return { ...missingAbove(leaf, last, path.length, extraCas), missing: last.issuer, anchor: null };
}

/** A cross-signed root can be sent as if it were an intermediate, so an anchor may certify any link of the path. */
function rootAbove(
  path: readonly Certificate[],
  anchors: AnchorTable,
  extraCas: readonly Certificate[],
): Pick<PathEnd, 'anchor' | 'why'> | null {
  for (const certificate of path) {
    const own = extraCas.find((ca) => endsItself(ca) && issuance(certificate, ca) !== null);
    if (own !== undefined) {
      return { anchor: own.subject, why: `The chain leads to a configured authority: ${own.subject}.` };
    }
    const anchor: Anchor | null = issuingAnchor(anchors, certificate);
    if (anchor !== null) {
      const why = `The chain leads to a known root: ${anchor.name} (${anchor.stores.join('; ')}).`;
      return { anchor: anchor.name, why };
    }
  }
  return null;
}

function missingAbove(
  leaf: Certificate,
  last: Certificate,
  length: number,
  extraCas: readonly Certificate[],
): Pick<PathEnd, 'completeness' | 'why'> {
  const known = extraCas.find((ca) => !endsItself(ca) && issuance(last, ca) !== null);
  if (known !== undefined) {
    const why = `The intermediate ${known.subject} was not sent; it is known from the configuration.`;
    return { completeness: 'incomplete', why };
  }
  if (length === 1 && looksPublic(leaf)) {
    const why = `The intermediate ${leaf.issuer} was not sent: a public authority never issues from its root.`;
    return { completeness: 'incomplete', why };
  }
  const why = `The chain stops below ${last.issuer}, which was not sent and is no root that is known here; give the certificate of that authority to have it checked.`;
  return { completeness: 'unknown', why };
}

/** A root, or a certificate that stands for itself; an unknown algorithm gets the benefit of the doubt. */
function endsItself(certificate: Certificate): boolean {
  return certificate.selfIssued && certificate.selfSigned !== false;
}
