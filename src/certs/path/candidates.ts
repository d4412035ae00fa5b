import type { Certificate } from '../certificate.ts';
import { issuerName, namesIssuer, subjectName } from './distinguished-name.ts';
import { groupBy } from './group-by.ts';
import type { PathRequest } from './request.ts';

/** Who may have issued what, by name alone; no signature has been looked at. */
export interface Candidates {
  /** Anchors of the issuer's name. */
  readonly anchorsOf: (certificate: Certificate) => readonly Certificate[];
  /** Certificates of the pool with the issuer's name, in the order of preference. */
  readonly issuersOf: (certificate: Certificate) => readonly Certificate[];
  /** Fewest links from the certificate to any anchor; `Infinity` if not even the names lead there. */
  readonly distance: (certificate: Certificate) => number;
  /** Part of the pool was left out. */
  readonly cut: boolean;
}

/** Anchors of one name that are tried: the same root in several stores, renewed a few times. */
const MAXIMUM_ANCHORS = 64;

export function candidates({ leaf, pool, anchors }: PathRequest, maximum: number): Candidates {
  const unique = new Map(pool.slice(0, maximum).map((certificate) => [certificate.sha256, certificate]));
  unique.delete(leaf.sha256);
  const bySubject = groupBy(unique.values(), (certificate) => subjectName(certificate).key);
  const anchorMemory = new Map<string, readonly Certificate[]>();

  const anchorsOf = (certificate: Certificate): readonly Certificate[] => {
    const known = anchorMemory.get(certificate.sha256);
    if (known !== undefined) return known;
    const found = new Map<string, Certificate>();
    for (const { certificate: anchor } of anchors.issuersOf(certificate)) {
      if (found.size < MAXIMUM_ANCHORS && namesIssuer(certificate, anchor)) found.set(anchor.sha256, anchor);
    }
    const list = [...found.values()];
    anchorMemory.set(certificate.sha256, list);
    return list;
  };
  const issuersOf = (certificate: Certificate): readonly Certificate[] =>
    certificate.issuerKey === '' ? [] : (bySubject.get(issuerName(certificate).key) ?? []);

  const distances = distancesToAnchor(leaf, issuersOf, (certificate) => anchorsOf(certificate).length > 0);
  return {
    anchorsOf,
    issuersOf,
    distance: ({ sha256 }) => distances.get(sha256) ?? Infinity,
    cut: pool.length > maximum,
  };
}

/** Breadth first up from the leaf by names, then down again from what an anchor may have issued. */
function distancesToAnchor(
  leaf: Certificate,
  issuersOf: (certificate: Certificate) => readonly Certificate[],
  isAnchored: (certificate: Certificate) => boolean,
): ReadonlyMap<string, number> {
  const reached = new Map([[leaf.sha256, leaf]]);
  const names = new Set<string>();
  for (const certificate of reached.values()) {
    const name = issuerName(certificate).key;
    if (names.has(name)) continue;
    names.add(name);
    for (const issuer of issuersOf(certificate)) reached.set(issuer.sha256, issuer);
  }
  const byIssuer = groupBy(reached.values(), (certificate) => issuerName(certificate).key);
  const distances = new Map<string, number>();
  const settledNames = new Set<string>();
  let frontier = [...reached.values()].filter(isAnchored);
  for (let distance = 1; frontier.length > 0; distance += 1) {
    for (const { sha256 } of frontier) distances.set(sha256, distance);
    const next: Certificate[] = [];
    for (const certificate of frontier) {
      const name = subjectName(certificate).key;
      if (settledNames.has(name)) continue;
      settledNames.add(name);
      next.push(...(byIssuer.get(name) ?? []).filter(({ sha256 }) => !distances.has(sha256)));
    }
    frontier = next;
  }
  return distances;
}
