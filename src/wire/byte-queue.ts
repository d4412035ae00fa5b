import { concat } from './bytes.ts';

/**
 * Bytes that arrive in pieces of any size and leave in the lengths that the reader asks for. Pieces are joined
 * when all that is asked for is there and never on arrival, so the cost stays linear however small they are.
 */
export class ByteQueue {
  #pieces: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.#length += bytes.length;
  }

  /** The first `length` bytes, or as many as there are; they stay in the queue. */
  peek(length: number): Uint8Array {
    const some: Uint8Array[] = [];
    let missing = length;
    for (const piece of this.#pieces) {
      if (missing <= 0) break;
      some.push(piece.subarray(0, missing));
      missing -= piece.length;
    }
    return some.length === 1 && some[0] !== undefined ? some[0] : concat(some);
  }

  /** Removes the first `length` bytes; null, and nothing is removed, if there are not so many. */
  take(length: number): Uint8Array | null {
    if (length > this.#length) return null;
    const [first] = this.#pieces;
    const joined = this.#pieces.length === 1 && first !== undefined ? first : concat(this.#pieces);
    const rest = joined.subarray(length);
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    return joined.subarray(0, length);
  }
}
