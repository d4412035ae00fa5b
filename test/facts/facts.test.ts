import { describe, expect, test } from '@jest/globals';
import { factsOf } from '../../src/facts/index.ts';
import type { Fact } from '../../src/facts/types.ts';
import type { Observation } from '../../src/model/observation.ts';
import { SUITES } from '../../src/wire/iana/suites.ts';
import { accepted, CLOSED, ENDPOINT, hello, refused, sslv2, TIMED_OUT } from '../fixtures/observations.ts';

const ALL_12 = SUITES.filter(({ code, firstVersion }) => code !== 0 && firstVersion < 0x0304).map(
  ({ code }) => code,
);
const ALL_11 = SUITES.filter(({ code, firstVersion }) => code !== 0 && firstVersion < 0x0303).map(
  ({ code }) => code,
);
const ALL_13 = SUITES.filter(({ firstVersion }) => firstVersion === 0x0304).map(({ code }) => code);

/** 0x000A before 0xC030 before everything else. */
const NON_ELLIPTIC_FIRST = [0x000a, 0xc030, ...ALL_12.filter((code) => code !== 0x000a && code !== 0xc030)];

const MODERN = hello(1, { suites: NON_ELLIPTIC_FIRST }, accepted(), 'modern');
const NO_13 = hello(
  2,
  { versions: [0x0304, 0x0303], suites: [...ALL_13, 0xc030] },
  accepted({ suite: 0xc030 }),
  'tls1.3',
);
const REST = hello(3, { suites: ALL_12.filter((code) => code !== 0xc030) }, refused(40));
const OLD = hello(4, { version: 0x0302, suites: ALL_11 }, refused(70));
const NO_SSL2 = sslv2(5, { status: 'refused', alert: { level: 2, description: 70 }, error: null });
const DEFAULTS: readonly Observation[] = [MODERN, NO_13, REST, OLD, NO_SSL2];

function facts(observations: readonly Observation[]) {
  return factsOf(ENDPOINT, observations, new Map());
}

function value<T>(fact: Fact<T>): T {
  if (!fact.known) throw new Error(fact.why);
  return fact.value;
}

function versions(observations: readonly Observation[]): Record<string, string> {
  const { answers } = value(facts(observations).versions);
  return Object.fromEntries([...answers].map(([version, answer]) => [version.toString(16), answer.value]));
}

describe('Versions', () => {
  test('one refused hello up to TLS 1.1 settles 1.1, 1.0 and SSL 3.0', () => {
    expect(versions(DEFAULTS)).toEqual({
      '2': 'no',
      '300': 'no',
      '301': 'no',
      '302': 'no',
      '303': 'yes',
      '304': 'no',
    });
  });

  test('a refused hello with only some of the suites settles no version', () => {
    const some = hello(4, { version: 0x0302, suites: [0x000a] }, refused(40));
    expect(versions([MODERN, NO_13, some])).toMatchObject({
      '302': 'unknown',
      '301': 'unknown',
      '300': 'unknown',
    });
  });

  test('refused parts that together hold all suites settle it', () => {
    const half = Math.floor(ALL_11.length / 2);
    const parts = [ALL_11.slice(0, half), ALL_11.slice(half)].map((suites, index) =>
      hello(4 + index, { version: 0x0302, suites }, refused(40)),
    );
    expect(versions([MODERN, ...parts])).toMatchObject({ '302': 'no', '301': 'no' });
  });

  test('an answer in TLS 1.0 shows that 1.1 is off and says nothing of SSL 3.0', () => {
    const answer = hello(
      4,
      { version: 0x0302, suites: ALL_11 },
      accepted({ version: 0x0301, suite: 0x000a }),
    );
    expect(versions([MODERN, answer])).toMatchObject({ '302': 'no', '301': 'yes', '300': 'unknown' });
  });

  test.each([
    ['a time-out', TIMED_OUT],
    ['an end of the connection', CLOSED],
    ['internal_error', refused(80)],
  ])('%s leaves them unknown', (_what, outcome) => {
    const old = hello(4, { version: 0x0302, suites: ALL_11 }, outcome);
    expect(versions([MODERN, old])).toMatchObject({ '302': 'unknown', '301': 'unknown', '300': 'unknown' });
  });

  test('an answer in TLS 1.2 to a hello with some suites of TLS 1.3 does not settle TLS 1.3', () => {
    const partial = hello(2, { versions: [0x0304, 0x0303], suites: [0x1301, 0xc030] }, accepted());
    expect(versions([MODERN, partial])).toMatchObject({ '304': 'unknown' });
  });

  test('a refused hello with TLS 1.3 and 1.2 says nothing of the suites of TLS 1.2', () => {
    const both = hello(2, { versions: [0x0304, 0x0303], suites: [...ALL_13, 0xc02f] }, refused(40));
    const known = facts([hello(1, { suites: [0x000a] }, accepted({ suite: 0x000a })), both]);
    expect(value(known.suites).answer(0x0303, 0xc02f).value).toBe('unknown');
    expect(value(known.versions).answers.get(0x0304)?.value).toBe('no');
  });

  test('without any answered hello nothing is known', () => {
    expect(facts([hello(1, {}, TIMED_OUT)]).versions).toMatchObject({ known: false });
  });
});

describe('Suites', () => {
  test('refused ones are no, accepted ones yes, the others unknown', () => {
    const { answer } = value(facts([MODERN, hello(2, { suites: [0x000a] }, refused(40))]).suites);
    expect([0xc030, 0x000a, 0x0005].map((code) => answer(0x0303, code).value)).toEqual([
      'yes',
      'no',
      'unknown',
    ]);
  });

  test('a refusal at TLS 1.2 says nothing of the same suite at TLS 1.0', () => {
    const at10 = hello(3, { version: 0x0302, suites: ALL_11 }, accepted({ version: 0x0301, suite: 0x002f }));
    const { answer } = value(facts([MODERN, hello(2, { suites: [0x000a] }, refused(40)), at10]).suites);
    expect(answer(0x0303, 0x000a).value).toBe('no');
    expect(answer(0x0301, 0x000a).value).toBe('unknown');
  });

  test('a refused hello with suites that are accepted elsewhere is about something else', () => {
    const groups = hello(2, { suites: [0xc030, 0x000a], groups: [25] }, refused(40));
    const { answer } = value(facts([MODERN, groups]).suites);
    expect(answer(0x0303, 0x000a).value).toBe('unknown');
  });

  test('a family is refused only if each of its suites was at each accepted version', () => {
    expect(value(facts(DEFAULTS).suites).family('3DES').value).toBe('no');
    const without = DEFAULTS.filter((observation) => observation !== REST);
    expect(value(facts(without).suites).family('3DES').value).toBe('unknown');
  });

  test('a refused family rests on the refusals at each version, SSL 2.0 among them', () => {
    expect(value(facts(DEFAULTS).suites).family('RC4').evidence).toEqual(['o5', 'o4', 'o3']);
  });

  test('of two refusals of one suite the first is the evidence', () => {
    const again = hello(6, { suites: [0x000a] }, refused(40));
    const { answer } = value(facts([...DEFAULTS, again]).suites);
    expect(answer(0x0303, 0x000a)).toMatchObject({ value: 'no', evidence: ['o3'] });
  });

  test('a family is unknown while SSL 2.0 is, since its suites are offered there', () => {
    const without = DEFAULTS.filter((observation) => observation !== NO_SSL2);
    expect(value(facts(without).suites).family('RC4').value).toBe('unknown');
  });

  test('kinds of SSL 2.0 count for their families', () => {
    const ssl2 = sslv2(5, { status: 'accepted', version: 0x0002, suites: [0x010080], certificates: [] });
    const suites = value(facts([MODERN, NO_13, REST, OLD, ssl2]).suites);
    expect(suites.family('RC4')).toMatchObject({
      value: 'yes',
      accepted: [{ version: 0x0002, suite: 0x010080 }],
    });
    expect(suites.family('DES').value).toBe('no');
  });

  test('the list is complete once the rest was refused', () => {
    expect(value(facts(DEFAULTS).suites).complete(0x0303)).toBe(true);
    expect(value(facts([MODERN]).suites).complete(0x0303)).toBe(false);
  });
});

describe('The order of accepted suites', () => {
  const suites = (observations: readonly Observation[]) =>
    value(facts(observations).suites).accepted.map(({ suite }) => suite);
  const chosen = (id: number, offered: readonly number[], suite: number) =>
    hello(id, { suites: offered }, accepted({ suite }));

  test('is that of choice, however early a smaller offer was answered', () => {
    const observations = [
      chosen(1, [1, 2, 3, 4], 2),
      chosen(2, [4], 4),
      chosen(3, [1, 3, 4], 1),
      chosen(4, [3, 4], 3),
    ];
    expect(suites(observations)).toEqual([2, 1, 3, 4]);
  });

  test('is put together from parts and one more removal over what they gave', () => {
    const observations = [
      chosen(1, [1, 2], 1),
      chosen(2, [2], 2),
      chosen(3, [3, 4], 3),
      chosen(4, [1, 2, 3], 3),
      chosen(5, [1, 2], 1),
    ];
    expect(suites(observations)).toEqual([3, 1, 2]);
  });

  test('is that of finding where the client decides', () => {
    const observations = [
      chosen(1, [1, 2, 3], 1),
      chosen(2, [2, 3], 2),
      chosen(3, [3], 3),
      chosen(4, [3, 2, 1], 3),
    ];
    expect(suites(observations)).toEqual([1, 3, 2]);
  });
});

describe('Order', () => {
  test('a server that passes over an accepted suite decides itself', () => {
    const weak = hello(2, { suites: [0x000a] }, accepted({ suite: 0x000a }));
    expect(value(facts([MODERN, weak]).order)).toEqual({
      decidedBy: 'server',
      version: 0x0303,
      pair: [0x000a, 0xc030],
    });
  });

  test('a server that takes the first of either order lets the client decide', () => {
    const one = hello(1, { suites: [0x000a, 0xc030] }, accepted({ suite: 0x000a }));
    const other = hello(2, { suites: [0xc030, 0x000a] }, accepted({ suite: 0xc030 }));
    expect(value(facts([one, other]).order).decidedBy).toBe('client');
  });

  test('one hello answered with its first suite shows nothing', () => {
    const one = hello(1, { suites: [0x000a, 0xc030] }, accepted({ suite: 0x000a }));
    expect(facts([one]).order.known).toBe(false);
  });
});

describe('Elliptic curves', () => {
  const first = (observations: readonly Observation[]) => facts(observations).ellipticFirst;

  test('are the only ones where all others were refused', () => {
    expect(first(DEFAULTS)).toMatchObject({ value: { preferred: true, how: 'only-elliptic' } });
  });

  test('are preferred by a server that chooses one behind another that it accepts', () => {
    const weak = hello(2, { suites: [0x000a] }, accepted({ suite: 0x000a }));
    expect(first([MODERN, weak])).toMatchObject({
      value: { preferred: true, how: 'chose-elliptic', pair: { chosen: 0xc030, passedOver: 0x000a } },
    });
  });

  test('are not preferred by one that chooses another suite although it has them', () => {
    const weak = hello(1, { suites: [0x000a, 0xc030] }, accepted({ suite: 0x000a }));
    const elliptic = hello(2, { suites: [0xc030] }, accepted());
    expect(first([weak, elliptic])).toMatchObject({
      value: { preferred: false, how: 'chose-other', pair: { chosen: 0x000a, passedOver: 0xc030 } },
    });
  });

  test('are not known to be preferred if only they were offered', () => {
    expect(first([hello(1, { suites: [0xc030] }, accepted())]).known).toBe(false);
  });
});

describe('Parameters', () => {
  test('compression is refused only where it was offered', () => {
    expect(facts([MODERN]).compression).toMatchObject({ value: { value: 'no' } });
    expect(facts([hello(1, { compressions: [0] }, accepted())]).compression.known).toBe(false);
    expect(facts([hello(1, {}, accepted({ compression: 1 }))]).compression).toMatchObject({
      value: { value: 'yes' },
    });
  });

  test('one ServerHello without renegotiation_info is enough for insecure renegotiation', () => {
    const insecure = hello(2, {}, accepted({ secureRenegotiation: false }));
    expect(facts([MODERN, insecure]).secureRenegotiation).toMatchObject({
      value: { value: 'no', evidence: ['o2'] },
    });
  });

  test('the size of DHE groups is not known while a DHE suite is accepted without one', () => {
    const dhe = hello(2, {}, accepted({ suite: 0x009e, keyExchange: null, group: null }));
    expect(facts([MODERN, dhe]).dhGroups.known).toBe(false);
    const seen = hello(
      2,
      {},
      accepted({
        suite: 0x009e,
        keyExchange: { kind: 'dhe', bits: 1024, signatureScheme: null },
        group: null,
      }),
    );
    const partly = value(facts([MODERN, seen]).dhGroups);
    expect(partly).toMatchObject({ seen: [{ bits: 1024 }] });
    expect(partly.open).not.toBeNull();
    expect(facts(DEFAULTS).dhGroups).toMatchObject({ known: true, value: { seen: [], open: null } });
  });
});

describe('Reach', () => {
  const dialFailure = (code: 'connection-refused' | 'connect-timeout') =>
    hello(1, {}, { status: 'failed', failure: { code, stage: 'dial', detail: '' } });

  test.each([
    ['a closed port that was named is unreachable', true, 'connection-refused', 'unreachable'],
    ['a closed port of the standard set is not enabled', false, 'connection-refused', 'not-enabled'],
    ['silence is unreachable, named or not', false, 'connect-timeout', 'unreachable'],
  ] as const)('%s', (_what, named, code, state) => {
    const endpoint = { ...ENDPOINT, named };
    const { reach } = factsOf(endpoint, [dialFailure(code)], new Map());
    expect(value(reach).state).toBe(state);
  });

  test('connections that end without an answer are an unknown, not an answer', () => {
    expect(value(facts([hello(1, {}, CLOSED)]).reach).state).toBe('unknown');
  });

  test('the rung is that of the large hello, not of a small one that passes on any', () => {
    const small = hello(1, { rung: 'full' }, accepted(), 'tls1.3');
    const large = hello(2, { rung: 'chunked' }, accepted(), 'modern');
    expect(value(facts([small, large]).reach).rung).toBe('chunked');
  });

  test('what was fetched from authorities says nothing of the server', () => {
    const failure = { code: 'connection-refused', stage: 'dial', detail: '' } as const;
    const fetched: Observation = {
      ...hello(9, {}, CLOSED),
      kind: 'fetch',
      requests: 1,
      connections: 0,
      asked: { purpose: 'crl', url: 'http://ca.example/', certificate: 'a', issuer: null },
      outcome: { status: 'failed', failure },
    };
    expect(facts([hello(1, {}, CLOSED), fetched])).toEqual(facts([hello(1, {}, CLOSED)]));
  });

  test('observations of other endpoints do not count', () => {
    const { reach } = factsOf({ ...ENDPOINT, id: 'https://other:443' }, DEFAULTS, new Map());
    expect(value(reach)).toMatchObject({ state: 'unknown', connections: 0 });
  });
});
