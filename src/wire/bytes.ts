/** Bytes that do not have the form they should have. */
export class WireError extends Error {
  /** truncated: more bytes could still make it right; malformed: none can; oversized: more than is read. */
  readonly kind: 'truncated' | 'malformed' | 'oversized';

  constructor(kind: WireError['kind'], message: string) {
    super(message);
    this.name = 'WireError';
    this.kind = kind;
  }
}

/** Reads big-endian structures from front to back and never past the end. */
export class Reader {
  #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  bytes(length: number): Uint8Array {
    this.#need(length);
    const part = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return part;
  }

  /** An unsigned integer of 1 to 4 bytes. */
  uint(size: 1 | 2 | 3 | 4): number {
    this.#need(size);
    let value = 0;
    for (const end = this.#at + size; this.#at < end; this.#at += 1) {
      value = value * 256 + (this.#bytes[this.#at] ?? 0);
    }
    return value;
  }

  /** A vector with a length prefix of `size` bytes (RFC 8446, 3.4). */
  vector(size: 1 | 2 | 3): Uint8Array {
    return this.bytes(this.uint(size));
  }

  /** A vector of integers, `each` bytes wide. */
  uints(size: 1 | 2, each: 1 | 2 | 3): number[] {
    const list = new Reader(this.vector(size));
    const values: number[] = [];
    while (list.left > 0) {
      if (list.left < each) throw new WireError('malformed', `list of ${each}-byte values has an odd length`);
      values.push(list.uint(each));
    }
    return values;
  }

  rest(): Uint8Array {
    return this.bytes(this.left);
  }

  #need(length: number): void {
    if (length > this.left) throw new WireError('truncated', `${length} bytes wanted, ${this.left} left`);
  }

  /** Fails if something is left over. */
  end(what: string): void {
    if (this.left > 0) throw new WireError('malformed', `${this.left} bytes behind the end of the ${what}`);
  }
}

export function uint(value: number, size: 1 | 2 | 3 | 4): Uint8Array {
  const bytes = new Uint8Array(size);
  put(bytes, 0, value, size);
  return bytes;
}

export function vector(content: Uint8Array, size: 1 | 2 | 3): Uint8Array {
  return concat([uint(content.length, size), content]);
}

export function uints(values: readonly number[], size: 1 | 2, each: 1 | 2 | 3): Uint8Array {
  const length = values.length * each;
  const bytes = new Uint8Array(size + length);
  put(bytes, 0, length, size);
  // Straight into place: a hello holds hundreds of suites, and an array for each costs more than all the rest of it.
  for (const [index, value] of values.entries()) put(bytes, size + index * each, value, each);
  return bytes;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Runs a decoder over a whole structure: what would be truncated in a stream is malformed here. */
export function whole<T>(bytes: Uint8Array, what: string, decode: (reader: Reader) => T): T {
  const reader = new Reader(bytes);
  try {
    const value = decode(reader);
    reader.end(what);
    return value;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new WireError(error.kind === 'oversized' ? 'oversized' : 'malformed', `${what}: ${error.message}`);
  }
}

function put(bytes: Uint8Array, at: number, value: number, size: 1 | 2 | 3 | 4): void {
  if (!Number.isInteger(value) || value < 0 || value >= 256 ** size) {
    throw new RangeError(`${value} does not fit in ${size} bytes`);
  }
  for (let index = size - 1, rest = value; index >= 0; index -= 1, rest = Math.floor(rest / 256)) {
    bytes[at + index] = rest % 256;
  }
}
