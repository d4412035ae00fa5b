/** What the target information of an NTLM challenge is made of (MS-NLMP, 2.2.2.1). */
export const AV = {
  end: 0,
  netbiosComputer: 1,
  netbiosDomain: 2,
  dnsComputer: 3,
  dnsDomain: 4,
  dnsForest: 5,
  flags: 6,
  timestamp: 7,
  singleHost: 8,
  targetName: 9,
  channelBindings: 10,
} as const;

/** One value, as bytes: numbers that nobody knows survive. */
export interface AvPair {
  readonly id: number;
  readonly value: Uint8Array;
}

/** More pairs than any honest server sends. */
const MOST_PAIRS = 64;

/** Reads pairs up to the one that ends the list; a string says why they cannot be read. */
export function decodeAvPairs(bytes: Uint8Array): AvPair[] | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const pairs: AvPair[] = [];
  for (let at = 0; ;) {
    if (at + 4 > bytes.length) return 'the list of pairs has no end';
    const id = view.getUint16(at, true);
    const length = view.getUint16(at + 2, true);
    at += 4;
    if (id === AV.end) {
      if (length !== 0) return 'the end of the list has a value';
      return at === bytes.length ? pairs : `${bytes.length - at} bytes behind the end of the list`;
    }
    if (pairs.length === MOST_PAIRS) return `more than ${MOST_PAIRS} pairs`;
    if (at + length > bytes.length) return `pair ${id} ends behind the list`;
    pairs.push({ id, value: bytes.slice(at, at + length) });
    at += length;
  }
}

/** The same in bytes, with the pair that ends the list. Throws RangeError for what does not fit. */
export function encodeAvPairs(pairs: readonly AvPair[]): Uint8Array {
  const bytes = new Uint8Array(pairs.reduce((sum, { value }) => sum + 4 + value.length, 4));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { id, value } of pairs) {
    if (id === AV.end || id > 0xffff || value.length > 0xffff) {
      throw new RangeError(`pair ${id} with ${value.length} bytes`);
    }
    view.setUint16(at, id, true);
    view.setUint16(at + 2, value.length, true);
    bytes.set(value, at + 4);
    at += 4 + value.length;
  }
  return bytes;
}
