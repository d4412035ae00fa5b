/**
 * Dotted form of the content octets of an OBJECT IDENTIFIER (X.690, 8.19). Throws a RangeError for what is none, and
 * for arcs beyond 2^53, which no registered identifier that matters here has.
 */
export function oidText(content: Uint8Array): string {
  const arcs: number[] = [];
  let value = 0;
  let open = true;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER || arcs.length === MAXIMUM_ARCS)
      throw new RangeError('an object identifier without bounds');
    open = byte >= 0x80;
    if (open) continue;
    arcs.push(value);
    value = 0;
  }
  const [first, ...rest] = arcs;
  if (first === undefined || open) throw new RangeError('not an object identifier');
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - top * 40, ...rest].join('.');
}

const MAXIMUM_ARCS = 128;
