import { nameKey } from './name-key.ts';

/** A certificate that is looked for. */
export interface Wanted {
  /** Content of its serial number, hex. */
  readonly serialKey: string;
  /** Name of its issuer, hex of the DER. */
  readonly issuerKey: string;
}

/**
 * A serial number as hex without the leading octets that DER forbids (X.690, 8.3.2): were they compared, a list and a
 * certificate that write the same number differently would pass each other by.
 */
export function serialNumber(serialKey: string): string {
  const bytes = Buffer.from(serialKey, 'hex');
  return bytes.subarray(shortened(bytes, 0, bytes.length)).toString('hex');
}

export interface Sought {
  readonly hex: string;
  readonly bytes: Uint8Array;
  readonly issuers: Set<string>;
}

/** Compares by length and last byte first, which passes over nearly every entry. */
export function searchFor(
  wanted: readonly Wanted[],
): (bytes: Uint8Array, start: number, end: number) => Sought | null {
  const bySerial = new Map<string, Sought>();
  for (const { serialKey, issuerKey } of wanted) {
    const hex = serialNumber(serialKey);
    const sought = bySerial.get(hex) ?? { hex, bytes: Buffer.from(hex, 'hex'), issuers: new Set() };
    bySerial.set(hex, sought);
    sought.issuers.add(nameKey(issuerKey));
  }
  const groups = new Map<number, Sought[]>();
  for (const sought of bySerial.values()) {
    const group = groupOf(sought.bytes, 0, sought.bytes.length);
    groups.set(group, [...(groups.get(group) ?? []), sought]);
  }
  return (bytes, from, end) => {
    const start = shortened(bytes, from, end);
    for (const sought of groups.get(groupOf(bytes, start, end)) ?? []) {
      if (Buffer.compare(sought.bytes, bytes.subarray(start, end)) === 0) return sought;
    }
    return null;
  };
}

function groupOf(bytes: Uint8Array, start: number, end: number): number {
  return (end - start) * 256 + (end > start ? (bytes[end - 1] ?? 0) : 0);
}

function shortened(bytes: Uint8Array, from: number, end: number): number {
  let start = from;
  while (end - start > 1) {
    const first = bytes[start];
    const isNegative = (bytes[start + 1] ?? 0) >= 0x80;
    if (!(first === 0 && !isNegative) && !(first === 0xff && isNegative)) break;
    start += 1;
  }
  return start;
}
