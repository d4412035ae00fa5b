import { hex } from './hex.ts';

/** SSL 2.0: in its own hello format only (draft-hickman-netscape-ssl-00). */
export const SSL_2_0 = 0x0002;
/** RFC 6101. */
export const SSL_3_0 = 0x0300;
/** RFC 2246. */
export const TLS_1_0 = 0x0301;
/** RFC 4346. */
export const TLS_1_1 = 0x0302;
/** RFC 5246. */
export const TLS_1_2 = 0x0303;
/** RFC 8446; on the wire only in supported_versions. */
export const TLS_1_3 = 0x0304;

/** Every version there is, oldest first. */
export const VERSIONS: readonly number[] = [SSL_2_0, SSL_3_0, TLS_1_0, TLS_1_1, TLS_1_2, TLS_1_3];

/** `TLS 1.2`; an unknown version in hex. */
export function versionName(version: number): string {
  return NAMES.get(version) ?? hex(version, 4);
}

const NAMES: ReadonlyMap<number, string> = new Map([
  [SSL_2_0, 'SSL 2.0'],
  [SSL_3_0, 'SSL 3.0'],
  [TLS_1_0, 'TLS 1.0'],
  [TLS_1_1, 'TLS 1.1'],
  [TLS_1_2, 'TLS 1.2'],
  [TLS_1_3, 'TLS 1.3'],
]);
