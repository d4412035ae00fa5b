import { group } from '../wire/iana/groups.ts';
import { signatureScheme } from '../wire/iana/signature-schemes.ts';
import { type Authentication, type KeyExchangeKind, suite } from '../wire/iana/suites.ts';
import { SSL_3_0, TLS_1_0, TLS_1_2, TLS_1_3 } from '../wire/iana/versions.ts';
import type { ClientOffer } from './client-offer.ts';
import type { Chains, TlsPolicy } from './tls-policy.ts';

/** What a server of a policy chooses from an offer. */
export interface Choice {
  readonly version: number;
  readonly suite: number;
  readonly compression: number;
  /** Null without elliptic curves. */
  readonly group: number | null;
  /** Scheme of the signature in ServerKeyExchange; null before TLS 1.2 and where nothing is signed. */
  readonly signatureScheme: number | null;
  /** Empty for anonymous suites. */
  readonly chain: readonly Uint8Array[];
}

export type Negotiated =
  { readonly ok: true; readonly choice: Choice } | { readonly ok: false; readonly alert: number };

const HANDSHAKE_FAILURE = 40;
const PROTOCOL_VERSION = 70;
const DEFLATE = 1;

export function negotiate(offer: ClientOffer, policy: TlsPolicy, chains: Chains): Negotiated {
  const version = chooseVersion(offer, policy);
  if (version === null) return { ok: false, alert: PROTOCOL_VERSION };
  const accepted = suitesAt(policy, version);
  const candidates =
    policy.order === 'server'
      ? accepted.filter((code) => offer.suites.includes(code))
      : offer.suites.filter((code) => accepted.includes(code));
  for (const code of candidates) {
    const parameters = parametersFor(code, version, offer, policy, chains);
    if (parameters === null) continue;
    const compress = policy.compression === true && version < TLS_1_3 && offer.compressions.includes(DEFLATE);
    return {
      ok: true,
      choice: { version, suite: code, compression: compress ? DEFLATE : 0, ...parameters },
    };
  }
  return { ok: false, alert: HANDSHAKE_FAILURE };
}

/**
 * The highest common version. A server without TLS 1.3 does not look at supported_versions, as it may be older than
 * the extension.
 */
export function chooseVersion(offer: ClientOffer, { versions }: TlsPolicy): number | null {
  const offered = versions.includes(TLS_1_3) ? offer.versions : null;
  const common = versions.filter((version) =>
    offered === null ? version <= Math.min(offer.version, TLS_1_2) : offered.includes(version),
  );
  return common.length === 0 ? null : Math.max(...common);
}

/** The suites of a policy that exist at a version, in its order. SSL 3.0 has those that came with TLS 1.0 too. */
export function suitesAt({ suites }: TlsPolicy, version: number): readonly number[] {
  const list = isList(suites) ? suites : (suites[version] ?? []);
  const last = version === SSL_3_0 ? TLS_1_0 : version;
  return list.filter((code) => {
    const first = suite(code)?.firstVersion ?? TLS_1_3 + 1;
    return version === TLS_1_3 ? first === TLS_1_3 : first <= last;
  });
}

function isList(suites: TlsPolicy['suites']): suites is readonly number[] {
  return Array.isArray(suites);
}

/** All that a suite needs besides itself, or null if something is missing. */
function parametersFor(
  code: number,
  version: number,
  offer: ClientOffer,
  policy: TlsPolicy,
  chains: Chains,
): Pick<Choice, 'group' | 'signatureScheme' | 'chain'> | null {
  const found = suite(code);
  if (found === undefined) return null;
  const signers = SIGNERS[found.authentication]?.filter((kind) => chains[kind] !== undefined);
  const elliptic = ELLIPTIC.has(found.keyExchange);
  const shared = elliptic ? chooseGroup(version, offer, policy) : null;
  if (elliptic && shared === null) return null;
  if (found.authentication === 'none') {
    return ANONYMOUS.has(found.keyExchange) ? { group: shared, signatureScheme: null, chain: [] } : null;
  }
  const signs = SIGNED.has(found.keyExchange) || (found.keyExchange === 'RSA' && found.export);
  for (const kind of signers ?? []) {
    const chain = chains[kind] ?? [];
    if (!signs || version < TLS_1_2) return { group: shared, signatureScheme: null, chain };
    const scheme = chooseScheme(kind, version, offer);
    if (scheme !== null) return { group: shared, signatureScheme: scheme, chain };
  }
  return null;
}

const SIGNERS: Partial<Record<Authentication, readonly (keyof Chains)[]>> = {
  RSA: ['rsa'],
  ECDSA: ['ecdsa'],
  any: ['ecdsa', 'rsa'],
};
const ELLIPTIC: ReadonlySet<KeyExchangeKind> = new Set(['ECDHE', 'ECDH_anon', 'any']);
const SIGNED: ReadonlySet<KeyExchangeKind> = new Set(['ECDHE', 'DHE', 'any']);
const ANONYMOUS: ReadonlySet<KeyExchangeKind> = new Set(['DH_anon', 'ECDH_anon']);

/**
 * The first group of the server that the client knows; any if it does not say (RFC 8422, 4). In TLS 1.3 one that has
 * a key share comes before one that has none, as that saves a round trip.
 */
function chooseGroup(version: number, offer: ClientOffer, { groups }: TlsPolicy): number | null {
  const usable = groups.filter((code) => {
    const found = group(code);
    if (found === undefined || found.firstVersion > version || found.lastVersion < version) return false;
    return version >= TLS_1_3 || found.kind === 'ec';
  });
  const common = usable.filter((code) => offer.groups === null || offer.groups.includes(code));
  const shared = version >= TLS_1_3 ? common.find((code) => offer.keyShares?.includes(code)) : undefined;
  return shared ?? common[0] ?? null;
}

/** Without the extension SHA-1 is meant (RFC 5246, 7.4.1.4.1). */
function chooseScheme(kind: keyof Chains, version: number, offer: ClientOffer): number | null {
  const offered = offer.signatureSchemes ?? [kind === 'rsa' ? 0x0201 : 0x0203];
  const fits = (code: number): boolean => {
    const scheme = signatureScheme(code);
    if (scheme?.key !== kind) return false;
    // PKCS #1 and SHA-1 are gone from the handshake of TLS 1.3 (RFC 8446, 4.2.3).
    return version < TLS_1_3 || scheme.name.startsWith(kind === 'rsa' ? 'rsa_pss' : 'ecdsa_secp');
  };
  return offered.find(fits) ?? null;
}
