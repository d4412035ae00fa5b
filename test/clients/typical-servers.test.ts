import { describe, expect, test } from '@jest/globals';
import { negotiate } from '../../src/clients/negotiation.ts';
import { serverView } from '../../src/clients/server-view.ts';
import { OFFERS } from '../../src/exchange/offers/index.ts';
import { exchange2019 } from '../../src/lab/policies.ts';
import type { TlsPolicy } from '../../src/lab/tls-policy.ts';
import { BOTH, RSA_ONLY } from '../lab/chains.ts';
import { askPolicy, factsIn } from '../scan/harness.ts';

const NEWEST = [0xc030, 0xc02f, 0xc028, 0xc027];
const DEFAULTS_2016 = [
  0xc02c, 0xc02b, 0xc030, 0xc02f, 0x009f, 0x009e, 0xc024, 0xc023, 0xc028, 0xc027, 0xc00a, 0xc009, 0xc014,
  0xc013, 0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f,
];

const OLD_CLIENTS = [
  'android237',
  'android404',
  'android411',
  'android422',
  'android43',
  'ie10-wp80',
  'ie6-xp',
  'ie7-vista',
  'ie8-10-win7',
  'ie8-win7',
  'ie8-xp',
  'java6u45',
  'java7u25',
  'openssl098y',
  'safari51-osx106',
  'safari60-osx108',
];

/** Records that fail with servers that are met often: worked out from the same records by other means. */
const SERVERS: readonly (readonly [string, Partial<TlsPolicy>, readonly string[]])[] = [
  ['the defaults of Exchange 2019', { suites: NEWEST }, OLD_CLIENTS],
  ['the same with P-384 alone', { suites: NEWEST, groups: [24] }, [...OLD_CLIENTS, 'android70']],
  [
    'the same with an ECDSA certificate',
    { suites: [0xc02c, 0xc02b, 0xc024, 0xc023], chains: { ecdsa: BOTH.ecdsa ?? [] } },
    [...OLD_CLIENTS, 'chrome49-xp'],
  ],
  [
    'the list of the article for Windows Server 2012 R2',
    { suites: [0xc028, 0xc027, 0xc014, 0xc013, 0x009d, 0x009c] },
    OLD_CLIENTS,
  ],
  [
    'TLS 1.0 to 1.2 with the list of Windows Server 2016, RC4 and 3DES too',
    { versions: [0x0301, 0x0302, 0x0303], suites: [...DEFAULTS_2016, 0x000a, 0x0005, 0x0004] },
    ['ie6-xp'],
  ],
  [
    'the same without RC4 and 3DES',
    { versions: [0x0301, 0x0302, 0x0303], suites: DEFAULTS_2016 },
    ['ie6-xp', 'ie8-xp'],
  ],
];

/** Cannot say that it renegotiates securely: whether it fails for that is not known. */
const UNDECIDED = 'safari51-osx106';

describe('records that fail', () => {
  test.each(SERVERS)('with %s are those that are known to', async (_name, policy, expected) => {
    const run = await askPolicy({ ...exchange2019(RSA_ONLY), ...policy }, 'scan');
    const view = serverView(factsIn(run));
    const results = OFFERS.map((offer) => ({ offer, result: negotiate(offer, offer.versions, view) }));
    const failed = results.filter(({ result }) => result.state === 'refused').map(({ offer }) => offer.id);
    const open = results.filter(({ result }) => result.state === 'unknown').map(({ offer }) => offer.id);
    expect(failed.toSorted()).toEqual(expected.toSorted());
    expect(open.filter((id) => id !== UNDECIDED)).toEqual([]);
  });

  test('without CBC are all of Windows 7 and 8.1, and phones and Macs of their time', async () => {
    const run = await askPolicy({ ...exchange2019(RSA_ONLY), suites: [0xc030, 0xc02f] }, 'scan');
    const view = serverView(factsIn(run));
    const failed = OFFERS.filter((one) => negotiate(one, one.versions, view).state === 'refused');
    expect(failed.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'ie11-win7',
        'win7-list',
        'ie11-win81',
        'win81-list',
        'safari8-ios8',
        'ie11-wp81',
      ]),
    );
    // 107 records less the 79 that work.
    expect(failed.filter(({ id }) => id !== 'exchange-2019')).toHaveLength(28);
  });

  test('without SHA-1 and static RSA on Windows Server 2012 R2 are all current browsers and phones', async () => {
    const suites = [0xc028, 0xc027, 0x009f, 0x009e];
    const run = await askPolicy({ ...exchange2019(RSA_ONLY), suites }, 'scan');
    const view = serverView(factsIn(run));
    const failed = OFFERS.filter((one) => negotiate(one, one.versions, view).state === 'refused');
    expect(failed.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'chromium137-win11',
        'firefox137-win11',
        'thunderbird91',
        'safari264-ios26',
        'android16',
      ]),
    );
    // 107 records less the 60 that work.
    expect(failed.filter(({ id }) => id !== 'exchange-2019')).toHaveLength(47);
  });
});
