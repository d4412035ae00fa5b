import { concat } from '../wire/bytes.ts';
import { encodeCertificates } from '../wire/certificate-message.ts';
import { encodeKeyShares, encodePointFormats, type Extension } from '../wire/extension.ts';
import { encodeHandshake, HANDSHAKE } from '../wire/handshake.ts';
import { EXTENSION } from '../wire/iana/extensions.ts';
import { group } from '../wire/iana/groups.ts';
import { suite } from '../wire/iana/suites.ts';
import { SSL_3_0, TLS_1_2, TLS_1_3 } from '../wire/iana/versions.ts';
import { encodeServerKeyExchange, type KeySignature } from '../wire/key-exchange.ts';
import { encodeRecords, RECORD } from '../wire/record.ts';
import { encodeServerHello, RETRY_RANDOM } from '../wire/server-hello.ts';
import { uint } from '../wire/bytes.ts';
import type { ClientOffer } from './client-offer.ts';
import type { Choice } from './negotiate.ts';
import type { TlsPolicy } from './tls-policy.ts';

export type RandomBytes = (length: number) => Uint8Array;

const RENEGOTIATION_SCSV = 0x00ff;

/**
 * The first flight of a server that has chosen. Keys and signatures are random bytes of the right length: what talks
 * to the lab stops at the hello and verifies nothing.
 */
export function serverFlight(
  offer: ClientOffer,
  choice: Choice,
  policy: TlsPolicy,
  random: RandomBytes,
): Uint8Array {
  return choice.version >= TLS_1_3
    ? flight13(offer, choice, policy, random)
    : flight12(offer, choice, policy, random);
}

function flight12(offer: ClientOffer, choice: Choice, policy: TlsPolicy, random: RandomBytes): Uint8Array {
  const { version, chain } = choice;
  const hello = encodeServerHello({
    version,
    random: markDowngrade(random(32), version, policy),
    sessionId: random(32),
    suite: choice.suite,
    compression: choice.compression,
    extensions: extensions12(offer, choice, policy),
  });
  const exchange = keyExchange(choice, policy, random);
  const messages = [
    encodeHandshake(HANDSHAKE.serverHello, hello),
    ...(chain.length === 0 ? [] : [encodeHandshake(HANDSHAKE.certificate, encodeCertificates(chain))]),
    ...(exchange === null ? [] : [encodeHandshake(HANDSHAKE.serverKeyExchange, exchange)]),
    encodeHandshake(HANDSHAKE.serverHelloDone, new Uint8Array(0)),
  ];
  return encodeRecords(RECORD.handshake, version, concat(messages), policy.recordSize);
}

function extensions12(
  offer: ClientOffer,
  { version, group: curve }: Choice,
  policy: TlsPolicy,
): Extension[] | null {
  const list: Extension[] = [];
  const asked = (type: number): boolean => offer.extensions.includes(type);
  const signalled = asked(EXTENSION.renegotiation_info) || offer.suites.includes(RENEGOTIATION_SCSV);
  if (policy.secureRenegotiation && signalled) {
    list.push({ type: EXTENSION.renegotiation_info, body: uint(0, 1) });
  }
  if (version > SSL_3_0 && asked(EXTENSION.extended_master_secret)) {
    list.push({ type: EXTENSION.extended_master_secret, body: new Uint8Array(0) });
  }
  if (curve !== null && asked(EXTENSION.ec_point_formats)) {
    list.push({ type: EXTENSION.ec_point_formats, body: encodePointFormats([0]) });
  }
  return list.length === 0 ? null : list;
}

function keyExchange(choice: Choice, { dhBits }: TlsPolicy, random: RandomBytes): Uint8Array | null {
  const found = suite(choice.suite);
  const signature: KeySignature | null =
    choice.chain.length === 0 ? null : { scheme: choice.signatureScheme, bytes: random(256) };
  switch (found?.keyExchange) {
    case 'ECDHE':
    case 'ECDH_anon':
      return encodeServerKeyExchange({
        kind: 'ecdhe',
        group: choice.group,
        key: publicKey(choice.group ?? 0, random),
        signature,
      });
    case 'DHE':
    case 'DH_anon':
      return encodeServerKeyExchange({
        kind: 'dhe',
        prime: oddNumber(dhBits, random),
        generator: uint(2, 1),
        key: random(Math.ceil(dhBits / 8)),
        signature,
      });
    case 'RSA':
      // Export suites bring a short key of their own (RFC 2246, 7.4.3).
      return found.export
        ? encodeServerKeyExchange({
            kind: 'rsa-export',
            modulus: oddNumber(found.bits > 40 ? 1024 : 512, random),
            exponent: uint(65537, 3),
            signature,
          })
        : null;
    default:
      return null;
  }
}

/** A HelloRetryRequest if the key share is missing, otherwise a ServerHello and what looks like the encrypted rest. */
function flight13(offer: ClientOffer, choice: Choice, policy: TlsPolicy, random: RandomBytes): Uint8Array {
  const selected = choice.group ?? 0;
  const retry = offer.keyShares?.includes(selected) !== true;
  // The list form of a client has two more bytes in front of the same entry (RFC 8446, 4.2.8).
  const share = retry
    ? uint(selected, 2)
    : encodeKeyShares([{ group: selected, key: publicKey(selected, random) }]).subarray(2);
  const hello = encodeServerHello({
    version: TLS_1_2,
    random: retry ? RETRY_RANDOM : random(32),
    sessionId: offer.sessionId,
    suite: choice.suite,
    compression: 0,
    extensions: [
      { type: EXTENSION.supported_versions, body: uint(choice.version, 2) },
      { type: EXTENSION.key_share, body: share },
    ],
  });
  const message = encodeHandshake(HANDSHAKE.serverHello, hello);
  return concat([
    encodeRecords(RECORD.handshake, TLS_1_2, message, policy.recordSize),
    encodeRecords(RECORD.changeCipherSpec, TLS_1_2, uint(1, 1)),
    ...(retry ? [] : [encodeRecords(RECORD.applicationData, TLS_1_2, random(1200))]),
  ]);
}

/** Servers that know TLS 1.3 or 1.2 say so when they settle for less (RFC 8446, 4.1.3). */
function markDowngrade(bytes: Uint8Array, version: number, { versions }: TlsPolicy): Uint8Array {
  const highest = Math.max(...versions);
  if (highest < TLS_1_3 || version >= highest) return bytes;
  const mark = new TextEncoder().encode('DOWNGRD');
  return concat([bytes.subarray(0, 24), mark, uint(version === TLS_1_2 ? 1 : 0, 1)]);
}

/** Bytes as long as a public key of the group: points are uncompressed, other kinds get 32 bytes. */
function publicKey(code: number, random: RandomBytes): Uint8Array {
  const found = group(code);
  if (found === undefined || found.kind !== 'ec' || found.name === 'x25519') return random(32);
  if (found.name === 'x448') return random(56);
  return concat([uint(4, 1), random(2 * Math.ceil(found.bits / 8))]);
}

/** A number of exactly so many bits. */
function oddNumber(bits: number, random: RandomBytes): Uint8Array {
  const bytes = Uint8Array.from(random(Math.ceil(bits / 8)));
  const top = (bits - 1) % 8;
  bytes[0] = ((bytes[0] ?? 0) & ((1 << top) - 1)) | (1 << top);
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] ?? 0) | 1;
  return bytes;
}
