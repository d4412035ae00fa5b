/** One element of DER: a window on the bytes that were received, so that names and signatures compare exactly. */
export interface Element {
  /** Identifier octet; 0x30 for SEQUENCE, 0x82 for `[2] IMPLICIT` primitive. */
  readonly tag: number;
  /** Header and content. */
  readonly whole: Uint8Array;
  readonly content: Uint8Array;
}

export const TAG = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const;

/**
 * Reads the element at `offset`. Only what DER allows: definite lengths (X.690, 10.1) and, as nothing in a
 * certificate needs more, one-byte tags. Throws a RangeError that says what is wrong.
 */
export function readElement(bytes: Uint8Array, offset = 0): Element {
  const tag = byteAt(bytes, offset);
  if ((tag & 0x1f) === 0x1f) throw new RangeError('a tag of more than one byte');
  const first = byteAt(bytes, offset + 1);
  let start = offset + 2;
  let length = first;
  if (first === 0x80) throw new RangeError('an indefinite length');
  if (first > 0x80) {
    const count = first & 0x7f;
    if (count > 4) throw new RangeError('a length of more than four bytes');
    length = 0;
    for (let index = 0; index < count; index += 1) length = length * 256 + byteAt(bytes, start + index);
    start += count;
  }
  const end = start + length;
  if (end > bytes.length) throw new RangeError('it ends before its announced length');
  return { tag, whole: bytes.subarray(offset, end), content: bytes.subarray(start, end) };
}

/** The elements that follow each other in `bytes`, read one at a time. Throws like `readElement`. */
export function* elements(bytes: Uint8Array): Generator<Element, void, undefined> {
  let offset = 0;
  while (offset < bytes.length) {
    const element = readElement(bytes, offset);
    yield element;
    offset += element.whole.length;
  }
}

/** The element if it carries the tag that the structure asks for; throws a RangeError otherwise. */
export function expectTag(element: Element | undefined, tag: number, what: string): Element {
  if (element === undefined) throw new RangeError(`${what} is missing`);
  if (element.tag !== tag) throw new RangeError(`${what} has the tag 0x${element.tag.toString(16)}`);
  return element;
}

function byteAt(bytes: Uint8Array, offset: number): number {
  const value = bytes[offset];
  if (value === undefined) throw new RangeError('it ends in the middle of an element');
  return value;
}
