import { AV, type AvPair } from './ntlm-av-pairs.ts';
import { fromUtf16, type NtlmChallenge, utf16 } from './ntlm.ts';

/** Who a server says it is in its challenge. Null for what it does not say; all of it is hostile text. */
export interface NtlmIdentity {
  readonly netbiosComputer: string | null;
  readonly netbiosDomain: string | null;
  readonly dnsComputer: string | null;
  readonly dnsDomain: string | null;
  readonly dnsForest: string | null;
  /** Its clock, milliseconds since 1970. */
  readonly timestamp: number | null;
  /** `10.0.20348`. */
  readonly windows: string | null;
}

/** What the pairs of a challenge mean; a value that is not of its form counts as not said. */
export function identityOf({ targetInfo, version }: NtlmChallenge): NtlmIdentity {
  const text = (id: number): string | null => {
    const value = valueOf(targetInfo, id);
    const found = value === null ? null : fromUtf16(value);
    return found === null || found === '' ? null : found;
  };
  return {
    netbiosComputer: text(AV.netbiosComputer),
    netbiosDomain: text(AV.netbiosDomain),
    dnsComputer: text(AV.dnsComputer),
    dnsDomain: text(AV.dnsDomain),
    dnsForest: text(AV.dnsForest),
    timestamp: timestampOf(valueOf(targetInfo, AV.timestamp)),
    windows: version === null ? null : `${version.major}.${version.minor}.${version.build}`,
  };
}

/** The pairs that say it, in the order in which Windows sends them; the version is no part of them. */
export function pairsOf(identity: Omit<NtlmIdentity, 'windows'>): AvPair[] {
  const { netbiosDomain, netbiosComputer, dnsDomain, dnsComputer, dnsForest, timestamp } = identity;
  const texts: readonly (readonly [id: number, value: string | null])[] = [
    [AV.netbiosDomain, netbiosDomain],
    [AV.netbiosComputer, netbiosComputer],
    [AV.dnsDomain, dnsDomain],
    [AV.dnsComputer, dnsComputer],
    [AV.dnsForest, dnsForest],
  ];
  const pairs = texts.flatMap(([id, value]) => (value === null ? [] : [{ id, value: utf16(value) }]));
  return timestamp === null ? pairs : [...pairs, { id: AV.timestamp, value: fileTime(timestamp) }];
}

function valueOf(pairs: readonly AvPair[] | null, id: number): Uint8Array | null {
  return pairs?.find((pair) => pair.id === id)?.value ?? null;
}

/** 100-nanosecond intervals from 1601 to 1970 (MS-DTYP, 2.3.3). */
const EPOCH = 116_444_736_000_000_000n;

function timestampOf(value: Uint8Array | null): number | null {
  if (value?.length !== 8) return null;
  const ticks = new DataView(value.buffer, value.byteOffset, 8).getBigUint64(0, true);
  // The last moment of the format is within what a Date can hold.
  return Number((ticks - EPOCH) / 10_000n);
}

function fileTime(milliseconds: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(milliseconds) * 10_000n + EPOCH, true);
  return bytes;
}
