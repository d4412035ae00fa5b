import type { Offer } from '../exchange/offers/index.ts';
import { TLS_1_3 } from '../wire/iana/versions.ts';
import type { ShownChain } from './identity.ts';
import type { Negotiation } from './negotiation.ts';

/**
 * The curve of the certificate's key where the offer does not have it, else null. Up to TLS 1.2 the groups of a hello count for
 * that key as well (RFC 8422, 5.1), later its signature schemes do (RFC 8446, 4.2.3). What a server does that has no
 * other certificate is not written down: our own hellos have every curve.
 *
 * @param chains those that the client may be shown; null if no certificate was seen
 */
export function foreignCurve(
  { groups, signatureSchemes }: Offer,
  { version, keys }: Negotiation,
  chains: () => readonly ShownChain[] | null,
): string | null {
  if (version === null || !keys.includes('ECDSA')) return null;
  const listed = version >= TLS_1_3 ? signatureSchemes : groups;
  if (listed === null) return null;
  const curves = (chains() ?? []).flatMap(({ certificates: [leaf] }) =>
    leaf?.key.algorithm === 'EC' ? (leaf.key.curve ?? []) : [],
  );
  return (
    curves.find((curve) => {
      const [group, scheme] = CURVES.get(curve) ?? [];
      const wanted = version >= TLS_1_3 ? scheme : group;
      return wanted !== undefined && !listed.includes(wanted);
    }) ?? null
  );
}

/** By the name that OpenSSL gives it: the group and the signature scheme. */
const CURVES: ReadonlyMap<string, readonly [group: number, scheme: number]> = new Map([
  ['prime256v1', [23, 0x0403]],
  ['secp384r1', [24, 0x0503]],
  ['secp521r1', [25, 0x0603]],
]);
