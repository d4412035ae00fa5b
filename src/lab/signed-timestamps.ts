import { createHash } from 'node:crypto';
import { concat, uint, vector } from '../wire/bytes.ts';

/** Object identifier of the extension with embedded timestamps (RFC 6962, 3.3). */
export const TIMESTAMPS = '1.3.6.1.4.1.11129.2.4.2';

/** What two logs of Certificate Transparency would have signed; neither exists, so nobody can check the signatures. */
const LOGS: readonly string[] = ['Example Log 1', 'Example Log 2'];

/** SHA-256 with ECDSA (RFC 5246, 7.4.1.4.1). */
const ECDSA_SHA256 = 0x0403;

/**
 * Value of the extension: an OCTET STRING with a SignedCertificateTimestampList of version 1 (RFC 6962, 3.2 and 3.3).
 * @param at ms since 1970
 */
export function timestampsExtension(at: number): Uint8Array {
  const list = concat(LOGS.map((name) => vector(timestamp(name, at), 2)));
  return octetString(vector(list, 2));
}

function timestamp(log: string, at: number): Uint8Array {
  const id = createHash('sha256').update(log).digest();
  // Two INTEGERs of 32 bytes, as in any ECDSA signature over P-256; the first bit is clear, so none needs padding.
  const number = (text: string): Uint8Array => {
    const digest = Uint8Array.from(createHash('sha256').update(`${text} ${log} ${at}`).digest());
    digest[0] = ((digest[0] ?? 0) & 0x7f) | 0x40;
    return concat([uint(0x0220, 2), digest]);
  };
  const signature = concat([uint(0x3044, 2), number('r'), number('s')]);
  return concat([
    uint(0, 1),
    id,
    uint(Math.floor(at / 2 ** 32), 4),
    uint(at % 2 ** 32, 4),
    vector(new Uint8Array(0), 2),
    uint(ECDSA_SHA256, 2),
    vector(signature, 2),
  ]);
}

/** DER with a length of up to two bytes. */
function octetString(content: Uint8Array): Uint8Array {
  const { length } = content;
  const head =
    length < 0x80 ? uint(length, 1) : length < 0x100 ? uint(0x8100 + length, 2) : uint(0x820000 + length, 3);
  return concat([uint(0x04, 1), head, content]);
}
