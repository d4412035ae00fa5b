import { WireError } from '../wire/bytes.ts';
import { decodeClientHello } from '../wire/client-hello.ts';
import { decodeKeyShares, decodeNumberList, decodeVersionList, type Extension } from '../wire/extension.ts';
import { HANDSHAKE, HandshakeReader } from '../wire/handshake.ts';
import { EXTENSION } from '../wire/iana/extensions.ts';
import { RECORD, RecordReader } from '../wire/record.ts';
import { decodeSslv2ClientHello, readSslv2Record } from '../wire/sslv2.ts';

/** What a client offers, from a ClientHello or from a CLIENT-HELLO of SSL 2.0. */
export interface ClientOffer {
  readonly format: 'tls' | 'ssl2';
  readonly version: number;
  /** supported_versions; null without the extension. */
  readonly versions: readonly number[] | null;
  /** Two-byte suites with signalling values. */
  readonly suites: readonly number[];
  /** Three-byte kinds of SSL 2.0. */
  readonly kinds: readonly number[];
  readonly compressions: readonly number[];
  readonly sessionId: Uint8Array;
  /** supported_groups; null without the extension. */
  readonly groups: readonly number[] | null;
  /** signature_algorithms; null without the extension. */
  readonly signatureSchemes: readonly number[] | null;
  /** Groups of the key shares; null without the extension. */
  readonly keyShares: readonly number[] | null;
  readonly extensions: readonly number[];
  /** Length of the handshake message, bytes. */
  readonly length: number;
}

/** Longest first flight of a client that is read, bytes. */
const MAX_HELLO = 64 * 1024;

/**
 * Reads the offer from the first bytes of a connection; null if more bytes are needed.
 * @throws WireError for what is no hello.
 */
export function readOffer(bytes: Uint8Array): ClientOffer | null {
  if (bytes.length > MAX_HELLO) throw new WireError('oversized', `hello of more than ${MAX_HELLO} bytes`);
  return ((bytes[0] ?? 0) & 0x80) === 0 ? readTls(bytes) : readSsl2(bytes);
}

function readTls(bytes: Uint8Array): ClientOffer | null {
  const records = new RecordReader();
  const messages = new HandshakeReader(MAX_HELLO);
  records.push(bytes);
  for (let record = records.next(); record !== null; record = records.next()) {
    // Sent before the second hello to look like TLS 1.2 (RFC 8446, appendix D.4).
    if (record.type === RECORD.changeCipherSpec) continue;
    if (record.type !== RECORD.handshake) throw new WireError('malformed', `record of type ${record.type}`);
    messages.push(record.content);
    const message = messages.next();
    if (message === null) continue;
    if (message.type !== HANDSHAKE.clientHello) throw new WireError('malformed', 'no ClientHello');
    return offerOf(message.body);
  }
  return null;
}

function offerOf(body: Uint8Array): ClientOffer {
  const hello = decodeClientHello(body);
  const extensions = hello.extensions ?? [];
  const part = <T>(type: number, decode: (content: Uint8Array) => T): T | null => {
    const found = extensions.find((extension: Extension) => extension.type === type);
    return found === undefined ? null : decode(found.body);
  };
  return {
    format: 'tls',
    version: hello.version,
    versions: part(EXTENSION.supported_versions, decodeVersionList),
    suites: hello.suites,
    kinds: [],
    compressions: hello.compressions,
    sessionId: hello.sessionId,
    groups: part(EXTENSION.supported_groups, (content) => decodeNumberList(content, 'supported_groups')),
    signatureSchemes: part(EXTENSION.signature_algorithms, (content) =>
      decodeNumberList(content, 'signature_algorithms'),
    ),
    keyShares: part(EXTENSION.key_share, (content) => decodeKeyShares(content).map(({ group }) => group)),
    extensions: extensions.map(({ type }) => type),
    length: body.length + 4,
  };
}

/** Kinds with a zero first byte are the suites of SSL 3.0 and later (RFC 5246, appendix E.2). */
function readSsl2(bytes: Uint8Array): ClientOffer | null {
  const message = readSslv2Record(bytes);
  if (message === null) return null;
  const hello = decodeSslv2ClientHello(message);
  const isSuite = (kind: number): boolean => kind <= 0xffff;
  return {
    format: 'ssl2',
    version: hello.version,
    versions: null,
    suites: hello.kinds.filter(isSuite),
    kinds: hello.kinds.filter((kind) => !isSuite(kind)),
    compressions: [0],
    sessionId: new Uint8Array(0),
    groups: null,
    signatureSchemes: null,
    keyShares: null,
    extensions: [],
    length: message.length,
  };
}
