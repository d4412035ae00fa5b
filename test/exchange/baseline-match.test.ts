import { describe, expect, test } from '@jest/globals';
import { listOfBaseline, SUITE_LISTS } from '../../src/exchange/baseline-lists.ts';
import type { ObservedTls } from '../../src/exchange/baseline-match.ts';
import { compareToList, matchBaseline } from '../../src/exchange/baseline-match.ts';
import { driftWords, matchWords } from '../../src/exchange/baseline-words.ts';
import { baseline } from '../../src/exchange/baselines.ts';
import type { Tri } from '../../src/model/finding.ts';
import { authenticatedBy, suite } from '../../src/wire/iana/suites.ts';

const RSA = { algorithm: 'RSA', curve: null };
const P256 = { algorithm: 'EC', curve: 'P-256' };
const P384 = { algorithm: 'EC', curve: 'P-384' };
/** The recommended four that an RSA certificate shows. */
const GOOD = [0xc030, 0xc02f, 0xc028, 0xc027];

function seen(
  suites: readonly number[],
  changes: Partial<ObservedTls> & { readonly tls13?: Tri } = {},
): ObservedTls {
  const { tls13 = 'no', ...rest } = changes;
  const suites13 = tls13 === 'yes' ? [0x1302, 0x1301] : [];
  return {
    keys: [RSA],
    smtp: false,
    accepts: (version) => (version === 0x0304 ? tls13 : version === 0x0303 ? 'yes' : 'no'),
    suites: (version) => (version === 0x0304 ? suites13 : version === 0x0303 ? suites : []),
    complete: () => true,
    order: 'server',
    groups: [24, 23],
    ...rest,
  };
}

function list(id: string) {
  const found = SUITE_LISTS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no list ${id}`);
  return found;
}

function drift(observed: ObservedTls, id = 'exchange-2019') {
  const compared = compareToList(observed, list(id));
  if (!compared.known) throw new Error(compared.why);
  return compared.drift;
}

/** What a certificate shows of a list. */
function shown(id: string, by: 'RSA' | 'ECDSA'): readonly number[] {
  return list(id).suites.filter((code) => {
    const found = suite(code);
    return found !== undefined && authenticatedBy(found) === by;
  });
}

function exact(observed: ObservedTls): readonly string[] {
  const match = matchBaseline(observed);
  return match.kind === 'exact' ? match.lists.map(({ id }) => id) : [match.kind];
}

describe('matchBaseline', () => {
  test.each([
    ['exchange-2019', 'no', ['exchange-2019']],
    ['exchange-2019', 'yes', ['exchange-2019']],
    ['exchange-2013', 'no', ['exchange-2013']],
    ['windows-2008r2', 'no', ['windows-2008r2', 'windows-2012r2']],
    ['windows-2012', 'no', ['windows-2012']],
    ['windows-2012r2', 'no', ['windows-2008r2', 'windows-2012r2']],
    ['windows-2016', 'no', ['windows-2016']],
    ['windows-2019', 'no', ['windows-2019']],
    ['windows-2022', 'yes', ['windows-2022']],
    ['windows-2025', 'yes', ['windows-2022-23h2', 'windows-2025']],
  ] as const)('knows %s by an RSA certificate, TLS 1.3 %s', (id, tls13, ids) => {
    expect(exact(seen(shown(id, 'RSA'), { tls13 }))).toEqual(ids);
  });

  test('an ECDSA certificate shows the other half', () => {
    expect(exact(seen(shown('exchange-2019', 'ECDSA'), { keys: [P256] }))).toEqual(['exchange-2019']);
    const both = list('exchange-2019').suites;
    expect(exact(seen(both, { keys: [RSA, P256] }))).toEqual(['exchange-2019']);
    expect(exact(seen(both, { keys: [RSA] }))).toEqual(['exchange-2019']);
  });

  test('suites for P-384 alone may be missing with another curve, but not with that one', () => {
    const suites = shown('windows-2012r2', 'ECDSA');
    const less = suites.filter((code) => code !== 0xc02c && code !== 0xc024);
    expect(exact(seen(less, { keys: [P256] }))).toContain('windows-2012r2');
    expect(drift(seen(less, { keys: [P384] }), 'windows-2012r2').missing).toEqual([0xc02c, 0xc024]);
  });

  test('SMTP has no TLS 1.3, so later lists look like the earlier ones', () => {
    expect(exact(seen(shown('windows-2022', 'RSA'), { smtp: true }))).toEqual([
      'windows-2019',
      'windows-2022',
    ]);
  });

  test('curves do not decide', () => {
    expect(exact(seen(GOOD, { groups: [29, 23, 24] }))).toEqual(['exchange-2019']);
  });

  test('the nearest is the one that differs least', () => {
    const match = matchBaseline(seen([...GOOD, 0xc014]));
    expect(match).toMatchObject({
      kind: 'nearest',
      drifts: [{ list: { id: 'exchange-2019' }, extra: [0xc014] }],
    });
    expect(matchWords(match)).toBeNull();
  });

  test.each<readonly [string, Partial<ObservedTls> & { readonly tls13?: Tri }]>([
    ['suites were not all asked for', { complete: () => false }],
    ['no certificate was seen', { keys: [] }],
    ['the kind of key is not known', { keys: [{ algorithm: 'RSA-PSS', curve: null }] }],
    ['TLS 1.2 is not known to be accepted', { accepts: () => 'unknown' }],
  ])('it is not known where %s', (_, changes) => {
    expect(matchBaseline(seen(GOOD, changes)).kind).toBe('unknown');
  });

  test('TLS 1.3 that is not known leaves lists open that say something of it, and no others', () => {
    const observed = seen(shown('windows-2019', 'RSA'), { tls13: 'unknown' });
    expect(matchBaseline(observed).kind).toBe('unknown');
    expect(compareToList(observed, list('exchange-2019')).known).toBe(true);
  });
});

describe('driftWords', () => {
  test('none where there is no drift', () => {
    expect(driftWords(drift(seen(GOOD)))).toEqual([]);
  });

  test('extra and missing suites are counted and named', () => {
    expect(driftWords(drift(seen([0xc030, 0xc028, 0xc027, 0xc014, 0x009d])))).toEqual([
      '2 suites more than it: TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA, TLS_RSA_WITH_AES_256_GCM_SHA384',
      '1 suite of it not accepted: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    ]);
  });

  test('what the certificate cannot show is not missing', () => {
    expect(drift(seen(GOOD)).missing).toEqual([]);
    expect(drift(seen([0xc02c], { keys: [P256] })).missing).toEqual([0xc02b, 0xc024, 0xc023]);
  });

  test('another order names the two that are turned', () => {
    expect(driftWords(drift(seen([0xc02f, 0xc030, 0xc028, 0xc027])))).toEqual([
      'another order: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 comes before TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
    ]);
  });

  test('an order is only judged where the server decides it', () => {
    const turned = [0xc02f, 0xc030, 0xc028, 0xc027];
    expect(driftWords(drift(seen(turned, { order: 'unknown' })))).toEqual([]);
    expect(driftWords(drift(seen(turned, { order: 'client' })))).toEqual([
      'the client decides the order, as Windows does not let it',
    ]);
  });

  test('curves are called a recommendation where nothing is known to set them', () => {
    expect(driftWords(drift(seen(GOOD, { groups: [29, 23, 24] })))).toEqual([
      'other curves: x25519 (the curves are a recommendation of Microsoft; that Setup sets them is not confirmed)',
    ]);
    expect(
      driftWords(drift(seen(shown('windows-2019', 'RSA'), { groups: [29, 23, 24] }), 'windows-2019')),
    ).toEqual([]);
  });

  test('an order of curves that may be that of the client is not judged', () => {
    expect(drift(seen(GOOD, { groups: [23, 24] })).swappedGroups).toBeNull();
    expect(
      drift(seen(shown('windows-2019', 'RSA'), { groups: [24, 23] }), 'windows-2019').swappedGroups,
    ).toEqual([24, 23]);
  });

  test('groups that nobody asked for are no drift', () => {
    expect(driftWords(drift(seen(GOOD, { groups: null })))).toEqual([]);
  });

  test('TLS 1.3 is missed where it belongs, but not on SMTP', () => {
    const se = baseline('exchange-se');
    if (se === undefined) throw new Error('no baseline');
    const words = (observed: ObservedTls) => {
      const compared = compareToList(observed, listOfBaseline(se, 'on'));
      return compared.known ? driftWords(compared.drift) : [compared.why];
    };
    expect(words(seen(GOOD))).toEqual(['TLS 1.3 is not accepted, which is on by default']);
    expect(words(seen(GOOD, { smtp: true }))).toEqual([]);
    expect(words(seen(GOOD, { tls13: 'yes' }))).toEqual([]);
  });

  test('TLS 1.3 is extra where Windows has none', () => {
    const words = driftWords(
      drift(seen(shown('windows-2019', 'RSA'), { tls13: 'yes', groups: null }), 'windows-2019'),
    );
    expect(words).toEqual(['TLS 1.3 is accepted, which it does not have']);
  });

  test('ChaCha20 is more than any list has', () => {
    const suites13 = [0x1302, 0x1303, 0x1301];
    const observed = seen(GOOD, { tls13: 'yes' });
    const changed = { ...observed, suites: (version: number) => (version === 0x0304 ? suites13 : GOOD) };
    expect(drift(changed).extra).toEqual([0x1303]);
  });
});
