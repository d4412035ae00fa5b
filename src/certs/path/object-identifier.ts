/**
 * Dotted form of the content octets of an OBJECT IDENTIFIER (X.690, 8.19). Throws a RangeError for what is none, and for
 * one of more than 128 octets.
 */
export function oidText(content: Uint8Array): string {
  if (content.length > MAXIMUM_OCTETS) throw new RangeError('an object identifier without bounds');
  const arcs: (number | bigint)[] = [];
  let value: number | bigint = 0;
  let open = true;
  for (const byte of content) {
    // Arcs of 128 bits are made of UUIDs (X.667, 7).
    if (typeof value === 'number' && value > LARGEST_TO_SHIFT) value = BigInt(value);
    value = typeof value === 'number' ? value * 128 + (byte & 0x7f) : value * 128n + BigInt(byte & 0x7f);
    open = byte >= 0x80;
    if (open) continue;
    arcs.push(value);
    value = 0;
  }
  const [first, ...rest] = arcs;
  if (first === undefined || open) throw new RangeError('not an object identifier');
  const top = first < 40 ? 0 : first < 80 ? 1 : 2;
  const second = typeof first === 'number' ? first - top * 40 : first - BigInt(top * 40);
  return [top, second, ...rest].join('.');
}

const MAXIMUM_OCTETS = 128;
const LARGEST_TO_SHIFT = Math.floor((Number.MAX_SAFE_INTEGER - 127) / 128);
