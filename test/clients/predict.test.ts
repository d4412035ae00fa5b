import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '../../src/certs/certificate.ts';
import type { ChainTrust, Classification, StoreVerdict } from '../../src/certs/trust/chain-trust.ts';
import { meetingAt } from '../../src/clients/meeting.ts';
import { predict, type Prediction } from '../../src/clients/predict.ts';
import { type Client, unconfirmed } from '../../src/exchange/clients/client.ts';
import { NOT_KNOWN } from '../../src/exchange/clients/identities.ts';
import { CLIENTS } from '../../src/exchange/clients/index.ts';
import type { EndpointFactSet } from '../../src/facts/types.ts';
import { CLIENT_SERVICES, type ClientService, type ClientVerdict } from '../../src/model/clients.ts';
import { DEFAULT_PORT, type Protocol } from '../../src/model/protocol.ts';
import {
  certificate,
  chain,
  DAY,
  endpoint,
  known,
  NOW,
  setupCertificate,
  silentFacts,
  soundFacts,
  starttls,
  suites,
  target,
  unknown,
  versions,
} from '../fixtures/facts.ts';
import { product } from '../fixtures/product.ts';

/** How the stores judge a chain, as far as clients look. */
function trust(
  classification: Classification,
  [microsoft, mozilla, own]: readonly [
    StoreVerdict['status'],
    StoreVerdict['status'],
    StoreVerdict['status']?,
  ],
  completeness: ChainTrust['facts']['completeness'] = 'complete',
): ChainTrust {
  const verdict = (id: StoreVerdict['store']['id'], status: StoreVerdict['status']): StoreVerdict => ({
    store: { id, title: id, date: null, commercial: id !== 'own' },
    status,
    path: null,
    root: null,
    why: `${id}: ${status}`,
  });
  return {
    classification,
    stores: [
      verdict('microsoft', microsoft),
      verdict('mozilla', mozilla),
      ...(own === undefined ? [] : [verdict('own', own)]),
    ],
    path: [],
    anchor: 'CN=Root',
    faults: [],
    why: classification,
    facts: {
      completeness,
      missing: completeness === 'incomplete' ? 'CN=Issuing CA' : null,
    } as ChainTrust['facts'],
  };
}

const COMMERCIAL = trust('commercial', ['trusted', 'trusted']);
const INTERNAL = trust('internal', ['no-path', 'no-path', 'trusted']);
const SELF_SIGNED = trust('self-signed', ['no-path', 'no-path']);
const INCOMPLETE = trust('commercial', ['trusted', 'trusted'], 'incomplete');
const DISPUTED = trust('commercial', ['trusted', 'no-path']);

const GROUPS = known({
  accepted: [24, 23].map((group) => ({ version: 0x0303, group })),
  refused: [29, 25].map((group) => ({ version: 0x0303, group })),
  decidedByServer: [{ version: 0x0303, ranking: [24, 23] }],
  asksAgain: false,
});

interface Situation {
  readonly protocol?: Protocol;
  readonly port?: number;
  readonly trust?: ChainTrust;
  readonly certificate?: Certificate;
  readonly facts?: Partial<EndpointFactSet>;
  readonly names?: readonly string[];
}

function predicted(id: string, service: ClientService, situation: Situation = {}): Prediction {
  const client = CLIENTS.find((one) => one.id === id);
  if (client === undefined) throw new Error(`no client ${id}`);
  const found = predictedFor(client, service, situation);
  if (found === null) throw new Error(`${id} does not use ${service}`);
  return found;
}

function predictedFor(client: Client, service: ClientService, situation: Situation): Prediction | null {
  const { protocol = 'https', port = DEFAULT_PORT[protocol], names = [] } = situation;
  const place = endpoint(protocol, { port });
  const leaf = situation.certificate ?? certificate();
  const facts = soundFacts(place, {
    groups: GROUPS,
    chains: known({ chains: [{ ...chain(leaf), nameless: true }] }),
    ...situation.facts,
  });
  const meeting = meetingAt(
    { endpoint: place, facts, target: target(place.host, { names }) },
    { trustOf: () => situation.trust ?? COMMERCIAL, isRevoked: () => false, now: NOW },
  );
  return predict(client, service, meeting);
}

type Row = readonly [
  client: string,
  service: ClientService,
  situation: Situation,
  verdict: ClientVerdict,
  why: RegExp,
];

const SMTP = { protocol: 'smtp' } as const;
const EXPIRED = certificate({ notAfter: NOW - DAY });
const OTHER_NAME = certificate({ dnsNames: ['other.contoso.com'], commonNames: ['other.contoso.com'] });
const WILDCARD = certificate({ dnsNames: ['*.contoso.com'], commonNames: ['*.contoso.com'] });
const SECOND_NAME = certificate({ dnsNames: ['www.contoso.com', 'mail.contoso.com'] });
const SETUP = setupCertificate({ dnsNames: ['mail.contoso.com'] });
const CN_ONLY = certificate({ dnsNames: [], hasSubjectAltName: false });
const LONG = certificate({ notBefore: NOW - DAY, notAfter: NOW + 900 * DAY });
const SHA1 = certificate({ signature: { oid: '', name: 'sha1WithRSAEncryption', hash: 'SHA-1' } });
const OLD_TLS = {
  versions: known(versions({ 0x0301: 'yes', 0x0303: 'no' })),
  suites: known(suites([[0x0301, 0x002f]])),
};
const ecKey = (curve: string): Certificate => certificate({ key: { algorithm: 'EC', bits: 384, curve } });
const ECDSA = { suites: known(suites([[0x0303, 0xc02c]])) };
const XP_TLS = {
  versions: known(versions({ 0x0301: 'yes', 0x0303: 'no' })),
  suites: known(suites([[0x0301, 0x000a]])),
};
const CN_AND_OTHERS = certificate({ dnsNames: ['www.contoso.com'], commonNames: ['mail.contoso.com'] });
const SECOND_NAME_OTHER_CN = certificate({
  dnsNames: ['mail.contoso.com'],
  commonNames: ['www.contoso.com'],
});
const shows = (build: string): Partial<EndpointFactSet> => ({ product: known(product(build)) });
const PLAIN = { starttls: known(starttls('not-offered')) };

const ROWS: readonly Row[] = [
  // Version, suite and group.
  ['outlook-win10', 'mapi-http', {}, 'works', /TLS 1\.2, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384/],
  ['outlook-win7-default', 'mapi-http', {}, 'fails', /no version in common: it offers SSL 3\.0 to TLS 1\.0/],
  ['outlook-win7-kb3140245', 'mapi-http', {}, 'works', /CBC_SHA384/],
  [
    'outlook-win10',
    'mapi-http',
    { facts: OLD_TLS },
    'fails',
    /it offers TLS 1\.2 alone, the server accepts TLS 1\.0/,
  ],
  ['outlook-win10', 'imap', { protocol: 'imaps', facts: OLD_TLS }, 'works', /TLS 1\.0/],
  [
    'outlook-win7-kb3140245',
    'ews',
    { facts: { suites: known(suites([[0x0303, 0xc030]])) } },
    'fails',
    /no suite in common at TLS 1\.2/,
  ],
  [
    'android-70',
    'activesync',
    {
      facts: {
        groups: known({
          accepted: [{ version: 0x0303, group: 24 }],
          refused: [{ version: 0x0303, group: 23 }],
        }),
      },
    },
    'fails',
    /no group in common at TLS 1\.2: it offers secp256r1/,
  ],
  ['android-44', 'activesync', {}, 'not-known', /depends on its build/],
  [
    'outlook-win10',
    'ews',
    { facts: { versions: unknown() } },
    'not-known',
    /whether the server accepts TLS 1\.2/,
  ],
  [
    'outlook-win10',
    'ews',
    { facts: { suites: known(suites([], 'unknown')) } },
    'not-known',
    /not all of its suites were asked for/,
  ],
  [
    'outlook-win10',
    'ews',
    {
      facts: {
        reach: known({ state: 'answered', failure: null, preamble: null, connections: 1, rung: 'plain' }),
      },
    },
    'not-known',
    /stands only hellos of some forms/,
  ],
  // Who vouches.
  ['outlook-win10', 'ews', { trust: SELF_SIGNED, certificate: SETUP }, 'works-after-prompt', /self-signed/],
  ['outlook-win10', 'outlook-anywhere', { trust: SELF_SIGNED, certificate: SETUP }, 'fails', /self-signed/],
  [
    'outlook-win10',
    'mapi-http',
    { trust: SELF_SIGNED },
    'not-known',
    /whether MAPI over HTTP asks or gives up/,
  ],
  ['ios-12', 'activesync', { trust: SELF_SIGNED }, 'works-after-prompt', /self-signed/],
  ['ews-managed-api', 'ews', { trust: SELF_SIGNED }, 'fails', /self-signed/],
  ['windows-mobile-5', 'activesync', { trust: SELF_SIGNED }, 'fails', /nobody vouches/],
  ['gmail-fetch', 'pop', { protocol: 'pop3s', trust: INTERNAL }, 'fails', /authority of the organization/],
  ['outlook-win10', 'ews', { trust: INTERNAL }, 'works', /TLS 1\.2/],
  ['android-13-14', 'activesync', { trust: INTERNAL }, 'not-known', /roots of a private authority/],
  ['outlook-win10', 'ews', { trust: DISPUTED }, 'works', /TLS 1\.2/],
  ['ios-18', 'activesync', { trust: DISPUTED }, 'not-known', /do not agree/],
  ['thunderbird-91', 'imap', { protocol: 'imaps', trust: DISPUTED }, 'works-after-prompt', /not trusted/],
  // What is sent.
  [
    'outlook-win10',
    'ews',
    { trust: INCOMPLETE },
    'not-known',
    /does not send the certificate of CN=Issuing CA/,
  ],
  ['android-13-14', 'activesync', { trust: INCOMPLETE }, 'works-after-prompt', /does not send/],
  ['java-17-21', 'imap', { protocol: 'imaps', trust: INCOMPLETE }, 'fails', /does not send/],
  // Dates.
  ['outlook-win10', 'autodiscover', { certificate: EXPIRED }, 'works-after-prompt', /ended on/],
  ['ios-18', 'activesync', { certificate: EXPIRED }, 'not-known', /go on with an expired/],
  // Names.
  ['outlook-win10', 'autodiscover', { certificate: OTHER_NAME }, 'works-after-prompt', /mail\.contoso\.com/],
  ['outlook-win10', 'outlook-anywhere', { certificate: OTHER_NAME }, 'fails', /mail\.contoso\.com/],
  ['java-17-21', 'imap', { protocol: 'imaps', certificate: OTHER_NAME }, 'works', /TLS 1\.2/],
  ['java-17-21-angus', 'imap', { protocol: 'imaps', certificate: OTHER_NAME }, 'fails', /mail\.contoso\.com/],
  [
    'outlook-win10',
    'autodiscover',
    { names: ['autodiscover.contoso.com'] },
    'works-after-prompt',
    /autodiscover\.contoso\.com/,
  ],
  ['outlook-win10', 'ews', { names: ['autodiscover.contoso.com'] }, 'works', /TLS 1\.2/],
  ['outlook-win10', 'ews', { certificate: WILDCARD }, 'works', /TLS 1\.2/],
  ['outlook-win10', 'outlook-anywhere', { certificate: WILDCARD }, 'not-known', /EXPR/],
  ['windows-mobile-5', 'activesync', { certificate: WILDCARD }, 'fails', /takes no wildcards/],
  ['windows-mobile-6', 'activesync', { certificate: WILDCARD }, 'not-known', /versions and suites/],
  ['ie-11-win7', 'owa', { certificate: WILDCARD }, 'not-known', /whether it takes a wildcard/],
  ['chrome-current', 'owa', { certificate: CN_ONLY }, 'works-after-prompt', /common name alone/],
  ['ios-18', 'activesync', { certificate: CN_ONLY }, 'fails', /no alternative names/],
  ['outlook-win10', 'ews', { certificate: CN_ONLY }, 'works', /TLS 1\.2/],
  [
    'outlook-2007-win7',
    'imap',
    { protocol: 'imaps', certificate: SECOND_NAME, facts: OLD_TLS },
    'works-after-prompt',
    /only the first alternative name/,
  ],
  [
    'outlook-2010-win7',
    'imap',
    { protocol: 'imaps', certificate: SECOND_NAME, facts: OLD_TLS },
    'works',
    /TLS 1\.0/,
  ],
  // On which curve the key is.
  ['chrome-101', 'owa', { certificate: ecKey('secp384r1'), facts: ECDSA }, 'works', /TLS_ECDHE_ECDSA/],
  [
    'chrome-101',
    'owa',
    { certificate: ecKey('secp521r1'), facts: ECDSA },
    'not-known',
    /key .* on secp521r1/,
  ],
  ['firefox-100', 'owa', { certificate: ecKey('secp521r1'), facts: ECDSA }, 'works', /TLS_ECDHE_ECDSA/],
  // The common name alone is read, whatever the alternative names are.
  [
    'outlook-2003-xp',
    'imap',
    { protocol: 'imaps', certificate: CN_AND_OTHERS, facts: XP_TLS },
    'works',
    /TLS 1\.0/,
  ],
  [
    'outlook-2003-xp',
    'imap',
    { protocol: 'imaps', certificate: SECOND_NAME_OTHER_CN, facts: XP_TLS },
    'works-after-prompt',
    /reads no alternative names/,
  ],
  // What Microsoft lists no client for.
  [
    'outlook-2003-xp',
    'outlook-anywhere',
    { facts: { ...XP_TLS, ...shows('14.3.513.0') } },
    'works',
    /TLS 1\.0/,
  ],
  [
    'outlook-2003-xp',
    'outlook-anywhere',
    { facts: { ...XP_TLS, ...shows('15.0.1497.48') } },
    'not-known',
    /lists it up to Exchange 2010 only, and this is Exchange 2013/,
  ],
  ['outlook-2003-xp', 'outlook-anywhere', { facts: shows('15.0.1497.48') }, 'fails', /no version in common/],
  [
    'outlook-2003-xp',
    'imap',
    { protocol: 'imaps', facts: { ...XP_TLS, ...shows('15.0.1497.48') } },
    'works',
    /TLS/,
  ],
  ['outlook-win10', 'ews', { facts: shows('15.2.2562.53') }, 'works', /TLS 1\.2/],
  // Apple's rules.
  ['ios-18', 'activesync', { certificate: LONG }, 'fails', /901 days|valid for/],
  ['ios-12', 'activesync', { certificate: LONG }, 'works', /TLS 1\.2/],
  ['apple-mail-macos12', 'imap', { protocol: 'imaps', certificate: SHA1 }, 'fails', /SHA-1/],
  ['outlook-mac-2019', 'ews', { certificate: LONG }, 'fails', /Apple/],
  ['outlook-mac-2019', 'ews', {}, 'not-known', /which TLS library/],
  // Other mail servers.
  ['postfix-openssl-30', 'smtp', SMTP, 'unauthenticated', /does not look at the certificate/],
  ['postfix-openssl-30', 'smtp', { ...SMTP, trust: SELF_SIGNED }, 'unauthenticated', /does not look/],
  ['postfix-openssl-30', 'smtp', { ...SMTP, facts: PLAIN }, 'clear-text', /does not offer STARTTLS/],
  ['postfix-openssl-098', 'smtp', SMTP, 'clear-text', /no version in common/],
  ['exchange-2010', 'smtp', SMTP, 'not-known', /goes on in clear text after a handshake/],
  ['exchange-2016', 'smtp', { ...SMTP, facts: PLAIN }, 'clear-text', /STARTTLS/],
  ['exchange-2016-forced', 'smtp', { ...SMTP, facts: PLAIN }, 'fails', /STARTTLS/],
  ['exchange-2016-forced', 'smtp', { ...SMTP, trust: SELF_SIGNED }, 'fails', /self-signed/],
  ['exchange-2016-forced', 'smtp', SMTP, 'works', /TLS 1\.2/],
  ['sender-mta-sts', 'smtp', { ...SMTP, certificate: OTHER_NAME }, 'fails', /mail\.contoso\.com/],
  ['sender-mta-sts', 'smtp', SMTP, 'works', /TLS 1\.2/],
  ['sender-dane', 'smtp', SMTP, 'not-known', /TLSA/],
  ['exchange-online', 'smtp', SMTP, 'not-known', /which suites/],
  ['exchange-online', 'smtp', { ...SMTP, facts: PLAIN }, 'clear-text', /STARTTLS/],
  [
    'exchange-online-hybrid',
    'smtp',
    { ...SMTP, facts: { versions: known(versions({ 0x0301: 'yes', 0x0303: 'no' })) } },
    'fails',
    /demands TLS 1\.2/,
  ],
  // What is no question of TLS.
  ['new-outlook', 'mapi-http', {}, 'fails', /does not support accounts/],
  ['thunderbird-91', 'imap', { protocol: 'imap', facts: PLAIN }, 'fails', /cannot encrypt/],
];

describe('a prediction', () => {
  test.each(ROWS)('for %s with %s, row %#', (id, service, situation, verdict, why) => {
    const { reason, ...found } = predicted(id, service, situation);
    expect([found.verdict, reason]).toEqual([verdict, expect.stringMatching(why)]);
  });

  test('names version, suite and group', () => {
    expect(predicted('outlook-win10', 'mapi-http')).toMatchObject({
      version: 0x0303,
      suite: 0xc030,
      group: 24,
    });
  });

  test('says under which condition it holds', () => {
    expect(predicted('outlook-win10', 'ews', { trust: INTERNAL }).condition).toMatch(/CN=Root is installed/);
    expect(predicted('outlook-win7-kb3140245', 'ews').condition).toMatch(/KB3140245/);
    expect(predicted('outlook-win10', 'ews').condition).toBeNull();
    // Microsoft's list was read up to Exchange 2019.
    expect(predicted('outlook-win10', 'ews', { facts: shows('15.2.1748.53') }).condition).toBeNull();
    expect(predicted('outlook-win10', 'ews', { facts: shows('15.2.2562.53') }).condition).toBe(
      'whether Microsoft supports it with Exchange SE is not confirmed',
    );
    expect(predicted('ews-managed-api', 'ews').condition).toMatch(/\.NET Framework 4\.7/);
    expect(predicted('outlook-2010-win7', 'mapi-http', { facts: OLD_TLS }).condition).toMatch(/KB2956191/);
    expect(predicted('outlook-2010-win7', 'ews', { facts: OLD_TLS }).condition).toBeNull();
  });

  test('rests on the weakest of what it needed', () => {
    expect(predicted('thunderbird-91', 'imap', { protocol: 'imaps' }).basis).toBe('derived');
    expect(predicted('postfix-openssl-30', 'smtp', SMTP).basis).toBe('recorded');
    expect(predicted('ios-12', 'activesync', { trust: SELF_SIGNED }).basis).toBe('weak');
  });

  test('is never more than not-known where nothing is known of the server', () => {
    const place = endpoint('https');
    const meeting = meetingAt(
      { endpoint: place, facts: silentFacts(), target: target(place.host) },
      { trustOf: () => COMMERCIAL, isRevoked: () => false, now: NOW },
    );
    const verdicts = CLIENTS.filter(({ id }) => id !== 'new-outlook').flatMap((client) =>
      CLIENT_SERVICES.flatMap((service) => predict(client, service, meeting)?.verdict ?? []),
    );
    expect([...new Set(verdicts)]).toEqual(['not-known']);
  });

  test('is never more than not-known of a client of which nothing is confirmed', () => {
    const client: Client = {
      id: 'nobody',
      title: 'Nobody',
      uses: [{ services: CLIENT_SERVICES, offers: unconfirmed('anything'), identity: NOT_KNOWN }],
    };
    const servers: readonly Situation[] = [
      {},
      { trust: SELF_SIGNED },
      { trust: INTERNAL },
      { certificate: EXPIRED },
      { certificate: OTHER_NAME },
      { facts: OLD_TLS },
    ];
    for (const situation of servers) {
      expect(predictedFor(client, 'ews', situation)?.verdict).toBe('not-known');
    }
  });
});
