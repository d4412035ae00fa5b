import type { HelloAsked } from '../model/observation.ts';
import type { World } from '../net/world.ts';
import { concat, uint, uints, vector } from '../wire/bytes.ts';
import { encodeClientHello } from '../wire/client-hello.ts';
import {
  encodeKeyShares,
  encodeNumberList,
  encodePointFormats,
  encodeServerName,
  encodeVersionList,
  type Extension,
  type KeyShare,
  STATUS_REQUEST_OCSP,
} from '../wire/extension.ts';
import { hybridShare } from './hybrid-share.ts';
import { encodeHandshake, HANDSHAKE } from '../wire/handshake.ts';
import { EXTENSION } from '../wire/iana/extensions.ts';
import { SSL_3_0, TLS_1_0, TLS_1_2, TLS_1_3 } from '../wire/iana/versions.ts';
import { encodeRecords, RECORD } from '../wire/record.ts';

/** The hello of a client as it was recorded; where only parts are documented, what every client of its kind sends. */
export interface RecordedHello {
  readonly id: string;
  readonly versions: readonly [lowest: number, highest: number];
  readonly supportedVersions: readonly number[];
  /** With signalling values. */
  readonly suites: readonly number[];
  readonly ssl2Kinds: readonly number[];
  readonly groups: readonly number[] | null;
  readonly signatureSchemes: readonly number[] | null;
  readonly keyShares: readonly number[] | null;
  readonly alpn: readonly string[];
  /** Types in the order sent; null if that is not documented. */
  readonly extensions: readonly number[] | null;
}

const RENEGOTIATION_SCSV = 0x00ff;

/**
 * The bytes of a client's hello. Extensions whose content is not recorded are left out where they cannot be made up: the
 * rest stands in the order recorded. So is session_ticket: whoever asks for a ticket means to come back, and this does not. Key shares are sent of the groups that this machine can make keys for; for the
 * others the server may ask (RFC 8446, 4.1.4), and names its choice in asking.
 *
 * @param sni name of the server, null for a literal address; sent only by clients that send it
 */
export function buildRecorded(
  hello: RecordedHello,
  sni: string | null,
  world: Pick<World, 'random' | 'keyShares'>,
): { readonly bytes: Uint8Array; readonly asked: HelloAsked } {
  const version = Math.min(hello.versions[1], TLS_1_2);
  const wanted = hello.extensions === null ? hello.groups : hello.keyShares;
  const shares = wanted === null ? null : sharesOf(wanted, world);
  const types = hello.extensions ?? documentedTypes(hello);
  const content = contents(hello, sni, shares);
  const extensions = types.flatMap((type): Extension[] => {
    const body = content.get(type);
    return body === undefined ? [] : [{ type, body }];
  });
  const compressions = [0];
  const suites = hello.extensions === null ? [...hello.suites, RENEGOTIATION_SCSV] : hello.suites;
  const message = encodeHandshake(
    HANDSHAKE.clientHello,
    encodeClientHello({
      version,
      random: world.random(32),
      sessionId: hello.versions[1] >= TLS_1_3 ? world.random(32) : new Uint8Array(0),
      suites,
      compressions,
      extensions: extensions.length === 0 ? null : extensions,
    }),
  );
  const recordVersion = version === SSL_3_0 ? SSL_3_0 : TLS_1_0;
  const sends = (type: number): boolean => extensions.some((one) => one.type === type);
  return {
    bytes: encodeRecords(RECORD.handshake, recordVersion, message),
    asked: {
      recordVersion,
      version,
      versions: sends(EXTENSION.supported_versions) ? hello.supportedVersions : [],
      suites: suites.filter((code) => code !== RENEGOTIATION_SCSV),
      compressions,
      groups: sends(EXTENSION.supported_groups) ? (hello.groups ?? []) : [],
      signatureSchemes: sends(EXTENSION.signature_algorithms) ? (hello.signatureSchemes ?? []) : [],
      keyShares: sends(EXTENSION.key_share) ? (shares ?? []).map(({ group }) => group) : null,
      extensions: extensions.map(({ type }) => type),
      sni: sends(EXTENSION.server_name) ? sni : null,
      length: message.length,
      rung: 'full',
    },
  };
}

function sharesOf(
  groups: readonly number[],
  { keyShares, random }: Pick<World, 'random' | 'keyShares'>,
): readonly KeyShare[] {
  const own = keyShares();
  const all = groups.includes(HYBRID) ? [...own, hybridShare(own, random)] : own;
  return groups
    .flatMap((group) => all.filter((share) => share?.group === group))
    .filter((share) => share !== null);
}

/** X25519MLKEM768. */
const HYBRID = 0x11ec;

/** Of a documented offer the schemes are not known: those that every Schannel since Windows 7 verifies. */
const DOCUMENTED_SCHEMES = [0x0401, 0x0501, 0x0601, 0x0403, 0x0503, 0x0603, 0x0201, 0x0203];

function documentedTypes({ versions }: RecordedHello): readonly number[] {
  return [
    EXTENSION.server_name,
    EXTENSION.supported_groups,
    EXTENSION.ec_point_formats,
    ...(versions[1] >= TLS_1_2 ? [EXTENSION.signature_algorithms] : []),
    ...(versions[1] >= TLS_1_3
      ? [EXTENSION.supported_versions, EXTENSION.psk_key_exchange_modes, EXTENSION.key_share]
      : []),
  ];
}

/** What each extension holds, as far as it is recorded or always the same. */
function contents(
  hello: RecordedHello,
  sni: string | null,
  shares: readonly KeyShare[] | null,
): ReadonlyMap<number, Uint8Array> {
  const schemes =
    hello.signatureSchemes ??
    (hello.versions[1] >= TLS_1_3 ? [0x0804, ...DOCUMENTED_SCHEMES] : DOCUMENTED_SCHEMES);
  const versions =
    hello.supportedVersions.length > 0 ? hello.supportedVersions : [hello.versions[1], TLS_1_2];
  const nothing = new Uint8Array(0);
  const body = new Map<number, Uint8Array>([
    [EXTENSION.supported_groups, encodeNumberList(hello.groups ?? [])],
    [EXTENSION.ec_point_formats, encodePointFormats([0])],
    [EXTENSION.signature_algorithms, encodeNumberList(schemes)],
    [EXTENSION.signature_algorithms_cert, encodeNumberList(schemes)],
    [EXTENSION.supported_versions, encodeVersionList(versions)],
    // psk_dhe_ke
    [EXTENSION.psk_key_exchange_modes, concat([uint(1, 1), uint(1, 1)])],
    [EXTENSION.key_share, encodeKeyShares(shares ?? [])],
    [EXTENSION.status_request, STATUS_REQUEST_OCSP],
    [EXTENSION.extended_master_secret, nothing],
    [EXTENSION.encrypt_then_mac, nothing],
    [EXTENSION.signed_certificate_timestamp, nothing],
    [EXTENSION.renegotiation_info, uint(0, 1)],
    [NEXT_PROTOCOL, nothing],
    [EXTENSION.application_layer_protocol_negotiation, protocols(hello.alpn)],
    // brotli and zlib (RFC 8879).
    [EXTENSION.compress_certificate, uints([2, 1], 1, 2)],
    [EXTENSION.record_size_limit, uint(0x4001, 2)],
    // peer_allowed_to_send (RFC 6520).
    [EXTENSION.heartbeat, uint(1, 1)],
  ]);
  if (sni === null) return body;
  return body.set(EXTENSION.server_name, encodeServerName(sni));
}

const NEXT_PROTOCOL = 0x3374;

function protocols(names: readonly string[]): Uint8Array {
  return vector(concat(names.map((name) => vector(new TextEncoder().encode(name), 1))), 2);
}
