import { concat, Reader, uint, uints, vector, whole, WireError } from './bytes.ts';

/** An extension as it stands on the wire; types that we do not know survive a round trip. */
export interface Extension {
  readonly type: number;
  readonly body: Uint8Array;
}

/** The extensions block with its two-byte length (RFC 8446, 4.2). */
export function encodeExtensions(extensions: readonly Extension[]): Uint8Array {
  return vector(
    concat(extensions.flatMap((extension) => [uint(extension.type, 2), vector(extension.body, 2)])),
    2,
  );
}

export function decodeExtensions(reader: Reader): Extension[] {
  const block = new Reader(reader.vector(2));
  const extensions: Extension[] = [];
  while (block.left > 0) extensions.push({ type: block.uint(2), body: block.vector(2) });
  return extensions;
}

/** server_name with one host_name (RFC 6066, 3). */
export function encodeServerName(name: string): Uint8Array {
  return vector(concat([uint(0, 1), vector(new TextEncoder().encode(name), 2)]), 2);
}

/** @throws WireError `malformed`, also for a name that is not ASCII: others are sent as A-labels (RFC 6066, 3). */
export function decodeServerName(body: Uint8Array): string {
  return whole(body, 'server_name', (reader) => {
    const list = new Reader(reader.vector(2));
    if (list.uint(1) !== 0) throw new WireError('malformed', 'name type is not host_name');
    const name = list.vector(2);
    if (name.some((byte) => byte > 0x7f)) throw new WireError('malformed', 'name is not ASCII');
    list.end('name list');
    return new TextDecoder().decode(name);
  });
}

/** A list of two-byte numbers: supported_groups, signature_algorithms (RFC 8446, 4.2.3 and 4.2.7). */
export function encodeNumberList(values: readonly number[]): Uint8Array {
  return uints(values, 2, 2);
}

export function decodeNumberList(body: Uint8Array, what: string): number[] {
  return whole(body, what, (reader) => reader.uints(2, 2));
}

/** supported_versions of a ClientHello (RFC 8446, 4.2.1). */
export function encodeVersionList(versions: readonly number[]): Uint8Array {
  return uints(versions, 1, 2);
}

export function decodeVersionList(body: Uint8Array): number[] {
  return whole(body, 'supported_versions', (reader) => reader.uints(1, 2));
}

/** ec_point_formats (RFC 8422, 5.1.2): only uncompressed is in use. */
export function encodePointFormats(formats: readonly number[]): Uint8Array {
  return uints(formats, 1, 1);
}

export interface KeyShare {
  readonly group: number;
  readonly key: Uint8Array;
}

/** key_share of a ClientHello (RFC 8446, 4.2.8); an empty list asks for a HelloRetryRequest. */
export function encodeKeyShares(shares: readonly KeyShare[]): Uint8Array {
  return vector(concat(shares.flatMap((share) => [uint(share.group, 2), vector(share.key, 2)])), 2);
}

export function decodeKeyShares(body: Uint8Array): KeyShare[] {
  return whole(body, 'key_share', (reader) => {
    const list = new Reader(reader.vector(2));
    const shares: KeyShare[] = [];
    while (list.left > 0) shares.push({ group: list.uint(2), key: list.vector(2) });
    return shares;
  });
}

/** Group of the key_share of a ServerHello (with a key) or HelloRetryRequest (without). */
export function decodeSelectedGroup(body: Uint8Array): number {
  return whole(body, 'key_share', (reader) => {
    const group = reader.uint(2);
    if (reader.left > 0) reader.vector(2);
    return group;
  });
}

/** supported_versions of a ServerHello: the one version chosen. */
export function decodeSelectedVersion(body: Uint8Array): number {
  return whole(body, 'supported_versions', (reader) => reader.uint(2));
}

/** status_request asking for OCSP, no responders or extensions named (RFC 6066, 8). */
export const STATUS_REQUEST_OCSP: Uint8Array = concat([uint(1, 1), uint(0, 2), uint(0, 2)]);
