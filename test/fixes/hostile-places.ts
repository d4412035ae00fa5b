import type { ChainTrust } from '../../src/certs/trust/chain-trust.ts';
import type { Certificate } from '../../src/certs/certificate.ts';
import type { DirectoryId } from '../../src/exchange/directories.ts';
import type { DirectoryFact, ProductFact } from '../../src/facts/types.ts';
import { applyRules, type JudgedEndpoint } from '../../src/judge/engine.ts';
import type { Finding } from '../../src/model/finding.ts';
import { RULES } from '../../src/rules/index.ts';
import type { RevocationFacts } from '../../src/judge/revocation-facts.ts';
import type { DomainFacts } from '../../src/facts/domain/types.ts';
import {
  answer,
  certificate,
  chain,
  context,
  DAY,
  endpoint,
  EXCHANGE_2019,
  EXCHANGE_SE,
  known,
  NO_HTTP,
  NO_PRODUCT,
  NOW,
  setupCertificate,
  soundFacts,
  starttls,
  suites,
  target,
  versions,
} from '../fixtures/facts.ts';
import { product } from '../fixtures/product.ts';

/**
 * What fails of an organization where everything that a stranger writes, and every name in a file, is `text`: as many
 * rules as can be made to fail, each with a fix that is filled in.
 */
export function failing(text: string): readonly Finding[] {
  return WORLDS.flatMap((world) => judge(world(text)));
}

interface World {
  readonly places: readonly JudgedEndpoint[];
  readonly domains?: readonly DomainFacts[];
  readonly trust?: (sent: readonly Certificate[]) => ChainTrust;
  readonly revocation?: Partial<RevocationFacts>;
}

/** SubjectPublicKeyInfo of an RSA key with the exponent 3 and a modulus that 3 divides. */
const WEAK_RSA = spkiOf(3n ** 1291n, 3);

function spkiOf(modulus: bigint, exponent: number): Uint8Array {
  const hex = modulus.toString(16);
  const digits = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  const key = der(
    0x30,
    der(0x02, Buffer.concat([Buffer.from([0]), digits])),
    der(0x02, Buffer.from([exponent])),
  );
  const algorithm = der(0x30, Buffer.from('06092a864886f70d0101010500', 'hex'));
  return new Uint8Array(der(0x30, algorithm, der(0x03, Buffer.from([0]), key)));
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const NOT_ASKED: RevocationFacts['revocation'] = {
  state: 'not-asked',
  when: null,
  reason: null,
  by: null,
  why: '',
  readings: [],
};

function judge({ places, domains = [], trust, revocation = {} }: World): readonly Finding[] {
  const usual = context();
  return applyRules(RULES, {
    endpoints: places,
    targets: places.map((one) => one.target),
    domains,
    context: trust === undefined ? usual : { ...usual, trustOf: trust },
    revocation: () => ({ revocation: NOT_ASKED, stapling: [], ...revocation }),
  }).filter(({ outcome }) => outcome === 'fail');
}

const BUILD = { ca: 'dd'.repeat(32), root: 'ff'.repeat(32) } as const;

function spoiled(text: string, changes: Partial<Certificate> = {}): Certificate {
  return certificate({
    subject: `CN=${text}`,
    issuer: `CN=${text}`,
    commonNames: [text, 'old.contoso.com'],
    dnsNames: [text, 'mail.contoso.com', '*.contoso.com'],
    issuerUrls: [`http://${text}/`],
    ...changes,
  });
}

type Changes = Parameters<typeof soundFacts>[1];

function place(
  of: ReturnType<typeof endpoint>,
  changes: Changes = {},
  more: Partial<JudgedEndpoint> = {},
): JudgedEndpoint {
  return {
    endpoint: of,
    facts: soundFacts(of, changes),
    target: target(of.host),
    baseline: EXCHANGE_2019,
    ...more,
  };
}

const presenting = (...certificates: readonly Certificate[]): Changes => ({
  chains: known({ chains: [chain(...certificates)] }),
});

const trusting =
  (text: string, changes: Partial<ChainTrust>, facts: Partial<ChainTrust['facts']> = {}) =>
  (sent: readonly Certificate[]): ChainTrust => ({
    classification: 'commercial',
    stores: [],
    path: sent,
    anchor: text,
    faults: [],
    why: text,
    facts: {
      completeness: 'complete',
      missing: null,
      missingUrls: [],
      expiredCrossSigns: [],
      needsBacktracking: [],
      why: text,
      order: 'ok',
      extra: [],
      anchorSent: false,
      links: [],
      ...facts,
    },
    ...changes,
  });

const ALL_SUITES = [0x0005, 0x0004, 0x000a, 0x0009, 0x0003, 0x0034, 0x002c, 0x0001, 0x0033, 0x0035] as const;

function directory(id: DirectoryId, changes: Partial<DirectoryFact>): DirectoryFact {
  return {
    id,
    path: `/${id}/`,
    state: 'present',
    why: 'it answers',
    status: 401,
    answeredBy: 'exchange',
    software: 'Microsoft-IIS/10.0',
    authentication: ['Basic'],
    health: 'healthy',
    healthStatus: 200,
    servers: ['EX01'],
    evidence: [],
    ...changes,
  };
}

function shown(text: string): ProductFact {
  const value = { value: text, source: 'ntlm', path: '/', evidence: [] };
  return {
    ...product('15.2.858.5', { windows: '6.3.9600' }),
    names: [{ ...value, kind: 'netbios-computer' }],
    modernAuth: { tenant: text, authorizationUri: text, path: '/', evidence: [] },
  };
}

const WORLDS: readonly ((text: string) => World)[] = [
  // TLS of long ago on a website, with all that HTTP can show.
  (text) => ({
    places: [
      place(
        endpoint('https', { host: text }),
        {
          versions: known(
            versions({ 0x0002: 'yes', 0x0300: 'yes', 0x0301: 'yes', 0x0302: 'yes', 0x0303: 'no' }),
          ),
          suites: known(suites(ALL_SUITES.map((suite) => [0x0301, suite] as const))),
          dhGroups: known({ seen: [{ bits: 512, suite: 0x0033, version: 0x0301 }], open: null }),
          ellipticFirst: known({ preferred: false, version: 0x0301, pair: null, how: 'only-other' }),
          compression: known(answer('yes')),
          secureRenegotiation: known(answer('no')),
          product: known(shown(text)),
          knocks: known({ ports: [{ port: 444, state: 'open', evidence: [] }] } as never),
          directories: known({
            state: 'asked',
            directories: [
              directory('owa', {}),
              directory('ecp', { answeredBy: 'other', software: text }),
              directory('ews', { path: `/${text}/` }),
              directory('mapi', { state: 'absent' }),
              directory('powershell', { health: 'not-healthy', healthStatus: 500 }),
            ],
          } as never),
          http: known({
            ...NO_HTTP,
            state: 'asked',
            hsts: { state: 'sent', value: text, maxAge: 5, includeSubDomains: false, evidence: [] },
            plain: {
              ...NO_HTTP.plain,
              state: 'answered',
              answers: [
                { path: `/${text}/`, status: 401, redirect: null, authentication: ['Basic'], evidence: [] },
              ],
            },
          } as never),
          ...presenting(
            spoiled(text, { notAfter: NOW - DAY, key: { algorithm: 'RSA', bits: 1024, curve: null } }),
          ),
        },
        { target: target(text, { names: ['autodiscover.contoso.org', text] }) },
      ),
    ],
  }),
  // One that lacks all, and one that has too much.
  (text) => ({
    places: [
      place(endpoint('https', { host: 'mail.contoso.com' }), {
        versions: known(versions({ 0x0304: 'yes' })),
        suites: known(
          suites([
            [0x0303, 0xc027],
            [0x0303, 0x009d],
            [0x0303, 0xc030],
          ]),
        ),
        groups: known({
          accepted: [
            { version: 0x0303, group: 29 },
            { version: 0x0303, group: 23 },
          ],
        }),
        product: known(product('15.0.1497.48')),
        http: known({ ...NO_HTTP, state: 'asked', hsts: { ...NO_HTTP.hsts, state: 'not-sent' } } as never),
        directories: known({ state: 'asked', directories: [directory('owa', {})] } as never),
        ...presenting(
          spoiled(text, {
            sha256: 'ab'.repeat(32),
            publicKeyInfo: new Uint8Array(0),
            key: { algorithm: 'EC', bits: 521, curve: 'secp521r1' },
            signature: { oid: '', name: 'sha1', hash: 'SHA-1' },
            extendedKeyUsage: ['1.2.3'],
            policies: ['2.23.140.1.1'],
            dnsNames: ['*.com', '*.contoso.com', 'mail.contoso.local', text],
            notAfter: NOW + 20 * DAY,
            notBefore: NOW - 500 * DAY,
            mustStaple: true,
            faults: [text],
          }),
        ),
      }),
    ],
    revocation: {
      revocation: {
        ...NOT_ASKED,
        state: 'revoked',
        why: text,
        readings: [
          {
            source: 'staple',
            url: text,
            status: 'unusable',
            fault: 'stale',
            revokedAt: null,
            reason: null,
            why: text,
            evidence: [],
            endpoints: [endpoint('https').id],
          },
        ],
      },
      stapling: [{ endpoint: endpoint('https').id, stapled: false, evidence: [] }],
    },
  }),
  // TLS 1.3 asked for by a baseline of one's own, and a version before its time.
  (text) => ({
    places: [
      place(
        endpoint('https', { host: text }),
        { versions: known(versions()) },
        {
          baseline: {
            ...EXCHANGE_SE,
            versions: [
              { version: 0x0304, policy: 'required', severity: 'medium', reason: text },
              { version: 0x0303, policy: 'required', severity: 'high', reason: text },
            ] as never,
          },
        },
      ),
      place(endpoint('https', { host: 'x.contoso.com' }), {
        versions: known(versions({ 0x0304: 'yes' })),
        ...presenting(
          spoiled(text, {
            sha256: 'e1'.repeat(32),
            dnsNames: [text],
            notBefore: NOW + 5 * DAY,
            notAfter: NOW + 90 * DAY,
          }),
        ),
      }),
      place(
        endpoint('https', { host: 'y.contoso.com' }),
        presenting(
          spoiled(text, {
            sha256: 'e2'.repeat(32),
            dnsNames: [],
            hasSubjectAltName: false,
            commonNames: ['y.contoso.com'],
            key: { algorithm: 'DSA', bits: 1024, curve: null },
          }),
        ),
      ),
      place(
        endpoint('https', { host: 'z.contoso.com' }),
        presenting(spoiled(text, { sha256: 'e3'.repeat(32), publicKeyInfo: WEAK_RSA })),
      ),
      place(
        endpoint('imaps', { host: 'z.contoso.com' }),
        presenting(setupCertificate({ sha256: 'e4'.repeat(32) })),
      ),
    ],
  }),
  // SMTP, POP and IMAP of one server.
  (text) => {
    const preamble = (port: number) => ({
      banner: `${text}.contoso.com Microsoft ESMTP MAIL Service ready`,
      capabilities: port === 143 ? ['IMAP4rev1'] : ['AUTH LOGIN PLAIN', 'USER', 'SASL PLAIN', text],
      transcript: [
        { from: 'client', text: 'EHLO scanner' },
        { from: 'server', text: `250-EX01.${text}.org Hello` },
      ],
      trailing: 0,
    });
    const reach = (port: number) =>
      known({
        state: 'answered',
        failure: null,
        preamble: preamble(port),
        connections: 1,
        rung: 'full',
      } as never);
    const of = (protocol: Parameters<typeof endpoint>[0], port: number, changes: Changes) => {
      const one = endpoint(protocol, { port, host: 'mail.contoso.com' });
      return place(one, { reach: reach(port), ...changes });
    };
    const older = spoiled(text, { sha256: 'ac'.repeat(32), notBefore: NOW - 90 * DAY });
    const newer = spoiled(text, { sha256: 'ad'.repeat(32) });
    return {
      places: [
        of('smtp', 25, { starttls: known(starttls('not-offered')) }),
        of('smtp', 587, presenting(newer)),
        of('smtp', 2525, { starttls: known(starttls('offered', 7)) }),
        of('smtp', 2526, { starttls: known(starttls('masked', 0, text)) }),
        of('pop3', 110, { starttls: known(starttls('not-offered', 0, text)) }),
        of('imap', 143, { starttls: known(starttls('refused', 0, text)), ...presenting(older) }),
        of('imaps', 993, presenting(newer)),
        of('pop3s', 995, presenting(spoiled(text, { dnsNames: ['mail.contoso.com'], commonNames: ['x'] }))),
        of('pop3', 1110, presenting(older)),
        of(
          'https',
          443,
          presenting(setupCertificate({ subject: `CN=${text}`, dnsNames: [text, 'EX01.contoso.com'] })),
        ),
        of('tls', 5061, presenting(spoiled(text, { dnsNames: ['*.contoso.com'] }))),
        of(
          'tls',
          50_636,
          presenting(spoiled(text, { key: { algorithm: 'EC', bits: 256, curve: 'prime256v1' } })),
        ),
      ],
    };
  },
  // Several servers, addresses and views behind one name.
  (text) => {
    const of = (address: string, sha256: string, views?: readonly string[]) =>
      place(
        { ...endpoint('https', { host: text, address }), ...(views === undefined ? {} : { views }) },
        {
          ...presenting(spoiled(text, { sha256, thumbprint: sha256.slice(0, 40).toUpperCase() })),
          product: known(product('15.2.1748.53')),
          versions: known(versions({ 0x0301: sha256.startsWith('b1') ? 'yes' : 'no' })),
        },
      );
    return {
      places: [
        of('203.0.113.7', 'b1'.repeat(32)),
        of('203.0.113.8', 'b2'.repeat(32)),
        of('203.0.113.9', 'b2'.repeat(32)),
        place(
          endpoint('https', { host: 'other.contoso.com' }),
          presenting(spoiled(text, { sha256: 'b3'.repeat(32) })),
        ),
        of('10.0.0.1', 'b4'.repeat(32), ['inside']),
        of('203.0.113.7', 'b5'.repeat(32), ['outside']),
      ],
    };
  },
  // Certificates of a public CA, on mail too.
  (text) => ({
    places: [
      ...(['https', 'smtp', 'smtp-anonymous'] as const).map((protocol) =>
        place(endpoint(protocol, { host: 'mail.contoso.com' }), {
          ...presenting(
            spoiled(text, {
              policies: ['2.23.140.1.2.1'],
              dnsNames: ['mail.contoso.com', 'EX01.contoso.local', 'ex01.contoso.com', '10.0.0.1', text],
              notAfter: NOW + 600 * DAY,
              extendedKeyUsage: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
            }),
          ),
          reach: known({
            state: 'answered',
            failure: null,
            preamble: {
              banner: 'ex01.contoso.com Microsoft ESMTP MAIL Service ready',
              capabilities: ['X-ANONYMOUSTLS'],
              transcript: [],
              trailing: 0,
            },
            connections: 1,
            rung: 'full',
          } as never),
          product: known({ ...NO_PRODUCT, ...shown(text), builds: [], chosen: null } as never),
        }),
      ),
      place(
        endpoint('https', { host: 'web.contoso.com' }),
        presenting(setupCertificate({ subject: text, issuer: text })),
      ),
      place(
        endpoint('smtp', { host: 'web.contoso.com' }),
        presenting(
          spoiled(text, {
            sha256: 'c1'.repeat(32),
            policies: ['2.23.140.1.2.1'],
            publicKeyInfo: new Uint8Array([1]),
          }),
        ),
      ),
    ],
    trust: trusting(text, {}),
  }),
  // Hybrid with a certificate of nobody.
  (text) => ({
    places: [
      place(endpoint('smtp', { host: text }), { ...presenting(spoiled(text)), product: known(shown(text)) }),
      place(endpoint('https', { host: text }), { ...presenting(spoiled(text)), product: known(shown(text)) }),
    ],
  }),
  // Chains.
  ...(
    [
      [{}, { completeness: 'incomplete', missing: 'TEXT', missingUrls: ['TEXT'] }],
      [{}, { order: 'out-of-order' }],
      [{}, { anchorSent: true }],
      [{ classification: 'unknown-anchor' }, {}],
      [
        {
          classification: 'broken',
          faults: [
            {
              certificate: BUILD.ca,
              subject: 'TEXT',
              code: 'path-length',
              clause: 'x',
              why: 'TEXT',
              certain: true,
            },
          ],
        },
        {},
      ],
      [
        {
          stores: [
            {
              store: { id: 'mozilla', title: 'TEXT', date: null, commercial: true },
              status: 'distrusted',
              path: null,
              root: null,
              why: 'TEXT',
            },
          ],
        },
        {},
      ],
      [{}, { needsBacktracking: ['mozilla'] }],
      [{}, { expiredCrossSigns: [BUILD.ca] }],
    ] as const
  ).map(([changes, facts]) => (text: string): World => {
    const filled = <T>(value: T): T => replaceTexts(value, text) as T;
    const issuer = spoiled(text, {
      sha256: BUILD.ca,
      thumbprint: 'DD'.repeat(20),
      selfIssued: true,
      notAfter: NOW - DAY,
      basicConstraints: { ca: true, pathLength: null },
    });
    return {
      places: [
        place(
          endpoint('https', { host: text }),
          presenting(spoiled(text, { policies: ['2.23.140.1.2.1'] }), issuer),
        ),
      ],
      trust: trusting(text, filled(changes) as never, filled(facts) as never),
    };
  }),
  // Mail domains.
  (text) => ({
    places: [place(endpoint('smtp', { host: text.toLowerCase() }), presenting(spoiled(text)))],
    domains: [domain(text, 'absent'), domain(text, 'broken'), domain(text, 'enforce')],
  }),
];

function replaceTexts(value: unknown, text: string): unknown {
  if (value === 'TEXT') return text;
  if (Array.isArray(value)) return value.map((one) => replaceTexts(one, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaceTexts(one, text)]));
}

function domain(text: string, sts: 'absent' | 'broken' | 'enforce'): DomainFacts {
  const host = text.toLowerCase();
  const website = {
    state: 'answers',
    name: text,
    http: 200,
    contentType: text,
    certificates: [spoiled(text)],
  } as const;
  return {
    domain: text,
    mx: known({ hosts: [host, 'mx.other.example'], implicit: false, none: false, validated: true }),
    mtaSts: known({
      record:
        sts === 'absent'
          ? { state: 'absent' }
          : sts === 'broken'
            ? { state: 'broken', why: text }
            : { state: 'present', id: '1' },
      policy:
        sts === 'enforce'
          ? {
              http: 200,
              failure: null,
              wrong: false,
              location: null,
              contentType: 'text/plain',
              text: 'version: STSv1\nmode: enforce\nmx: mail.elsewhere.example\nmax_age: 604800\n',
              cut: false,
              certificates: [spoiled(text)],
            }
          : null,
    }),
    tlsReporting: known({ state: sts === 'absent' ? 'absent' : 'broken', why: text } as never),
    tlsa: new Map([
      [
        host,
        known({
          records: [
            { usage: sts === 'absent' ? 0 : 3, selector: 1, matching: 1, association: '00'.repeat(32) },
          ],
          unread: [text],
          validated: true,
          addressValidated: true,
          resolverNamed: true,
        }),
      ],
    ]),
    autodiscover: {
      aliases: [text],
      root: known({ ...website, certificates: [spoiled('elsewhere', { dnsNames: ['elsewhere.example'] })] }),
      host: known(website),
      redirect: known({ state: 'none', http: null }),
      service: known({ ...website, state: 'none' }),
    },
  };
}
