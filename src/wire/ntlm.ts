import { type AvPair, decodeAvPairs, encodeAvPairs } from './ntlm-av-pairs.ts';

/** Flags that decide how a message is read (MS-NLMP, 2.2.2.5). */
export const NTLM_FLAG = {
  unicode: 0x00000001,
  oem: 0x00000002,
  requestTarget: 0x00000004,
  ntlm: 0x00000200,
  alwaysSign: 0x00008000,
  targetTypeDomain: 0x00010000,
  targetTypeServer: 0x00020000,
  extendedSessionSecurity: 0x00080000,
  targetInfo: 0x00800000,
  version: 0x02000000,
  bits128: 0x20000000,
  bits56: 0x80000000,
} as const;

/** Version of Windows that a server says it runs on (MS-NLMP, 2.2.2.10). */
export interface NtlmVersion {
  readonly major: number;
  readonly minor: number;
  readonly build: number;
  /** 15 since Windows Server 2003. */
  readonly revision: number;
}

/** CHALLENGE_MESSAGE: what a server says of itself before anybody has logged on (MS-NLMP, 2.2.1.2). */
export interface NtlmChallenge {
  readonly flags: number;
  /** Domain or server that would do the logon; empty if it was not sent. Hostile text. */
  readonly targetName: string;
  /** Eight bytes. */
  readonly nonce: Uint8Array;
  /** Null if the flags say that there are none. */
  readonly targetInfo: readonly AvPair[] | null;
  /** Null if the flags say that there is none. */
  readonly version: NtlmVersion | null;
}

export type NtlmReading =
  { readonly ok: true; readonly challenge: NtlmChallenge } | { readonly ok: false; readonly fault: string };

/** Longest message that is read, bytes: honest ones have some hundreds. */
export const MAX_CHALLENGE = 8192;

const SIGNATURE = [0x4e, 0x54, 0x4c, 0x4d, 0x53, 0x53, 0x50, 0x00];
const NEGOTIATE = 1;
const CHALLENGE = 2;
/** Up to the field of the version, which not every message has. */
const FIXED = 48;
const VERSION = 8;

/**
 * NEGOTIATE_MESSAGE (MS-NLMP, 2.2.1.1), which asks for a challenge and names nobody. Without the last message of the
 * three, which is never sent, it is no logon.
 */
export function encodeNegotiate(): Uint8Array {
  const bytes = new Uint8Array(40);
  const view = new DataView(bytes.buffer);
  bytes.set(SIGNATURE);
  view.setUint32(8, NEGOTIATE, true);
  const flags =
    NTLM_FLAG.unicode |
    NTLM_FLAG.requestTarget |
    NTLM_FLAG.ntlm |
    NTLM_FLAG.alwaysSign |
    NTLM_FLAG.extendedSessionSecurity |
    NTLM_FLAG.version |
    NTLM_FLAG.bits128 |
    NTLM_FLAG.bits56;
  view.setUint32(12, flags >>> 0, true);
  bytes[39] = 15;
  return bytes;
}

/** Is this a NEGOTIATE_MESSAGE? No more of it is read. */
export function isNegotiate(bytes: Uint8Array): boolean {
  return bytes.length >= 16 && signed(bytes) && viewOf(bytes).getUint32(8, true) === NEGOTIATE;
}

/** Reads a CHALLENGE_MESSAGE. Never throws: what is not one has a fault. */
export function readChallenge(bytes: Uint8Array): NtlmReading {
  if (bytes.length > MAX_CHALLENGE) return refuse(`${bytes.length} bytes, at most ${MAX_CHALLENGE}`);
  if (bytes.length < FIXED) return refuse(`${bytes.length} bytes, at least ${FIXED}`);
  if (!signed(bytes)) return refuse('it does not begin with NTLMSSP');
  const view = viewOf(bytes);
  const type = view.getUint32(8, true);
  if (type !== CHALLENGE) return refuse(`message type ${type} and not ${CHALLENGE}`);
  const flags = view.getUint32(20, true);
  const versioned = (flags & NTLM_FLAG.version) !== 0;
  const header = FIXED + (versioned ? VERSION : 0);
  if (bytes.length < header) return refuse('it ends in the version');

  const target = fieldAt(bytes, view, 12, header);
  if (typeof target === 'string') return refuse(`target name: ${target}`);
  const info = fieldAt(bytes, view, 40, header);
  if (typeof info === 'string') return refuse(`target information: ${info}`);
  if (target.length > 0 && info.length > 0 && overlap(target, info)) {
    return refuse('target name and target information overlap');
  }
  const targetName = decodeText(bytes.subarray(target.start, target.start + target.length), flags);
  if (targetName === null) return refuse('the target name is not UTF-16');
  const informed = (flags & NTLM_FLAG.targetInfo) !== 0;
  const pairs = informed ? decodeAvPairs(bytes.subarray(info.start, info.start + info.length)) : null;
  if (typeof pairs === 'string') return refuse(`target information: ${pairs}`);
  return {
    ok: true,
    challenge: {
      flags,
      targetName,
      nonce: bytes.slice(24, 32),
      targetInfo: pairs,
      version: versioned
        ? {
            major: view.getUint8(48),
            minor: view.getUint8(49),
            build: view.getUint16(50, true),
            revision: view.getUint8(55),
          }
        : null,
    },
  };
}

/**
 * The same in bytes. The flags for text, target information and version are set by what is there; the text is always
 * UTF-16, as servers answer to a client that asks for it.
 *
 * @throws RangeError if something does not fit in its field
 */
export function encodeChallenge(challenge: NtlmChallenge): Uint8Array {
  const { targetName, nonce, targetInfo, version } = challenge;
  if (nonce.length !== 8) throw new RangeError(`a challenge of ${nonce.length} bytes`);
  const target = utf16(targetName);
  const info = targetInfo === null ? new Uint8Array(0) : encodeAvPairs(targetInfo);
  const header = FIXED + (version === null ? 0 : VERSION);
  const bytes = new Uint8Array(header + target.length + info.length);
  if (bytes.length > MAX_CHALLENGE) throw new RangeError(`a message of ${bytes.length} bytes`);
  const view = viewOf(bytes);
  bytes.set(SIGNATURE);
  view.setUint32(8, CHALLENGE, true);
  putField(view, 12, header, target.length);
  const set =
    NTLM_FLAG.unicode |
    (targetInfo === null ? 0 : NTLM_FLAG.targetInfo) |
    (version === null ? 0 : NTLM_FLAG.version);
  const cleared = NTLM_FLAG.targetInfo | NTLM_FLAG.version;
  view.setUint32(20, ((challenge.flags & ~cleared) | set) >>> 0, true);
  bytes.set(nonce, 24);
  putField(view, 40, header + target.length, info.length);
  if (version !== null) {
    view.setUint8(48, version.major);
    view.setUint8(49, version.minor);
    view.setUint16(50, version.build, true);
    view.setUint8(55, version.revision);
  }
  bytes.set(target, header);
  bytes.set(info, header + target.length);
  return bytes;
}

/** Little-endian UTF-16 without a byte order mark. */
export function utf16(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf16le'));
}

interface Field {
  readonly start: number;
  readonly length: number;
}

/** Length, room and offset of something behind the header; a string says what is wrong with them. */
function fieldAt(bytes: Uint8Array, view: DataView, at: number, header: number): Field | string {
  const length = view.getUint16(at, true);
  const start = view.getUint32(at + 4, true);
  if (length === 0) return { start: header, length };
  if (start < header) return `it begins at ${start}, inside of the header`;
  return start + length > bytes.length
    ? `it ends at ${start + length} of ${bytes.length} bytes`
    : { start, length };
}

function putField(view: DataView, at: number, start: number, length: number): void {
  if (length > 0xffff) throw new RangeError(`a field of ${length} bytes`);
  view.setUint16(at, length, true);
  view.setUint16(at + 2, length, true);
  view.setUint32(at + 4, start, true);
}

function overlap(one: Field, other: Field): boolean {
  return one.start < other.start + other.length && other.start < one.start + one.length;
}

/** Null if it is not text. Only old servers answer in the character set of their machine. */
function decodeText(bytes: Uint8Array, flags: number): string | null {
  if ((flags & NTLM_FLAG.unicode) === 0) return Buffer.from(bytes).toString('latin1');
  return fromUtf16(bytes);
}

/** Null for half a character or half a surrogate pair. */
export function fromUtf16(bytes: Uint8Array): string | null {
  if (bytes.length % 2 !== 0) return null;
  const text = Buffer.from(bytes).toString('utf16le');
  return LONE_SURROGATE.test(text) ? null : text;
}

/** With this flag, halves of a pair are matched only where the other half is missing. */
const LONE_SURROGATE = /\p{Cs}/u;

function signed(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, at) => bytes[at] === byte);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function refuse(fault: string): NtlmReading {
  return { ok: false, fault };
}
