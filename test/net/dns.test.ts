import { afterEach, describe, expect, test } from '@jest/globals';
import { type Answer, AUTHENTIC_DATA, decode, encode } from 'dns-packet';
import type { Packet } from 'dns-packet';
import * as fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { dialTcp } from '../../src/net/dial.ts';
import { lookupOver, type LookupRequest, type LookupResult, type LookupWorld } from '../../src/net/dns.ts';
import { readAnswer } from '../../src/net/dns-message.ts';
import { parseServer } from '../../src/net/dns-server.ts';
import { textFromZone, textToZone } from '../../src/wire/dns-text.ts';
import { type Behaviour, type NameServer, serveNames } from './name-server.ts';

const open: NameServer[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function serving(
  records: readonly Answer[],
  behave?: Behaviour,
  options?: Parameters<typeof serveNames>[2],
): Promise<NameServer> {
  const server = await serveNames(records, behave, options);
  open.push(server);
  return server;
}

const WORLD: LookupWorld = {
  resolve: () =>
    Promise.resolve({
      ok: false,
      failure: { code: 'name-not-found', stage: 'resolve', detail: 'ENOTFOUND' },
    }),
  dial: dialTcp,
  random: (length) => randomBytes(length),
  servers: () => [],
};

function ask(
  resolver: string,
  name: string,
  type: LookupRequest['type'],
  parts: Partial<LookupRequest> = {},
  world: Partial<LookupWorld> = {},
): Promise<LookupResult> {
  const signal = new AbortController().signal;
  return lookupOver({ ...WORLD, ...world })({ name, type, resolver, timeoutMs: 5000, signal, ...parts });
}

function data(result: LookupResult): readonly string[] {
  return result.ok
    ? result.records.map(({ type, data: text }) => `${type} ${text}`)
    : [result.failure.detail];
}

const MX: Answer = {
  name: 'contoso.com',
  type: 'MX',
  ttl: 300,
  data: { preference: 10, exchange: 'mail.contoso.com' },
};
const ALIAS: Answer = { name: 'autodiscover.contoso.com', type: 'CNAME', ttl: 60, data: 'mail.contoso.com' };
const ADDRESS: Answer = { name: 'mail.contoso.com', type: 'A', ttl: 60, data: '203.0.113.7' };

describe('a question', () => {
  test.each<[string, LookupRequest['type'], Answer, string]>([
    ['contoso.com', 'MX', MX, 'MX 10 mail.contoso.com'],
    ['mail.contoso.com', 'A', ADDRESS, 'A 203.0.113.7'],
    [
      'mail.contoso.com',
      'AAAA',
      { name: 'mail.contoso.com', type: 'AAAA', data: '2001:db8::7' },
      'AAAA 2001:db8::7',
    ],
    [
      '_autodiscover._tcp.contoso.com',
      'SRV',
      {
        name: '_autodiscover._tcp.contoso.com',
        type: 'SRV',
        data: { priority: 0, weight: 5, port: 443, target: 'mail.contoso.com' },
      },
      'SRV 0 5 443 mail.contoso.com',
    ],
    [
      '_mta-sts.contoso.com',
      'TXT',
      { name: '_mta-sts.contoso.com', type: 'TXT', data: ['v=STSv1; ', 'id="7";'] },
      String.raw`TXT "v=STSv1; " "id=\"7\";"`,
    ],
    [
      '_25._tcp.mail.contoso.com',
      'TLSA',
      {
        name: '_25._tcp.mail.contoso.com',
        type: 'TLSA',
        data: { usage: 3, selector: 1, matchingType: 1, certificate: Buffer.from('0b9f', 'hex') },
      },
      'TLSA 3 1 1 0b9f',
    ],
  ])('for %s %s is answered in the form of a zone file', async (name, type, record, text) => {
    const server = await serving([record]);
    const result = await ask(server.resolver, name, type);
    expect(result).toMatchObject({ ok: true, rcode: 'NOERROR', authenticated: false });
    expect(data(result)).toEqual([text]);
    expect(server.queries).toEqual([`udp ${type} ${name}`]);
  });

  test('asks for recursion, and to be told about validation', async () => {
    const server = await serving([MX]);
    await ask(server.resolver, 'contoso.com', 'MX');
    const [query] = server.packets;
    expect(query).toMatchObject({ flag_rd: true, flag_ad: true, flag_cd: false });
    expect(query?.additionals).toMatchObject([{ type: 'OPT', udpPayloadSize: 1232, flag_do: true }]);
  });

  test('tells the AD bit as it came', async () => {
    const server = await serving([MX], () => ({ flags: AUTHENTIC_DATA }));
    expect(await ask(server.resolver, 'contoso.com', 'MX')).toMatchObject({ ok: true, authenticated: true });
  });

  test('for what does not exist is an answer', async () => {
    const server = await serving([MX]);
    expect(await ask(server.resolver, 'nobody.contoso.com', 'A')).toMatchObject({
      ok: true,
      rcode: 'NXDOMAIN',
      records: [],
    });
    expect(await ask(server.resolver, 'contoso.com', 'TXT')).toMatchObject({
      ok: true,
      rcode: 'NOERROR',
      records: [],
    });
  });

  test('is asked over TCP where the answer does not fit', async () => {
    const many = Array.from({ length: 100 }, (_, index): Answer => {
      return {
        name: 'contoso.com',
        type: 'MX',
        data: { preference: index, exchange: `mx${index}.contoso.com` },
      };
    });
    const server = await serving(many);
    const result = await ask(server.resolver, 'contoso.com', 'MX');
    expect(data(result)).toHaveLength(100);
    expect(server.queries).toEqual(['udp MX contoso.com', 'tcp MX contoso.com']);
  });

  test('is asked without EDNS where the server knows none', async () => {
    const server = await serving([MX], ({ additionals }) => (additionals?.length === 0 ? {} : { rcode: 1 }));
    expect(data(await ask(server.resolver, 'contoso.com', 'MX'))).toEqual(['MX 10 mail.contoso.com']);
  });

  test('is asked again where the first packet is lost', async () => {
    let asked = 0;
    const server = await serving([MX], () => ((asked += 1) === 1 ? null : {}));
    const result = await ask(server.resolver, 'contoso.com', 'MX', { timeoutMs: 400 });
    expect(data(result)).toEqual(['MX 10 mail.contoso.com']);
  });

  test('uses another id each time', async () => {
    const server = await serving([MX]);
    for (let times = 0; times < 5; times += 1) await ask(server.resolver, 'contoso.com', 'MX');
    expect(new Set(server.packets.map(({ id }) => id)).size).toBeGreaterThan(1);
  });
});

describe('aliases', () => {
  test('are told with what they lead to', async () => {
    const server = await serving([ALIAS, ADDRESS]);
    expect(data(await ask(server.resolver, 'autodiscover.contoso.com', 'A'))).toEqual([
      'CNAME mail.contoso.com',
      'A 203.0.113.7',
    ]);
    expect(server.queries).toHaveLength(1);
  });

  test('are followed where the server does not', async () => {
    const server = await serving([ALIAS, ADDRESS], undefined, { recursive: false });
    expect(data(await ask(server.resolver, 'Autodiscover.contoso.com', 'A'))).toEqual([
      'CNAME mail.contoso.com',
      'A 203.0.113.7',
    ]);
    expect(server.queries).toEqual(['udp A Autodiscover.contoso.com', 'udp A mail.contoso.com']);
  });

  test.each([true, false])('that lead in a circle end (recursive: %s)', async (recursive) => {
    const circle: readonly Answer[] = [
      { name: 'a.contoso.com', type: 'CNAME', data: 'b.contoso.com' },
      { name: 'b.contoso.com', type: 'CNAME', data: 'A.contoso.com' },
    ];
    const server = await serving(circle, undefined, { recursive });
    const result = await ask(server.resolver, 'a.contoso.com', 'A');
    expect(data(result)).toEqual(['the aliases of a.contoso.com lead in a circle']);
  });

  test('that lead on and on end', async () => {
    const server = await serving(
      [],
      ({ questions }) => {
        const { name = '' } = questions?.[0] ?? {};
        const next = `n${Number(/\d+/.exec(name)?.[0] ?? 0) + 1}.contoso.com`;
        return { rcode: 0, answers: [{ name, type: 'CNAME', data: next }] };
      },
      { recursive: false },
    );
    const result = await ask(server.resolver, 'n0.contoso.com', 'A');
    expect(data(result)).toEqual(['more than 8 aliases behind n0.contoso.com']);
    expect(server.queries).toHaveLength(9);
  });

  test('are not followed for other names that stand beside them', async () => {
    const server = await serving([], () => ({
      rcode: 0,
      answers: [
        { name: 'evil.contoso.com', type: 'A', data: '203.0.113.66' },
        { name: 'other.contoso.com', type: 'CNAME', data: 'evil.contoso.com' },
      ],
    }));
    expect(data(await ask(server.resolver, 'mail.contoso.com', 'A'))).toEqual([]);
  });

  test('are authenticated only if every answer was', async () => {
    const server = await serving(
      [ALIAS, ADDRESS],
      ({ questions }) => ({ flags: questions?.[0]?.name === ADDRESS.name ? 0 : AUTHENTIC_DATA }),
      { recursive: false },
    );
    expect(await ask(server.resolver, ALIAS.name, 'A')).toMatchObject({ ok: true, authenticated: false });
  });
});

describe('what is no answer', () => {
  const forged =
    (change: (packet: Packet) => Packet): Behaviour =>
    (query) => {
      const sound: Packet = {
        type: 'response',
        id: query.id ?? 0,
        questions: query.questions ?? [],
        answers: [{ ...ADDRESS, data: '203.0.113.66' }],
      };
      return { raw: new Uint8Array(encode(change(sound))) };
    };

  test.each<[string, (packet: Packet) => Packet]>([
    ['another id', (packet) => ({ ...packet, id: ((packet.id ?? 0) + 1) & 0xffff })],
    [
      'another name',
      (packet) => ({ ...packet, questions: [{ name: 'x.contoso.com', type: 'A', class: 'IN' }] }),
    ],
    [
      'another type',
      (packet) => ({ ...packet, questions: [{ name: ADDRESS.name, type: 'AAAA', class: 'IN' }] }),
    ],
    [
      'another class',
      (packet) => ({ ...packet, questions: [{ name: ADDRESS.name, type: 'A', class: 'CH' }] }),
    ],
    ['no question', (packet) => ({ ...packet, questions: [] })],
    ['a query', (packet) => ({ ...packet, type: 'query' })],
  ])('is passed over: %s', async (_, change) => {
    const server = await serving([ADDRESS], forged(change));
    const result = await ask(server.resolver, ADDRESS.name, 'A', { timeoutMs: 100 });
    expect(result).toMatchObject({ ok: false, failure: { code: 'resolver-failed', stage: 'resolve' } });
  });

  test('does not keep the true one from being heard', async () => {
    const server = await serving([ADDRESS], (query) => ({
      raw: [
        Uint8Array.of(1, 2, 3),
        new Uint8Array(
          encode({
            type: 'response',
            id: query.id ?? 0,
            questions: query.questions ?? [],
            answers: [ADDRESS],
          }),
        ),
      ],
    }));
    expect(data(await ask(server.resolver, ADDRESS.name, 'A'))).toEqual(['A 203.0.113.7']);
  });

  test.each(['SERVFAIL', 'REFUSED'])('%s is told as such', async (rcode) => {
    const server = await serving([], () => ({ rcode: rcode === 'SERVFAIL' ? 2 : 5 }));
    expect(await ask(server.resolver, 'contoso.com', 'MX')).toMatchObject({ ok: true, rcode });
  });

  test('silence ends in time', async () => {
    const server = await serving([], () => null);
    const started = Date.now();
    const result = await ask(server.resolver, 'contoso.com', 'MX', { timeoutMs: 100 });
    expect(data(result)).toEqual(['no answer from 127.0.0.1 within 100 ms']);
    expect(Date.now() - started).toBeLessThan(3000);
  });

  test('a connection that brings half an answer', async () => {
    const server = await serving([MX], (_, how) => (how === 'tcp' ? { raw: Uint8Array.of(0, 50, 1) } : {}), {
      largestUdp: 20,
    });
    const result = await ask(server.resolver, 'contoso.com', 'MX', { timeoutMs: 300 });
    expect(data(result)).toEqual(['127.0.0.1 over TCP: no whole answer in time']);
  });

  test('a run that was stopped asks nobody', async () => {
    const server = await serving([MX]);
    const result = await ask(server.resolver, 'contoso.com', 'MX', { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ ok: false, failure: { code: 'aborted', stage: 'local' } });
    expect(server.queries).toEqual([]);
  });

  test('a name that DNS cannot hold is not asked for', async () => {
    const server = await serving([]);
    for (const name of ['', 'a..b', `${'a'.repeat(64)}.com`, `${'a.'.repeat(127)}com`])
      expect(data(await ask(server.resolver, name, 'A'))).toEqual(['not a name that DNS can hold']);
    expect(server.queries).toEqual([]);
  });
});

describe('without a resolver of its own', () => {
  const addresses: LookupWorld['resolve'] = () =>
    Promise.resolve({ ok: true, addresses: ['203.0.113.7', '2001:db8::7'] });

  test('addresses are those that the system knows', async () => {
    const world = { resolve: addresses };
    expect(data(await ask('system', 'mail.contoso.com', 'A', {}, world))).toEqual(['A 203.0.113.7']);
    expect(data(await ask('system', 'mail.contoso.com', 'AAAA', {}, world))).toEqual(['AAAA 2001:db8::7']);
    expect(await ask('system', 'mail.contoso.com', 'A')).toMatchObject({ ok: true, rcode: 'NXDOMAIN' });
  });

  test('the rest comes from the first server that answers', async () => {
    const lame = await serving([], () => ({ rcode: 5 }));
    const good = await serving([MX]);
    const servers = () => ['not-an-address', lame.resolver, good.resolver];
    expect(data(await ask('system', 'contoso.com', 'MX', {}, { servers }))).toEqual([
      'MX 10 mail.contoso.com',
    ]);
    expect([lame.queries.length, good.queries.length]).toEqual([1, 1]);
  });

  test('a machine without name servers says so', async () => {
    expect(data(await ask('system', 'contoso.com', 'MX'))).toEqual(['this machine has no name servers']);
  });
});

describe('hostile packets', () => {
  const question = { name: 'contoso.com', type: 'TXT' } as const;
  const sound = new Uint8Array(
    encode({
      type: 'response',
      id: 7,
      questions: [{ ...question, class: 'IN' }],
      answers: [
        MX,
        { name: 'contoso.com', type: 'TXT', data: ['v=STSv1; id=1;'] },
        {
          name: 'contoso.com',
          type: 'TLSA',
          data: { usage: 3, selector: 1, matchingType: 1, certificate: Buffer.alloc(32) },
        },
      ],
    }),
  );

  test('are read or refused, whatever they hold', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        expect(() => readAnswer(bytes, 7, question)).not.toThrow();
      }),
    );
  });

  test('are read or refused when a sound one is damaged', () => {
    const damage = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(damage, fc.nat(sound.length), (changes, length) => {
        const bytes = sound.slice(0, length);
        for (const [at, value] of changes) if (at < length) bytes[at] = value;
        const message = readAnswer(bytes, 7, question);
        for (const { data: text } of message?.answers ?? []) expect(typeof text).toBe('string');
      }),
      { numRuns: 2000 },
    );
  });

  test('with names that point at themselves are refused', () => {
    const loop = Uint8Array.of(0, 7, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 16, 0, 1);
    expect(readAnswer(loop, 7, question)).toBeNull();
  });

  test('the sound one is read', () => {
    expect(decode(Buffer.from(sound)).answers).toHaveLength(3);
    expect(readAnswer(sound, 7, question)?.answers.map(({ type }) => type)).toEqual(['MX', 'TXT', 'TLSA']);
  });
});

describe('the address of a server', () => {
  test.each([
    ['10.0.0.1', '10.0.0.1', 53],
    ['10.0.0.1:5353', '10.0.0.1', 5353],
    ['2001:db8::1', '2001:db8::1', 53],
    ['[2001:db8::1]:5353', '2001:db8::1', 5353],
    ['[2001:db8::1]', '2001:db8::1', 53],
    ['fe80::1%eth0', 'fe80::1%eth0', 53],
  ])('%s', (text, address, port) => {
    expect(parseServer(text)).toEqual({ address, port });
  });

  test.each(['', 'dns.contoso.com', '10.0.0.1:0', '10.0.0.1:70000', '10.0.0.256', '[10.0.0.1]:53', '::1:x'])(
    'not %j',
    (text) => {
      expect(parseServer(text)).toBeNull();
    },
  );
});

describe('text of a zone file', () => {
  test('keeps every byte', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 5 }), (strings) => {
        const whole = Buffer.concat(strings).toString('latin1');
        expect(textFromZone(textToZone(strings))).toBe(whole);
      }),
    );
  });

  test.each(['v=STSv1', '"open', String.raw`"a\12"`])('%j is none', (text) => {
    expect(textFromZone(text)).toBeNull();
  });
});
