import type { Fingerprint } from '../model/observation.ts';
import type { Certificate } from './certificate.ts';
import type { Link } from './chain-paths.ts';
import { pathsFrom, reachableLinks } from './chain-paths.ts';

/** What a server sent, whatever anybody thinks of it; the paths and what is missing are in trust/chain-facts. */
export interface SentChain {
  /** Each certificate directly certifies the one before it, or not (RFC 5246, 7.4.2; RFC 8446, 4.4.2). */
  readonly order: 'ok' | 'out-of-order';
  /** Sent but not part of any path from the first certificate, or sent again. */
  readonly extra: readonly Fingerprint[];
  /** The chain contains a self-signed root, which clients ignore or have already. */
  readonly anchorSent: boolean;
  /** Every way up from the first certificate through what was sent, the one in the order of sending first. */
  readonly ways: readonly (readonly Certificate[])[];
  /** `name`: the algorithm is unknown to this machine, so the signature was not checked. */
  readonly links: readonly {
    readonly child: Fingerprint;
    readonly parent: Fingerprint;
    readonly by: Link['by'];
  }[];
}

/**
 * Describes the certificates of one Certificate message, first certificate first. `along` is the path that counts, if
 * one is known; the order is judged by it.
 */
export function describeChain(
  presented: readonly Certificate[],
  along: readonly Certificate[] | null,
): SentChain {
  const links = reachableLinks(presented);
  const ways = presented.length === 0 ? [] : pathsFrom(links);
  const best = along === null ? undefined : ways.find((way) => isAlong(way, along, presented));
  const used = new Set([0, ...links.map(({ parent }) => parent)]);
  const fingerprint = (position: number): Fingerprint => presented[position]?.sha256 ?? '';
  return {
    order: inOrder(best ?? ways[0] ?? [], used) ? 'ok' : 'out-of-order',
    extra: presented.filter((_, index) => !used.has(index)).map(({ sha256 }) => sha256),
    anchorSent: presented.some((one, index) => index > 0 && used.has(index) && endsItself(one)),
    ways: ways.map((way) => way.flatMap((position) => presented[position] ?? [])),
    links: links.map(({ child, parent, by }) => ({
      child: fingerprint(child),
      parent: fingerprint(parent),
      by,
    })),
  };
}

/** A root, or a certificate that stands for itself; an unknown algorithm gets the benefit of the doubt. */
export function endsItself(certificate: Certificate): boolean {
  return certificate.selfIssued && certificate.selfSigned !== false;
}

/** The way holds everything of the path that was sent, in its order. */
function isAlong(
  way: readonly number[],
  along: readonly Certificate[],
  presented: readonly Certificate[],
): boolean {
  const wayPrints = way.map((position) => presented[position]?.sha256);
  const sent = along
    .map(({ sha256 }) => sha256)
    .filter((one) => presented.some(({ sha256 }) => sha256 === one));
  return sent.every((one, index) => wayPrints[index] === one);
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
