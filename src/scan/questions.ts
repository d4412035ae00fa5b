import { isIP } from 'node:net';
import type { Endpoint } from '../model/endpoint.ts';
import type { HelloSpec } from '../probes/hello-spec.ts';
import { SSL_3_0, TLS_1_0, TLS_1_1, TLS_1_2, TLS_1_3 } from '../wire/iana/versions.ts';
import {
  COMMON_SUITES,
  GROUPS_13,
  GROUPS_UP_TO_12,
  SIGNATURE_SCHEMES,
  SUITES_13,
  SUITES_UP_TO_12,
  suitesAt,
} from './offers.ts';

/** DEFLATE before null, so that a server that compresses shows it (RFC 3749). */
const COMPRESSIONS = [1, 0];
const NO_COMPRESSION = [0];

/** The name that SNI carries; literal addresses are not allowed there (RFC 6066, 3). */
function sniOf(endpoint: Endpoint): string | null {
  return isIP(endpoint.host) === 0 ? endpoint.host : null;
}

/** Everything up to TLS 1.2: what is chosen, the certificates, compression and the rank of elliptic curves. */
export function modernHello(endpoint: Endpoint): HelloSpec {
  return {
    maxVersion: TLS_1_2,
    versions: [],
    suites: SUITES_UP_TO_12,
    compressions: COMPRESSIONS,
    groups: GROUPS_UP_TO_12,
    signatureSchemes: SIGNATURE_SCHEMES,
    keyShares: null,
    sni: sniOf(endpoint),
    ocsp: true,
    extensions: 'all',
    rung: 'full',
  };
}

/**
 * TLS 1.3 and all before it down to 1.0: a server without TLS 1.3 answers with what it has, and that is better evidence
 * than a refusal. Real key shares, since not every server asks for one it misses.
 */
export function tls13Hello(endpoint: Endpoint): HelloSpec {
  return {
    ...modernHello(endpoint),
    maxVersion: TLS_1_3,
    versions: [TLS_1_3, TLS_1_2, TLS_1_1, TLS_1_0],
    suites: [...SUITES_13, ...COMMON_SUITES],
    compressions: NO_COMPRESSION,
    groups: GROUPS_13,
    keyShares: 'real',
    ocsp: false,
  };
}

/** TLS 1.3 alone; with an empty key_share the server names suite and group in a HelloRetryRequest. */
export function only13Hello(endpoint: Endpoint, keyShares: 'real' | 'empty'): HelloSpec {
  return {
    ...tls13Hello(endpoint),
    versions: [TLS_1_3],
    suites: SUITES_13,
    keyShares,
  };
}

/** A hello of an older client: nothing above `maxVersion`, SSL 3.0 without any extension (RFC 6101). */
export function oldHello(endpoint: Endpoint, maxVersion: number): HelloSpec {
  return {
    ...modernHello(endpoint),
    maxVersion,
    suites: suitesAt(maxVersion),
    compressions: NO_COMPRESSION,
    signatureSchemes: maxVersion >= TLS_1_2 ? SIGNATURE_SCHEMES : [],
    ocsp: false,
    extensions: maxVersion === SSL_3_0 ? 'none' : 'all',
  };
}

/** `0303`, for the names of questions. */
export function hex(version: number): string {
  return version.toString(16).padStart(4, '0');
}
