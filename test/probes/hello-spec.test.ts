import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { endpointId } from '../../src/model/endpoint.ts';
import { buildHello, helloLength, type HelloSpec, RENEGOTIATION_SCSV } from '../../src/probes/hello-spec.ts';
import { modernHello, oldHello, only13Hello, tls13Hello } from '../../src/scan/questions.ts';
import { type ClientHello, decodeClientHello } from '../../src/wire/client-hello.ts';
import {
  decodeKeyShares,
  decodeNumberList,
  decodeServerName,
  decodeVersionList,
} from '../../src/wire/extension.ts';
import { HANDSHAKE, HandshakeReader } from '../../src/wire/handshake.ts';
import { EXTENSION } from '../../src/wire/iana/extensions.ts';
import { RECORD, RecordReader } from '../../src/wire/record.ts';

const WORLD = {
  random: (length: number) => new Uint8Array(length).fill(0x5a),
  keyShares: () => [
    { group: 29, key: new Uint8Array(32).fill(1) },
    { group: 23, key: new Uint8Array(65).fill(4) },
  ],
};

function endpoint(host: string) {
  return {
    id: endpointId('https', host, 443, '192.0.2.1'),
    host,
    address: '192.0.2.1',
    port: 443,
    protocol: 'https',
    named: true,
  } as const;
}

interface Sent {
  readonly recordVersion: number;
  readonly length: number;
  readonly hello: ClientHello;
  readonly body: (type: number) => Uint8Array | null;
}

/** What a server would read. */
function sent(bytes: Uint8Array): Sent {
  const records = new RecordReader();
  records.push(bytes);
  const messages = new HandshakeReader();
  let recordVersion = 0;
  for (let record = records.next(); record !== null; record = records.next()) {
    if (record.type !== RECORD.handshake) throw new Error(`record of type ${record.type}`);
    recordVersion = record.version;
    messages.push(record.content);
  }
  const message = messages.next();
  if (message?.type !== HANDSHAKE.clientHello || messages.pending + records.pending.length > 0) {
    throw new Error('not one ClientHello');
  }
  const hello = decodeClientHello(message.body);
  return {
    recordVersion,
    length: message.body.length + 4,
    hello,
    body: (type) => hello.extensions?.find((extension) => extension.type === type)?.body ?? null,
  };
}

/** The same record of the offer, made from nothing but the bytes. */
function readBack({ recordVersion, length, hello, body }: Sent, rung: string): unknown {
  const groups = body(EXTENSION.supported_groups);
  const schemes = body(EXTENSION.signature_algorithms);
  const versions = body(EXTENSION.supported_versions);
  const shares = body(EXTENSION.key_share);
  const name = body(EXTENSION.server_name);
  return {
    recordVersion,
    version: hello.version,
    versions: versions === null ? [] : decodeVersionList(versions),
    suites: hello.suites.slice(0, -1),
    compressions: hello.compressions,
    groups: groups === null ? [] : decodeNumberList(groups, 'supported_groups'),
    signatureSchemes: schemes === null ? [] : decodeNumberList(schemes, 'signature_algorithms'),
    keyShares: shares === null ? null : decodeKeyShares(shares).map(({ group }) => group),
    extensions: hello.extensions?.map(({ type }) => type) ?? [],
    sni: name === null ? null : decodeServerName(name),
    length,
    rung,
  };
}

const u16 = fc.nat(0xffff);

const anySpec: fc.Arbitrary<HelloSpec> = fc
  .record({
    maxVersion: fc.constantFrom(0x0300, 0x0301, 0x0302, 0x0303, 0x0304),
    versions: fc.array(u16, { maxLength: 6 }),
    suites: fc.array(u16, { maxLength: 400 }),
    compressions: fc.constantFrom([0], [1, 0]),
    groups: fc.array(fc.oneof(u16, fc.constantFrom(23, 29)), { maxLength: 20 }),
    signatureSchemes: fc.array(u16, { maxLength: 20 }),
    keyShares: fc.constantFrom('real', 'empty', null),
    sni: fc.option(fc.constantFrom('mail.contoso.com', 'x')),
    ocsp: fc.boolean(),
    extensions: fc.constantFrom('all', 'of-version', 'none'),
    rung: fc.constantFrom('full', 'plain'),
  } as const)
  // Without extensions there is no key_share to ask for.
  .map((spec) => (spec.extensions === 'none' ? { ...spec, keyShares: null } : spec));

const QUESTIONS: readonly (readonly [name: string, spec: HelloSpec])[] = [
  ['modern', modernHello(endpoint('mail.contoso.com'))],
  ['TLS 1.3 and 1.2', tls13Hello(endpoint('mail.contoso.com'))],
  ['TLS 1.3 with key shares', only13Hello(endpoint('mail.contoso.com'), 'real')],
  ['TLS 1.3 without key shares', only13Hello(endpoint('mail.contoso.com'), 'empty')],
  ['TLS 1.1', oldHello(endpoint('mail.contoso.com'), 0x0302)],
  ['SSL 3.0', oldHello(endpoint('mail.contoso.com'), 0x0300)],
];

describe('a hello', () => {
  test.each(QUESTIONS)('that asks for %s offers what its record says', (_name, spec) => {
    const { bytes, asked } = buildHello(spec, WORLD);
    expect(readBack(sent(bytes), spec.rung)).toEqual(asked);
  });

  test('of any spec offers what its record says, with the SCSV last, in the length foretold', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const { bytes, asked } = buildHello(spec, WORLD);
        const read = sent(bytes);
        expect(readBack(read, spec.rung)).toEqual(asked);
        expect(read.hello.suites.at(-1)).toBe(RENEGOTIATION_SCSV);
        expect(asked.suites).toEqual(spec.suites);
        expect(helloLength(spec, WORLD)).toBe(read.length);
      }),
    );
  });

  test('of every suite there is fits in one record', () => {
    const { bytes, asked } = buildHello(modernHello(endpoint('mail.contoso.com')), WORLD);
    expect(bytes).toHaveLength(asked.length + 5);
  });

  test('says TLS 1.2 in the old place when it offers TLS 1.3', () => {
    const { hello, recordVersion, body } = sent(buildHello(QUESTIONS[1]?.[1] as HelloSpec, WORLD).bytes);
    expect(recordVersion).toBe(0x0301);
    expect(hello.version).toBe(0x0303);
    expect(hello.sessionId).toHaveLength(32);
    expect(decodeVersionList(body(EXTENSION.supported_versions) ?? new Uint8Array(0))).toEqual([
      0x0304, 0x0303, 0x0302, 0x0301,
    ]);
  });

  test('takes its random from the world', () => {
    const { hello } = sent(buildHello(modernHello(endpoint('x')), WORLD).bytes);
    expect(hello.random).toEqual(new Uint8Array(32).fill(0x5a));
    expect(hello.sessionId).toHaveLength(0);
  });

  test('of SSL 3.0 has its own record version and no extensions', () => {
    const { hello, recordVersion } = sent(buildHello(QUESTIONS[5]?.[1] as HelloSpec, WORLD).bytes);
    expect(recordVersion).toBe(0x0300);
    expect(hello).toMatchObject({ version: 0x0300, extensions: null });
    expect(hello.suites.at(-1)).toBe(RENEGOTIATION_SCSV);
  });
});

describe('the name', () => {
  test('is sent for a host that has one', () => {
    const { asked } = buildHello(modernHello(endpoint('mail.contoso.com')), WORLD);
    expect(asked.sni).toBe('mail.contoso.com');
    expect(asked.extensions[0]).toBe(EXTENSION.server_name);
  });

  test.each(['192.0.2.1', '2001:db8::1'])('is not sent for the literal address %s', (host) => {
    for (const make of [modernHello, tls13Hello]) {
      const { bytes, asked } = buildHello(make(endpoint(host)), WORLD);
      expect(asked.sni).toBeNull();
      expect(sent(bytes).body(EXTENSION.server_name)).toBeNull();
    }
  });
});

describe('the extensions', () => {
  const YOUNG: readonly number[] = [
    EXTENSION.status_request,
    EXTENSION.extended_master_secret,
    EXTENSION.supported_versions,
    EXTENSION.key_share,
    EXTENSION.psk_key_exchange_modes,
  ];

  test('of all include stapling and the extended master secret', () => {
    const { asked } = buildHello(modernHello(endpoint('mail.contoso.com')), WORLD);
    expect(asked.extensions).toEqual([
      EXTENSION.server_name,
      EXTENSION.supported_groups,
      EXTENSION.ec_point_formats,
      EXTENSION.signature_algorithms,
      EXTENSION.status_request,
      EXTENSION.extended_master_secret,
    ]);
  });

  test.each([
    [0x0303, [0, 10, 11, 13]],
    [0x0302, [0, 10, 11]],
    [0x0301, [0, 10, 11]],
  ])('of the version %i are none that is younger', (version, types) => {
    const spec = { ...oldHello(endpoint('mail.contoso.com'), version), extensions: 'of-version' } as const;
    const { asked } = buildHello({ ...spec, ocsp: true, signatureSchemes: [0x0401] }, WORLD);
    expect(asked.extensions).toEqual(types);
    expect(asked.extensions.filter((type) => YOUNG.includes(type))).toEqual([]);
  });

  test('of none are an absent block, and nothing of them is recorded as asked', () => {
    const spec = { ...modernHello(endpoint('mail.contoso.com')), extensions: 'none' } as const;
    const { bytes, asked } = buildHello(spec, WORLD);
    expect(sent(bytes).hello.extensions).toBeNull();
    expect(asked).toMatchObject({
      extensions: [],
      groups: [],
      signatureSchemes: [],
      versions: [],
      sni: null,
    });
  });

  test('hold key shares only for groups that are offered', () => {
    const spec: HelloSpec = { ...tls13Hello(endpoint('x')), groups: [24, 23] };
    expect(buildHello(spec, WORLD).asked.keyShares).toEqual([23]);
    expect(buildHello({ ...spec, keyShares: 'empty' }, WORLD).asked.keyShares).toEqual([]);
    expect(buildHello({ ...spec, keyShares: null }, WORLD).asked.keyShares).toBeNull();
  });
});
