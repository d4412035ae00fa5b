import type { ReplyReader, ReplyResult } from '../../../src/wire/reply/reader.ts';

/** One byte for each character. */
export function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

export function characters(of: Uint8Array): string {
  return Buffer.from(of).toString('latin1');
}

/** Feeds the portions one after the other; bytes pushed after the end of the reply are added to its rest. */
export function feed<R>(reader: ReplyReader<R>, portions: readonly Uint8Array[]): ReplyResult<R> {
  let result: ReplyResult<R> = reader.push(new Uint8Array(0));
  let rest = '';
  for (const portion of portions) {
    result = reader.push(portion);
    if (result.state === 'reply') rest += characters(result.rest);
  }
  return result.state === 'reply' ? { ...result, rest: bytes(rest) } : result;
}

/** The whole, every split in two, and single bytes. */
export function splits(of: Uint8Array): readonly (readonly Uint8Array[])[] {
  const pairs = Array.from(of, (_, at) => [of.subarray(0, at), of.subarray(at)]);
  return [[of], ...pairs, Array.from(of, (byte) => Uint8Array.of(byte))];
}
