import { helloLength, type HelloSpec } from '../probes/hello-spec.ts';
import type { World } from '../net/world.ts';
import { COMMON_GROUPS, COMMON_SIGNATURE_SCHEMES, COMMON_SUITES, SUITES_13 } from './offers.ts';

/**
 * How large and how modern a hello may be for a server. Known cases: handshake buffers and 128-suite limits of
 * IIS 6 and its contemporaries, load balancers that fail above 255 bytes, servers that fail on unknown extensions.
 */
export interface Rung {
  readonly id: 'full' | 'chunked' | 'short' | 'plain';
  readonly maxSuites: number;
  /** Length of the ClientHello message, bytes. */
  readonly maxLength: number;
  readonly extensions: HelloSpec['extensions'];
  /** Only the common groups and signature schemes. */
  readonly common: boolean;
}

/** From the hello that asks the most in one connection to the one that anything with TLS understands. */
export const LADDER: readonly [Rung, ...Rung[]] = [
  { id: 'full', maxSuites: Infinity, maxLength: Infinity, extensions: 'all', common: false },
  { id: 'chunked', maxSuites: 64, maxLength: Infinity, extensions: 'all', common: false },
  { id: 'short', maxSuites: 64, maxLength: 255, extensions: 'all', common: true },
  { id: 'plain', maxSuites: 64, maxLength: 255, extensions: 'of-version', common: true },
];

/**
 * The hellos that ask on this rung what `spec` asks, as many as its limits make necessary. The common suites go
 * into the first; the order within each is the spec's.
 */
export function onRung(spec: HelloSpec, rung: Rung, world: Pick<World, 'keyShares'>): HelloSpec[] {
  const adapted: HelloSpec = {
    ...spec,
    rung: rung.id,
    extensions: spec.extensions === 'none' ? 'none' : rung.extensions,
    groups: rung.common ? only(spec.groups, COMMON_GROUPS) : spec.groups,
    signatureSchemes: rung.common
      ? only(spec.signatureSchemes, COMMON_SIGNATURE_SCHEMES)
      : spec.signatureSchemes,
    ocsp: spec.ocsp && !rung.common,
  };
  if (spec.suites.length < rung.maxSuites && rung.maxLength === Infinity) return [adapted];
  const empty = helloLength({ ...adapted, suites: [] }, world);
  const room = Math.floor((rung.maxLength - empty) / 2);
  // The signalling suite counts as one, and `empty` holds it already.
  const perHello = Math.max(1, Math.min(rung.maxSuites - 1, room));
  if (spec.suites.length <= perHello) return [adapted];

  // Those of TLS 1.3 first: a hello that offers the version without them could not be answered in it.
  const common = [...SUITES_13, ...COMMON_SUITES].filter((code) => spec.suites.includes(code));
  const ranked = [...common, ...spec.suites.filter((code) => !common.includes(code))];
  const hellos: HelloSpec[] = [];
  for (let at = 0; at < ranked.length; at += perHello) {
    const part = new Set(ranked.slice(at, at + perHello));
    hellos.push({ ...adapted, suites: spec.suites.filter((code) => part.has(code)) });
  }
  return hellos;
}

/** The values that are allowed; all of them if none is, so that a question never becomes empty. */
function only(values: readonly number[], allowed: readonly number[]): readonly number[] {
  const kept = values.filter((value) => allowed.includes(value));
  return kept.length > 0 ? kept : values;
}
