import type { Certificate } from './certificate.ts';
import type { Issuance } from './issuance.ts';
import { issuance } from './issuance.ts';

/** `parent` directly certifies `child`; both are positions in the presented list. */
export interface Link {
  readonly child: number;
  readonly parent: number;
  readonly by: Exclude<Issuance, null>;
}

/** No honest server sends more. What follows is never linked: each link costs a signature check. */
const MAXIMUM_PRESENTED = 16;

/** Longest path, and how many paths are tried where certificates are cross-signed. */
const MAXIMUM_DEPTH = 10;
const MAXIMUM_PATHS = 64;

/**
 * Every link between presented certificates that a path from the first one can reach. A self-issued certificate has no
 * link to itself, and a certificate that was sent twice counts once.
 */
export function reachableLinks(presented: readonly Certificate[]): readonly Link[] {
  const links: Link[] = [];
  const considered = presented.slice(0, MAXIMUM_PRESENTED);
  const reached = considered.length > 0 ? [0] : [];
  for (const child of reached) {
    for (const [parent, candidate] of considered.entries()) {
      const certificate = considered[child];
      if (certificate === undefined || firstPosition(considered, candidate) !== parent) continue;
      const by = candidate.sha256 === certificate.sha256 ? null : issuance(certificate, candidate);
      if (by === null) continue;
      links.push({ child, parent, by });
      if (!reached.includes(parent)) reached.push(parent);
    }
  }
  return links;
}

/**
 * Every path from the first certificate upwards, as positions, the one that follows the order of sending first. Where
 * cross-signed certificates give a choice all ways are tried, because clients differ in which one they take.
 */
export function pathsFrom(links: readonly Link[]): readonly (readonly number[])[] {
  const paths: (readonly number[])[] = [];
  const extend = (path: readonly number[]): void => {
    if (paths.length === MAXIMUM_PATHS) return;
    const last = path.at(-1);
    const next = links.filter((link) => link.child === last && !path.includes(link.parent));
    if (next.length === 0 || path.length === MAXIMUM_DEPTH) paths.push(path);
    else for (const { parent } of next) extend([...path, parent]);
  };
  extend([0]);
  return paths;
}

function firstPosition(presented: readonly Certificate[], wanted: Certificate): number {
  return presented.findIndex(({ sha256 }) => sha256 === wanted.sha256);
}
