import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { AV } from '../../src/wire/ntlm-av-pairs.ts';
import { identityOf, pairsOf } from '../../src/wire/ntlm-identity.ts';
import {
  encodeChallenge,
  encodeNegotiate,
  isNegotiate,
  MAX_CHALLENGE,
  type NtlmChallenge,
  NTLM_FLAG,
  readChallenge,
} from '../../src/wire/ntlm.ts';

/** The challenge of MS-NLMP, 4.2.4.3. */
const SAMPLE = Uint8Array.from(
  Buffer.from(
    '4e544c4d53535000020000000c000c003800000033828ae20123456789abcdef00000000000000002400240044000000' +
      '060070170000000f53006500720076006500720002000c0044006f006d00610069006e0001000c005300650072007600' +
      '6500720000000000',
    'hex',
  ),
);

const CHALLENGE: NtlmChallenge = {
  flags: 0xe28a8233,
  targetName: 'Server',
  nonce: Uint8Array.of(0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef),
  targetInfo: [
    { id: AV.netbiosDomain, value: utf16('Domain') },
    { id: AV.netbiosComputer, value: utf16('Server') },
  ],
  version: { major: 6, minor: 0, build: 6000, revision: 15 },
};

function utf16(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf16le'));
}

/** The sample with some bytes written over. */
function changed(...changes: readonly (readonly [at: number, ...bytes: number[]])[]): Uint8Array {
  const bytes = Uint8Array.from(SAMPLE);
  for (const [at, ...values] of changes) bytes.set(values, at);
  return bytes;
}

function faultOf(bytes: Uint8Array): string | null {
  const reading = readChallenge(bytes);
  return reading.ok ? null : reading.fault;
}

describe('a challenge', () => {
  test('of the specification is read as it says', () => {
    expect(readChallenge(SAMPLE)).toEqual({ ok: true, challenge: CHALLENGE });
  });

  test('of the specification is written as it was read', () => {
    expect(Buffer.from(encodeChallenge(CHALLENGE)).toString('hex')).toBe(Buffer.from(SAMPLE).toString('hex'));
  });

  test.each([
    ['nothing', new Uint8Array(0), '0 bytes, at least 48'],
    ['another signature', changed([0, 0x4f]), 'it does not begin with NTLMSSP'],
    ['a message of another type', changed([8, 3]), 'message type 3 and not 2'],
    [
      'one that ends in the version',
      encodeChallenge({ ...CHALLENGE, targetName: '' }).subarray(0, 50),
      'it ends in the version',
    ],
    ['a target name in the header', changed([16, 8]), 'target name: it begins at 8, inside of the header'],
    ['a target name behind the end', changed([16, 0xff, 0xff]), 'target name: it ends at 65547 of 104 bytes'],
    [
      'a huge offset',
      changed([44, 0xff, 0xff, 0xff, 0xff]),
      'target information: it ends at 4294967331 of 104 bytes',
    ],
    ['a huge length', changed([40, 0xff, 0xff]), 'target information: it ends at 65603 of 104 bytes'],
    ['fields that overlap', changed([44, 0x40]), 'target name and target information overlap'],
    ['half a character', changed([12, 11]), 'the target name is not UTF-16'],
    ['half a surrogate pair', changed([56, 0x00, 0xd8]), 'the target name is not UTF-16'],
    ['a pair behind the list', changed([70, 0xff]), 'target information: pair 2 ends behind the list'],
    ['a list without an end', changed([40, 32]), 'target information: the list of pairs has no end'],
    ['an end with a value', changed([102, 1]), 'target information: the end of the list has a value'],
    [
      'something behind the end',
      changed([68, 0, 0, 0, 0]),
      'target information: 32 bytes behind the end of the list',
    ],
    ['more than anybody sends', new Uint8Array(MAX_CHALLENGE + 1), '8193 bytes, at most 8192'],
  ])('refuses %s', (_what, bytes, fault) => {
    expect(faultOf(bytes)).toBe(fault);
  });

  test('has so many pairs and no more', () => {
    const pairs = (count: number) =>
      faultOf(
        encodeChallenge({
          ...CHALLENGE,
          targetInfo: Array.from({ length: count }, () => ({ id: 99, value: new Uint8Array(0) })),
        }),
      );
    expect(pairs(64)).toBeNull();
    expect(pairs(65)).toBe('target information: more than 64 pairs');
  });

  test('of an old server has neither target information nor version', () => {
    const old = { ...CHALLENGE, flags: NTLM_FLAG.unicode, targetInfo: null, version: null };
    expect(readChallenge(encodeChallenge(old))).toEqual({ ok: true, challenge: old });
  });

  test('in the character set of the server is read byte by byte', () => {
    const bytes = changed([20, 0x32], [56, 0x53, 0xe9]);
    const reading = readChallenge(bytes);
    expect(reading.ok && reading.challenge.targetName.startsWith('Sé')).toBe(true);
  });

  test('is refused at every truncation', () => {
    for (let length = 0; length < SAMPLE.length; length += 1) {
      expect(faultOf(SAMPLE.subarray(0, length))).not.toBeNull();
    }
  });

  const anyText = fc.string({ unit: 'grapheme', maxLength: 20 });
  const anyPair = fc.record({
    id: fc.integer({ min: 1, max: 0xffff }),
    value: fc.uint8Array({ maxLength: 40 }),
  });
  const anyChallenge: fc.Arbitrary<NtlmChallenge> = fc
    .record({
      flags: fc.integer({ min: 0, max: 0xffffffff }),
      targetName: anyText,
      nonce: fc.uint8Array({ minLength: 8, maxLength: 8 }),
      targetInfo: fc.option(fc.array(anyPair, { maxLength: 20 })),
      version: fc.option(
        fc.record({
          major: fc.nat(255),
          minor: fc.nat(255),
          build: fc.nat(0xffff),
          revision: fc.nat(255),
        }),
      ),
    })
    .map((challenge) => ({ ...challenge, flags: flagsFor(challenge) }));

  function flagsFor({ flags, targetInfo, version }: NtlmChallenge): number {
    const set =
      NTLM_FLAG.unicode |
      (targetInfo === null ? 0 : NTLM_FLAG.targetInfo) |
      (version === null ? 0 : NTLM_FLAG.version);
    return ((flags & ~(NTLM_FLAG.targetInfo | NTLM_FLAG.version)) | set) >>> 0;
  }

  test('survives a round trip with any values', () => {
    fc.assert(
      fc.property(anyChallenge, (challenge) => {
        expect(readChallenge(encodeChallenge(challenge))).toEqual({ ok: true, challenge });
      }),
    );
  });

  test('of any bytes is read or refused, and never throws', () => {
    const begun = fc
      .tuple(fc.uint8Array({ maxLength: 200 }), fc.boolean())
      .map(([bytes, sound]) => (sound ? Uint8Array.from([...SAMPLE.subarray(0, 12), ...bytes]) : bytes));
    fc.assert(
      fc.property(begun, (bytes) => {
        const reading = readChallenge(bytes);
        const said = reading.ok ? identityOf(reading.challenge) : reading.fault;
        expect(said).toBeTruthy();
      }),
    );
  });

  test('with bytes written over is read or refused, and what is read can be written', () => {
    const changes = fc.array(fc.tuple(fc.nat(SAMPLE.length - 1), fc.nat(0xff)), { maxLength: 6 });
    fc.assert(
      fc.property(changes, (list) => {
        const reading = readChallenge(changed(...list));
        if (!reading.ok) return;
        const again = readChallenge(encodeChallenge(reading.challenge));
        expect(again.ok && { ...again.challenge, flags: 0 }).toEqual({ ...reading.challenge, flags: 0 });
      }),
      { numRuns: 500 },
    );
  });
});

describe('an identity', () => {
  const identity = {
    netbiosComputer: 'MBX01',
    netbiosDomain: 'CONTOSO',
    dnsComputer: 'mbx01.contoso.local',
    dnsDomain: 'contoso.local',
    dnsForest: 'contoso.local',
    timestamp: Date.parse('2026-11-22T12:00:00.123Z'),
  };

  test('is what its pairs say, with the version of Windows', () => {
    const version = { major: 10, minor: 0, build: 20348, revision: 15 };
    const challenge = { ...CHALLENGE, targetInfo: pairsOf(identity), version };
    const reading = readChallenge(encodeChallenge(challenge));
    expect(reading.ok && identityOf(reading.challenge)).toEqual({ ...identity, windows: '10.0.20348' });
  });

  test('says nothing where nothing is said', () => {
    const nobody = { ...CHALLENGE, targetInfo: null, version: null };
    expect(Object.values(identityOf(nobody)).every((value) => value === null)).toBe(true);
  });

  test.each([
    ['an odd name', AV.netbiosComputer, Uint8Array.of(0x41)],
    ['an empty name', AV.netbiosComputer, new Uint8Array(0)],
    ['half a surrogate pair', AV.netbiosComputer, Uint8Array.of(0x00, 0xdc)],
    ['a short time', AV.timestamp, Uint8Array.of(1, 2, 3)],
  ])('takes %s for nothing', (_what, id, value) => {
    const found = identityOf({ ...CHALLENGE, targetInfo: [{ id, value }], version: null });
    expect(Object.values(found).every((one) => one === null)).toBe(true);
  });
});

test('the last moment of the format is one that a Date can hold', () => {
  const value = new Uint8Array(8).fill(0xff);
  const { timestamp } = identityOf({
    ...CHALLENGE,
    targetInfo: [{ id: AV.timestamp, value }],
    version: null,
  });
  expect(new Date(timestamp ?? Number.NaN).toISOString()).toBe('+060056-05-28T05:36:10.955Z');
});

test('our own message is a request for a challenge, and names nobody', () => {
  const bytes = encodeNegotiate();
  expect(isNegotiate(bytes)).toBe(true);
  expect(isNegotiate(SAMPLE)).toBe(false);
  // Lengths of domain and workstation.
  expect([...bytes.subarray(16, 32)]).toEqual(Array.from({ length: 16 }, () => 0));
});
