import { HANDSHAKE, type HandshakeMessage, HandshakeReader } from '../../src/wire/handshake.ts';
import { RECORD, RecordReader, type TlsRecord } from '../../src/wire/record.ts';
import { GNUTLS_FLIGHTS, GNUTLS_HELLOS } from '../fixtures/wire/gnutls.ts';
import { JSSE_FLIGHTS, JSSE_HELLOS } from '../fixtures/wire/jsse.ts';
import { NODE_HELLOS } from '../fixtures/wire/node.ts';
import { OPENSSL_FLIGHTS, OPENSSL_HELLOS } from '../fixtures/wire/openssl.ts';

/** The bytes of a fixture; white space between the digits does not count. */
export function fromHex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Name and bytes of every ClientHello in TLS format, with its record header. */
export const HELLOS: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ...named('a hello of OpenSSL', OPENSSL_HELLOS),
  ...named('a hello of GnuTLS', GNUTLS_HELLOS),
  ...named('a hello of Node', NODE_HELLOS),
  ...named('a hello of JSSE', { tls13: JSSE_HELLOS.tls13, ssl3: JSSE_HELLOS.ssl3 }),
];

/** Name and bytes of every first flight of a server. */
export const FLIGHTS: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ...named('a flight of OpenSSL', OPENSSL_FLIGHTS),
  ...named('a flight of GnuTLS', GNUTLS_FLIGHTS),
  ...named('a flight of JSSE', JSSE_FLIGHTS),
];

export function recordsOf(bytes: Uint8Array): readonly TlsRecord[] {
  const reader = new RecordReader();
  reader.push(bytes);
  const records: TlsRecord[] = [];
  for (let record = reader.next(); record !== null; record = reader.next()) records.push(record);
  return records;
}

/** The handshake messages that are not encrypted. */
export function messagesOf(bytes: Uint8Array): readonly HandshakeMessage[] {
  const reader = new HandshakeReader();
  for (const { type, content } of recordsOf(bytes)) if (type === RECORD.handshake) reader.push(content);
  const messages: HandshakeMessage[] = [];
  for (let message = reader.next(); message !== null; message = reader.next()) messages.push(message);
  return messages;
}

/** Bodies of all captured messages of a type. */
export function bodiesOf(type: number): readonly Uint8Array[] {
  const from = type === HANDSHAKE.clientHello ? HELLOS : FLIGHTS;
  return from
    .flatMap(([, bytes]) => messagesOf(bytes))
    .filter((message) => message.type === type)
    .map(({ body }) => body);
}

/** CLIENT-HELLO in the format of SSL 2.0, with its record header. */
export const SSLV2_HELLO: Uint8Array = fromHex(JSSE_HELLOS.sslv2hello);

/** The body of the one message of a type in a flight. */
export function bodyOf(flight: string, type: number): Uint8Array {
  const found = messagesOf(fromHex(flight)).find((message) => message.type === type);
  if (found === undefined) throw new Error(`the flight has no message of type ${type}`);
  return found.body;
}

function named(
  what: string,
  of: Readonly<Record<string, string>>,
): (readonly [name: string, bytes: Uint8Array])[] {
  return Object.entries(of).map(([name, text]) => [`${what}: ${name}`, fromHex(text)]);
}
