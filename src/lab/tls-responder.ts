import { encodeAlert } from '../wire/alert.ts';
import { WireError } from '../wire/bytes.ts';
import { SSL_2_0, SSL_3_0, TLS_1_2, TLS_1_3 } from '../wire/iana/versions.ts';
import { encodeRecords, RECORD } from '../wire/record.ts';
import { encodeSslv2Error, encodeSslv2ServerHello } from '../wire/sslv2.ts';
import { EXTENSION } from '../wire/iana/extensions.ts';
import { type ClientOffer, readOffer } from './client-offer.ts';
import { chooseVersion, negotiate } from './negotiate.ts';
import { type RandomBytes, serverFlight } from './server-flight.ts';
import type { HelloLimits, Refusal, TlsPolicy } from './tls-policy.ts';

export type TlsAnswer =
  | { readonly state: 'more' }
  /** After a HelloRetryRequest another hello is awaited. */
  | { readonly state: 'send'; readonly bytes: Uint8Array; readonly retry: boolean }
  /** `bytes` are sent before the end; empty unless it is an alert or an ERROR of SSL 2.0. */
  | { readonly state: 'refuse'; readonly how: Refusal; readonly bytes: Uint8Array };

/**
 * What a server of the policy says to the first bytes of a connection. It takes part in a handshake only up to its
 * first flight, which is all that a question of the scanner needs. Never throws, whatever the bytes are.
 */
export function answerHello(bytes: Uint8Array, policy: TlsPolicy, random: RandomBytes): TlsAnswer {
  let offer: ClientOffer | null;
  try {
    offer = readOffer(bytes);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return refuse(policy.refusal, DECODE_ERROR);
  }
  if (offer === null) return { state: 'more' };
  if (policy.limits !== undefined && exceeds(offer, policy.limits)) {
    return refuse(policy.limits.reaction, HANDSHAKE_FAILURE);
  }
  return offer.format === 'ssl2' ? answerSsl2(offer, policy, random) : answerTls(offer, policy, random);
}

const HANDSHAKE_FAILURE = 40;
const DECODE_ERROR = 50;
const PROTOCOL_VERSION = 70;
/** SSL-PE-NO-CIPHER (The SSL Protocol, Hickman 1995, appendix C.5). */
const SSL2_NO_CIPHER = 1;
const X509 = 1;
const RENEGOTIATION_SCSV = 0x00ff;
const NOTHING = new Uint8Array(0);

function answerTls(offer: ClientOffer, policy: TlsPolicy, random: RandomBytes): TlsAnswer {
  const named = offer.extensions.includes(EXTENSION.server_name);
  const chains = named ? policy.chains : (policy.chainsWithoutSni ?? policy.chains);
  const negotiated = negotiate(offer, policy, chains);
  if (!negotiated.ok) return refuse(policy.refusal, negotiated.alert);
  const { choice } = negotiated;
  if (!offer.compressions.includes(choice.compression)) return refuse(policy.refusal, DECODE_ERROR);
  const shared = choice.group !== null && offer.keyShares?.includes(choice.group) === true;
  const retry = choice.version >= TLS_1_3 && !shared;
  if (retry && policy.withoutShare === 'refuse') return refuse(policy.refusal, HANDSHAKE_FAILURE);
  return { state: 'send', bytes: serverFlight(offer, choice, policy, random), retry };
}

/**
 * The compatible hello is answered in the highest common version, and an answer in TLS records is no sign of SSL 2.0
 * (RFC 5246, appendix E.2). SSL 2.0 itself is spoken where nothing higher is common and it is switched on.
 */
function answerSsl2(offer: ClientOffer, policy: TlsPolicy, random: RandomBytes): TlsAnswer {
  if (offer.version >= SSL_3_0 && chooseVersion(offer, policy) !== null) {
    return answerTls(offer, policy, random);
  }
  const certificate = policy.chains.rsa?.[0];
  if (policy.ssl2Kinds === undefined || certificate === undefined) {
    return refuse(policy.refusal, PROTOCOL_VERSION);
  }
  const kinds = policy.ssl2Kinds.filter((kind) => offer.kinds.includes(kind));
  if (kinds.length === 0) {
    const bytes = policy.refusal === 'alert' ? encodeSslv2Error(SSL2_NO_CIPHER) : NOTHING;
    return { state: 'refuse', how: policy.refusal, bytes };
  }
  return {
    state: 'send',
    retry: false,
    bytes: encodeSslv2ServerHello({
      sessionIdHit: false,
      certificateType: X509,
      version: SSL_2_0,
      certificate,
      kinds,
      connectionId: random(16),
    }),
  };
}

function exceeds(offer: ClientOffer, limits: HelloLimits): boolean {
  const { maxSuites = Infinity, maxLength = Infinity, knownExtensions, needsRenegotiationInfo } = limits;
  const suites = offer.suites.filter((code) => code !== RENEGOTIATION_SCSV);
  if (suites.length > maxSuites || offer.length > maxLength) return true;
  if (knownExtensions !== undefined && !offer.extensions.every((type) => knownExtensions.includes(type))) {
    return true;
  }
  const renegotiation =
    offer.extensions.includes(EXTENSION.renegotiation_info) || offer.suites.includes(RENEGOTIATION_SCSV);
  return needsRenegotiationInfo === true && !renegotiation;
}

function refuse(how: Refusal, description: number): TlsAnswer {
  const bytes =
    how === 'alert' ? encodeRecords(RECORD.alert, TLS_1_2, encodeAlert({ level: 2, description })) : NOTHING;
  return { state: 'refuse', how, bytes };
}
