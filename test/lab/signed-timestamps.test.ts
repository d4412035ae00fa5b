import { expect, test } from '@jest/globals';
import { timestampsExtension } from '../../src/lab/signed-timestamps.ts';
import { Reader } from '../../src/wire/bytes.ts';

test('embedded timestamps are laid out as RFC 6962 says', () => {
  const at = Date.UTC(2026, 9, 1, 2, 3, 4, 5);
  const der = Buffer.from(timestampsExtension(at));
  expect([der[0], der[1], der[2]]).toEqual([0x04, 0x81, der.length - 3]);
  const list = new Reader(new Reader(der.subarray(3)).vector(2));
  const entries: Buffer[] = [];
  while (list.left > 0) entries.push(Buffer.from(list.vector(2)));
  const [first, second, ...rest] = entries;
  expect(rest).toEqual([]);
  for (const entry of [first, second]) {
    if (entry === undefined) throw new Error('no timestamp');
    expect(entry[0]).toBe(0);
    expect(entry.readBigUInt64BE(33)).toBe(BigInt(at));
    // No extensions, then SHA-256 with ECDSA and the signature: two INTEGERs in a SEQUENCE.
    expect([entry.readUInt16BE(41), entry.readUInt16BE(43), entry.readUInt16BE(45)]).toEqual([0, 0x0403, 70]);
    expect(entry.subarray(47, 51)).toEqual(Buffer.of(0x30, 68, 0x02, 32));
    expect(entry).toHaveLength(47 + 70);
  }
  expect(first?.subarray(1, 33)).not.toEqual(second?.subarray(1, 33));
});
