import { describe, expect, test } from '@jest/globals';
import { answered, asked } from '../../src/cli/observation-text.ts';
import type {
  AcceptedOutcome,
  FetchAsked,
  FetchedOutcome,
  FetchObservation,
  HttpObservation,
  NtlmObservation,
  HelloAsked,
  HelloObservation,
  Observation,
  SessionObservation,
  Sslv2Observation,
} from '../../src/model/observation.ts';
import type { CrlExtract } from '../../src/model/revocation.ts';

const BASE = { id: 'o1', endpoint: 'e', question: 'q', at: '', elapsedMs: 1, connections: 1, preamble: null };

const FETCHED: FetchedOutcome = {
  status: 'fetched',
  http: 200,
  contentType: null,
  bytes: 5,
  sha256: 'a',
  body: null,
  crl: null,
  certificates: [],
  cached: false,
};

const CRL = { fault: null, entryCount: 1 } as CrlExtract;

const ASKED: HelloAsked = {
  recordVersion: 0x0301,
  version: 0x0303,
  versions: [],
  suites: [0xc030],
  compressions: [0],
  groups: [],
  signatureSchemes: [],
  keyShares: null,
  extensions: [0],
  sni: 'mail.contoso.com',
  length: 100,
  rung: 'full',
};

const ACCEPTED: AcceptedOutcome = {
  status: 'accepted',
  version: 0x0303,
  suite: 0xc030,
  compression: 0,
  retry: false,
  extensions: [],
  group: null,
  secureRenegotiation: true,
  extendedMasterSecret: true,
  downgrade: null,
  certificates: [],
  keyExchange: null,
  clientCertificate: null,
  ocsp: null,
  flight: 'complete',
  failure: null,
};

function hello(offer: Partial<HelloAsked>, outcome: HelloObservation['outcome'] = ACCEPTED): Observation {
  return { ...BASE, kind: 'hello', asked: { ...ASKED, ...offer }, outcome };
}

function sslv2(offer: Sslv2Observation['asked'], outcome: Sslv2Observation['outcome']): Observation {
  return { ...BASE, kind: 'sslv2', asked: offer, outcome };
}

const KIND = { version: 0x0002, suites: [0x0700c0] };

describe('what was asked', () => {
  test.each([
    [{}, 'up to TLS 1.2, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
    [{ suites: [1, 2, 3, 4] }, 'up to TLS 1.2, 4 suites'],
    [
      { versions: [0x0304, 0x0303], suites: [0x1301], groups: [29], keyShares: [29] },
      'TLS 1.3 and TLS 1.2, TLS_AES_128_GCM_SHA256, x25519',
    ],
    [
      { versions: [0x0304], suites: [1, 2, 3, 4], groups: [1, 2, 3, 4, 5], keyShares: [] },
      'TLS 1.3, 4 suites, 5 groups, no key share',
    ],
    [
      { version: 0x0300, suites: [], extensions: [], sni: null, rung: 'short', compressions: [1, 0] },
      'up to SSL 3.0, 0 suites, compression, no extensions, without a name, as a short hello',
    ],
  ])('with a hello of %j', (offer, words) => {
    expect(asked(hello(offer))).toBe(words);
  });

  test.each([
    [KIND, /^SSL 2\.0, SSL_CK_DES_192_EDE3_CBC_WITH_MD5$/],
    [{ version: 0x0300, suites: [1, 2, 3, 4] }, /^SSL 2\.0 to SSL 3\.0 in one hello, 4 suites$/],
  ])('with an SSL 2.0 hello of %j', (offer, words) => {
    expect(asked(sslv2(offer, { status: 'closed', how: 'fin' }))).toMatch(words);
  });
});

describe('what was answered', () => {
  test.each([
    [ACCEPTED, 'TLS 1.2, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
    [
      {
        ...ACCEPTED,
        group: 23,
        compression: 1,
        retry: true,
        keyExchange: { kind: 'dhe', bits: 1024, signatureScheme: null },
        certificates: ['a', 'b'],
      },
      'TLS 1.2, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, secp256r1, dhe 1024 bits, compression 1, by HelloRetryRequest, 2 certificates',
    ],
    [
      { ...ACCEPTED, flight: 'truncated', failure: { code: 'tls-timeout', stage: 'tls', detail: '' } },
      'TLS 1.2, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, cut short: no answer to the TLS hello',
    ],
    [{ status: 'refused', alert: { level: 2, description: 40 } }, 'refused: alert 40 handshake_failure'],
    [{ status: 'closed', how: 'fin' }, 'closed without an answer'],
    [{ status: 'closed', how: 'reset' }, 'reset without an answer'],
    [{ status: 'no-tls', reason: 'masked', detail: 'XXXXXXXA' }, 'STARTTLS is masked on the way: XXXXXXXA'],
    [
      { status: 'failed', failure: { code: 'connect-timeout', stage: 'dial', detail: 'after 5000 ms' } },
      'no answer to the connection attempt (after 5000 ms)',
    ],
  ] as const satisfies readonly (readonly [HelloObservation['outcome'], string])[])(
    'to a hello with %j',
    (outcome, words) => {
      expect(answered(hello({}, outcome))).toBe(words);
    },
  );

  test.each([
    [
      { status: 'accepted', version: 0x0002, suites: [0x0700c0], certificates: ['a'] },
      'SSL 2.0, SSL_CK_DES_192_EDE3_CBC_WITH_MD5, 1 certificate',
    ],
    [
      { status: 'accepted', version: 0x0300, suites: [0x000a], certificates: [] },
      'SSL 3.0, TLS_RSA_WITH_3DES_EDE_CBC_SHA',
    ],
    [{ status: 'refused', alert: null, error: 1 }, 'refused: error 1'],
    [
      { status: 'refused', alert: { level: 2, description: 70 }, error: null },
      'refused: alert 70 protocol_version',
    ],
  ] as const satisfies readonly (readonly [Sslv2Observation['outcome'], string])[])(
    'to an SSL 2.0 hello with %j',
    (outcome, words) => {
      expect(answered(sslv2(KIND, outcome))).toBe(words);
    },
  );

  test('in a whole session', () => {
    const session: SessionObservation = {
      ...BASE,
      kind: 'session',
      asked: { sni: null, client: 'node 20' },
      outcome: {
        status: 'accepted',
        version: 0x0304,
        suite: 'TLS_AES_256_GCM_SHA384',
        certificates: ['a'],
        ocsp: null,
        verification: null,
      },
    };
    expect(asked(session)).toBe('a whole session with node 20, without a name');
    expect(answered(session)).toBe('TLS 1.3, TLS_AES_256_GCM_SHA384, 1 certificate');
  });
});

describe('what is fetched from an authority', () => {
  const URL = 'http://ca.example/x';
  const asking = (purpose: FetchAsked['purpose']): FetchObservation => ({
    ...BASE,
    kind: 'fetch',
    requests: 1,
    asked: { purpose, url: URL, certificate: 'abcdef0123456789', issuer: null },
    outcome: FETCHED,
  });

  test.each([
    ['issuer', 'the issuer of abcdef01 from http://ca.example/x'],
    ['ocsp', 'the status by OCSP of abcdef01 from http://ca.example/x'],
    ['crl', 'the revocation list for abcdef01 from http://ca.example/x'],
  ] as const)('about %s', (purpose, words) => {
    expect(asked(asking(purpose))).toBe(words);
  });

  test.each<[Partial<FetchedOutcome>, string]>([
    [{}, '5 bytes'],
    [{ contentType: 'application/pkix-cert' }, '5 bytes of application/pkix-cert'],
    [{ certificates: ['0123456789'] }, '5 bytes, certificate 01234567'],
    [{ certificates: ['0123456789', 'ba9876543210'] }, '5 bytes, certificates 01234567 and ba987654'],
    [{ cached: true }, '5 bytes, from the cache'],
    [{ crl: CRL }, '5 bytes, 1 entry'],
    [{ crl: { ...CRL, entryCount: 2 } }, '5 bytes, 2 entries'],
    [{ crl: { ...CRL, fault: 'it is cut short' } }, '5 bytes, it is cut short'],
  ])('as %j', (change, words) => {
    expect(answered({ ...asking('crl'), outcome: { ...FETCHED, ...change } })).toBe(words);
  });

  test('in vain says why', () => {
    const failure = { code: 'http-status', stage: 'request', detail: '404' } as const;
    expect(answered({ ...asking('crl'), outcome: { status: 'failed', failure } })).toBe(
      'the answer to the request is an HTTP error (404)',
    );
  });
});

describe('a request to the website', () => {
  const BASE_HTTP = {
    ...BASE,
    kind: 'http',
    asked: { method: 'GET', path: '/ews/', tls: true, headers: [], client: 'node' },
  } as const;
  const answer = (headers: readonly (readonly [string, string])[]): HttpObservation => ({
    ...BASE_HTTP,
    outcome: { status: 'answered', http: 401, headers, body: '', bytes: 7, certificate: null },
  });

  test('says what was sent, but no token', () => {
    expect(asked(answer([]))).toBe('GET /ews/');
    const headers = [['authorization', 'NTLM TlRMTVNTUAABAAAA']] as const;
    expect(asked({ ...answer([]), asked: { ...BASE_HTTP.asked, tls: false, headers } })).toBe(
      'GET /ews/ on port 80, without TLS, authorization: NTLM',
    );
  });

  test('is answered in the words of the headers that tell something', () => {
    const headers = [
      ['date', 'today'],
      ['x-feserver', 'MBX01'],
      ['server', 'Microsoft-IIS/10.0'],
      ['www-authenticate', 'Negotiate'],
      ['www-authenticate', 'NTLM AAAA'],
    ] as const;
    expect(answered(answer(headers))).toBe(
      '401, 7 bytes, server Microsoft-IIS/10.0, x-feserver MBX01, www-authenticate Negotiate, ' +
        'www-authenticate a challenge that cannot be read: 3 bytes, at least 48',
    );
  });
});

describe('a challenge of NTLM', () => {
  const SAMPLE =
    'TlRMTVNTUAACAAAADAAMADgAAAAzgoriASNFZ4mrze8AAAAAAAAAACQAJABEAAAABgBwFwAAAA9TAGUAcgB2AGUAcgACAAwARABvAG0AYQBpAG4AAQAMAFMAZQByAHYAZQByAAAAAAA=';
  const challenge = (outcome: NtlmObservation['outcome']): NtlmObservation => ({
    ...BASE,
    kind: 'ntlm',
    asked: { tls: true },
    preamble: null,
    outcome,
  });

  test.each<[NtlmObservation['outcome'], string]>([
    [{ status: 'challenged', challenge: SAMPLE }, 'challenged by Server, Windows 6.0.6000'],
    [{ status: 'not-offered', detail: 'AUTH LOGIN' }, 'NTLM is not offered: AUTH LOGIN'],
    [{ status: 'declined', detail: '504 no' }, 'NTLM is declined: 504 no'],
  ])('with %j is put into words', (outcome, words) => {
    expect(asked(challenge(outcome))).toBe('a challenge of NTLM inside of TLS');
    expect(answered(challenge(outcome))).toBe(words);
  });
});
