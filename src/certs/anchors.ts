import { createHash } from 'node:crypto';
import { ANCHOR_ROWS, ANCHOR_SNAPSHOTS } from './anchor-table.ts';
import type { Certificate } from './certificate.ts';

/** A root that some published list holds. */
export interface Anchor {
  readonly name: string;
  /** Subject key identifier, lower-case hex; `null` if the root has none. */
  readonly keyId: string | null;
  /** The lists, with their dates. */
  readonly stores: readonly string[];
}

/** Anchors by the first half of the SHA-256 of their subject's DER, lower-case hex. */
export type AnchorTable = ReadonlyMap<string, readonly Anchor[]>;

/**
 * The roots of the snapshots in `anchor-table.ts`. They say whether an issuer is a root, so that a chain that stops
 * below it is complete; whether anybody should trust it is another question, and Node's own list is no answer either,
 * as it changes with the version of Node.
 */
export function knownAnchors(): AnchorTable {
  known ??= anchorTable(ANCHOR_ROWS);
  return known;
}

let known: AnchorTable | undefined;

/** Reads rows in the format that `anchor-table.ts` describes. */
export function anchorTable(rows: readonly string[]): AnchorTable {
  const table = new Map<string, Anchor[]>();
  for (const row of rows) {
    const [marks = '', subject = '', keyId = '-', ...name] = row.split(' ');
    const stores = ANCHOR_SNAPSHOTS.filter(({ mark }) => marks.includes(mark));
    const anchor = {
      name: name.join(' '),
      keyId: keyId === '-' ? null : keyId,
      stores: stores.map(({ title, date }) => `${title} (${date})`),
    };
    table.set(subject, [...(table.get(subject) ?? []), anchor]);
  }
  return table;
}

/**
 * The anchor that issued the certificate: the same name byte for byte and, where both sides state one, the same key
 * identifier (RFC 5280, 4.2.1.1). The signature cannot be checked, as the table holds no keys.
 */
export function issuingAnchor(table: AnchorTable, certificate: Certificate): Anchor | null {
  const { issuerKey, authorityKeyId } = certificate;
  const sameName = table.get(subjectHash(issuerKey)) ?? [];
  const sameKey = sameName.find(({ keyId }) => keyId !== null && keyId === authorityKeyId);
  return sameKey ?? sameName.find(({ keyId }) => keyId === null || authorityKeyId === null) ?? null;
}

/** Key of the table for a name given as the hex of its DER. */
export function subjectHash(nameKey: string): string {
  return createHash('sha256').update(Buffer.from(nameKey, 'hex')).digest('hex').slice(0, 32);
}
