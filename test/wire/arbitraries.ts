import * as fc from 'fast-check';
import type { Alert } from '../../src/wire/alert.ts';
import type { CertificateRequest } from '../../src/wire/certificate-message.ts';
import type { ClientHello } from '../../src/wire/client-hello.ts';
import type { Extension, KeyShare } from '../../src/wire/extension.ts';
import type { KeyExchangeForm, ServerKeyExchange } from '../../src/wire/key-exchange.ts';
import type { ServerHello } from '../../src/wire/server-hello.ts';
import type { Sslv2ClientHello, Sslv2ServerHello } from '../../src/wire/sslv2.ts';

/** Any number of the wire, known or not. */
export const u8 = fc.nat(0xff);
export const u16 = fc.nat(0xffff);
const u24 = fc.nat(0xffffff);

export const someBytes = fc.uint8Array({ maxLength: 40 });
const random = fc.uint8Array({ minLength: 32, maxLength: 32 });
const sessionId = fc.uint8Array({ maxLength: 32 });

export const extension: fc.Arbitrary<Extension> = fc.record({ type: u16, body: someBytes });
const extensions = fc.option(fc.array(extension, { maxLength: 8 }));

export const clientHello: fc.Arbitrary<ClientHello> = fc.record({
  version: u16,
  random,
  sessionId,
  suites: fc.array(u16),
  compressions: fc.array(u8, { maxLength: 4 }),
  extensions,
});

export const serverHello: fc.Arbitrary<ServerHello> = fc.record({
  version: u16,
  random,
  sessionId,
  suite: u16,
  compression: u8,
  extensions,
});

export const keyShare: fc.Arbitrary<KeyShare> = fc.record({ group: u16, key: someBytes });

export const alert: fc.Arbitrary<Alert> = fc.record({ level: u8, description: u8 });

/** A request as it stands in a protocol version, which decides if it has signature schemes. */
export function certificateRequest(version: number): fc.Arbitrary<CertificateRequest> {
  return fc.record({
    types: fc.array(u8, { maxLength: 6 }),
    signatureSchemes: version >= 0x0303 ? fc.array(u16, { maxLength: 20 }) : fc.constant(null),
    authorities: fc.array(someBytes, { maxLength: 5 }),
  });
}

/** A key exchange of the given form at the given version; named groups only. */
export function serverKeyExchange(form: KeyExchangeForm, version: number): fc.Arbitrary<ServerKeyExchange> {
  const exchange = unhinted(form, version);
  return form.hint ? fc.tuple(exchange, someBytes).map(([rest, hint]) => ({ ...rest, hint })) : exchange;
}

function unhinted({ kind, signed }: KeyExchangeForm, version: number): fc.Arbitrary<ServerKeyExchange> {
  const scheme = version >= 0x0303 ? u16 : fc.constant(null);
  const signature = signed ? fc.record({ scheme, bytes: someBytes }) : fc.constant(null);
  switch (kind) {
    case 'ecdhe':
      return fc.record({ kind: fc.constant(kind), group: u16, key: someBytes, signature });
    case 'dhe':
      return fc.record({
        kind: fc.constant(kind),
        prime: someBytes,
        generator: someBytes,
        key: someBytes,
        signature,
      });
    case 'rsa-export':
      return fc.record({ kind: fc.constant(kind), modulus: someBytes, exponent: someBytes, signature });
  }
}

export const sslv2ClientHello: fc.Arbitrary<Sslv2ClientHello> = fc.record({
  version: u16,
  kinds: fc.array(u24),
  sessionId: fc.uint8Array({ maxLength: 16 }),
  challenge: fc.uint8Array({ minLength: 16, maxLength: 32 }),
});

export const sslv2ServerHello: fc.Arbitrary<Sslv2ServerHello> = fc.record({
  sessionIdHit: fc.boolean(),
  certificateType: u8,
  version: u16,
  certificate: someBytes,
  kinds: fc.array(u24),
  connectionId: fc.uint8Array({ maxLength: 16 }),
});

/** Cuts bytes into portions of the given sizes, over and over. */
export function portions(bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  const cut: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    cut.push(bytes.subarray(at, at + size));
    at += size;
  }
  return cut;
}
