import type { HelloAsked } from '../model/observation.ts';
import type { World } from '../net/world.ts';
import { concat, uint } from '../wire/bytes.ts';
import { encodeClientHello } from '../wire/client-hello.ts';
import {
  encodeKeyShares,
  encodeNumberList,
  encodePointFormats,
  encodeServerName,
  encodeVersionList,
  type Extension,
  STATUS_REQUEST_OCSP,
} from '../wire/extension.ts';
import { encodeHandshake, HANDSHAKE } from '../wire/handshake.ts';
import { EXTENSION } from '../wire/iana/extensions.ts';
import { SSL_3_0, TLS_1_0, TLS_1_2, TLS_1_3 } from '../wire/iana/versions.ts';
import { encodeRecords, RECORD } from '../wire/record.ts';
import { buildRecorded, type RecordedHello } from './recorded-hello.ts';

/** What a ClientHello is to offer; how it is laid out follows from it. */
export interface HelloSpec {
  /** Highest version offered. */
  readonly maxVersion: number;
  /** Versions of supported_versions; empty to leave the extension out, as clients before TLS 1.3 do. */
  readonly versions: readonly number[];
  readonly suites: readonly number[];
  readonly compressions: readonly number[];
  readonly groups: readonly number[];
  readonly signatureSchemes: readonly number[];
  /** Public keys sent in key_share; null to leave the extension out, empty to ask for a HelloRetryRequest. */
  readonly keyShares: 'real' | 'empty' | null;
  readonly sni: string | null;
  /** Ask for a stapled OCSP response. */
  readonly ocsp: boolean;
  /** all: every extension that helps; of-version: none that is younger than the version; none. */
  readonly extensions: 'all' | 'of-version' | 'none';
  readonly rung: string;
  /** Send the hello of this client and nothing else but the name. */
  readonly recorded?: RecordedHello;
}

/** Never left out: Windows Server refuses hellos without it or the extension (RFC 5746, 3.4). */
export const RENEGOTIATION_SCSV = 0x00ff;

/** The bytes to send, and the record of what they offer. */
export function buildHello(
  spec: HelloSpec,
  world: Pick<World, 'random' | 'keyShares'>,
): { readonly bytes: Uint8Array; readonly asked: HelloAsked } {
  if (spec.recorded !== undefined) return buildRecorded(spec.recorded, spec.sni, world);
  const shares =
    spec.keyShares === null
      ? null
      : spec.keyShares === 'empty'
        ? []
        : world.keyShares().filter((share) => spec.groups.includes(share.group));
  const extensions = spec.extensions === 'none' ? null : layOut(spec, shares);
  const version = Math.min(spec.maxVersion, TLS_1_2);
  const message = encodeHandshake(
    HANDSHAKE.clientHello,
    encodeClientHello({
      version,
      random: world.random(32),
      // TLS 1.3 in middlebox compatibility mode (RFC 8446, appendix D.4).
      sessionId: spec.maxVersion >= TLS_1_3 ? world.random(32) : new Uint8Array(0),
      suites: [...spec.suites, RENEGOTIATION_SCSV],
      compressions: spec.compressions,
      extensions,
    }),
  );
  // Old servers want a record version that they know (RFC 5246, appendix E.1).
  const recordVersion = version === SSL_3_0 ? SSL_3_0 : TLS_1_0;
  return {
    bytes: encodeRecords(RECORD.handshake, recordVersion, message),
    asked: {
      recordVersion,
      version,
      versions: spec.extensions === 'none' ? [] : spec.versions,
      suites: spec.suites,
      compressions: spec.compressions,
      groups: extensions === null ? [] : spec.groups,
      signatureSchemes:
        extensions?.some(({ type }) => type === EXTENSION.signature_algorithms) === true
          ? spec.signatureSchemes
          : [],
      keyShares: extensions === null ? null : (shares?.map((share) => share.group) ?? null),
      extensions: extensions?.map((extension) => extension.type) ?? [],
      sni: extensions === null ? null : spec.sni,
      length: message.length,
      rung: spec.rung,
    },
  };
}

function layOut(spec: HelloSpec, shares: Parameters<typeof encodeKeyShares>[0] | null): Extension[] {
  const all = spec.extensions === 'all';
  const extensions: Extension[] = [];
  const add = (type: number, body: Uint8Array): number => extensions.push({ type, body });
  if (spec.sni !== null) add(EXTENSION.server_name, encodeServerName(spec.sni));
  if (spec.groups.length > 0) {
    add(EXTENSION.supported_groups, encodeNumberList(spec.groups));
    add(EXTENSION.ec_point_formats, encodePointFormats([0]));
  }
  if (spec.maxVersion >= TLS_1_2 && spec.signatureSchemes.length > 0) {
    add(EXTENSION.signature_algorithms, encodeNumberList(spec.signatureSchemes));
  }
  if (all && spec.ocsp) add(EXTENSION.status_request, STATUS_REQUEST_OCSP);
  if (all) add(EXTENSION.extended_master_secret, new Uint8Array(0));
  if (spec.versions.length > 0) add(EXTENSION.supported_versions, encodeVersionList(spec.versions));
  if (shares !== null) {
    // psk_dhe_ke: without it some servers refuse (RFC 8446, 4.2.9).
    add(EXTENSION.psk_key_exchange_modes, concat([uint(1, 1), uint(1, 1)]));
    add(EXTENSION.key_share, encodeKeyShares(shares));
  }
  return extensions;
}

/** Length of the handshake message that a spec would make, bytes, without making random bytes. */
export function helloLength(spec: HelloSpec, world: Pick<World, 'keyShares'>): number {
  return buildHello(spec, { random: (length) => new Uint8Array(length), keyShares: world.keyShares }).asked
    .length;
}
