import { sign } from 'node:crypto';
import { encode } from '../../../src/certs/revocation/encode.ts';
import type { Issued, KeyPair } from '../../fixtures/certificates.ts';

export interface MadeEntry {
  /** Content of the serial number, hex. */
  readonly serial: string;
  readonly at?: string;
  readonly reason?: number;
  readonly extensions?: readonly Uint8Array[];
}

export interface CrlOptions {
  readonly issuer: Issued;
  /** Signs in the place of the issuer's key. */
  readonly keys?: KeyPair;
  readonly entries?: readonly MadeEntry[];
  /** The entries as bytes. */
  readonly rawEntries?: Uint8Array;
  readonly thisUpdate?: string;
  /** Null for none. */
  readonly nextUpdate?: string | null;
  /** Content of cRLNumber, hex. */
  readonly number?: string;
  readonly extensions?: readonly Uint8Array[];
}

const ECDSA_SHA256 = encode(0x30, encode(0x06, Buffer.from('2a8648ce3d040302', 'hex')));

/** A revocation list, signed with ECDSA on P-256. */
export function makeCrl(options: CrlOptions): Uint8Array {
  const { issuer, keys = issuer.keys, entries = [], nextUpdate = '2026-12-01T00:00:00Z' } = options;
  const raw = options.rawEntries ?? Buffer.concat(entries.map(entry));
  const number = extension('551d14', encode(0x02, Buffer.from(options.number ?? '01', 'hex')));
  const tbs = encode(
    0x30,
    encode(0x02, Buffer.from([1])),
    ECDSA_SHA256,
    Buffer.from(issuer.certificate.subjectKey, 'hex'),
    time(options.thisUpdate ?? '2026-11-20T00:00:00Z'),
    ...(nextUpdate === null ? [] : [time(nextUpdate)]),
    ...(raw.length === 0 ? [] : [encode(0x30, raw)]),
    encode(0xa0, encode(0x30, number, ...(options.extensions ?? []))),
  );
  const signature = sign('sha256', tbs, keys.privateKey);
  return new Uint8Array(encode(0x30, tbs, ECDSA_SHA256, encode(0x03, Buffer.from([0]), signature)));
}

/** One `Extension` by the content of its object identifier in hex. */
export function extension(oid: string, value: Uint8Array, critical = false): Uint8Array {
  return encode(
    0x30,
    encode(0x06, Buffer.from(oid, 'hex')),
    ...(critical ? [encode(0x01, Buffer.from([0xff]))] : []),
    encode(0x04, value),
  );
}

/** An issuing distribution point, critical, of these fields. */
export function scope(...fields: readonly Uint8Array[]): Uint8Array {
  return extension('551d1c', encode(0x30, ...fields), true);
}

export function entry({
  serial,
  at = '2026-11-01T10:00:00Z',
  reason,
  extensions = [],
}: MadeEntry): Uint8Array {
  const all = [
    ...(reason === undefined ? [] : [extension('551d15', encode(0x0a, Buffer.from([reason])))]),
    ...extensions,
  ];
  return encode(
    0x30,
    encode(0x02, Buffer.from(serial, 'hex')),
    time(at),
    ...(all.length === 0 ? [] : [encode(0x30, ...all)]),
  );
}

/** UTCTime. */
function time(iso: string): Uint8Array {
  return encode(0x17, Buffer.from(`${iso.replaceAll(/[^\d]/g, '').slice(2)}Z`));
}
