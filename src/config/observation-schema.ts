import * as z from 'zod';
import { FAILURE_CODES } from '../model/failure.ts';
import type { FailureCode } from '../model/failure.ts';

/**
 * Observations as they stand in a saved report. Keys that are not known here are dropped on reading: a later
 * schema of the same major version may add some.
 */

/** Schemas that the published JSON Schema defines once and refers to by name. */
export const definitions = z.registry<{ id: string }>();

/** Largest DER kept, bytes: certificates and OCSP responses are a few thousand bytes. */
const MOST_DER = 256 * 1024;

export const fingerprint = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .register(definitions, { id: 'Fingerprint' });

export const der = z
  .string()
  .max(4 * Math.ceil(MOST_DER / 3))
  .regex(/^[A-Za-z0-9+/]*={0,2}$/)
  .register(definitions, { id: 'Der' });

export const count = z.int().min(0);
export const port = z.int().min(1).max(0xffff);
export const time = z.iso.datetime().register(definitions, { id: 'Time' });

/** Mirrors model/revocation.ts. */
export const REVOCATION_REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const;

const byte = z.int().min(0).max(0xff);
const short = z.int().min(0).max(0xffff);
const fingerprints = z.array(fingerprint);

const failure = z
  .object({
    code: z.enum(Object.keys(FAILURE_CODES) as [FailureCode, ...FailureCode[]]),
    stage: z.enum(['resolve', 'dial', 'preamble', 'tls', 'request', 'local']),
    detail: z.string(),
  })
  .register(definitions, { id: 'Failure' });

const preamble = z
  .object({
    banner: z.string().nullable(),
    capabilities: z.array(z.string()),
    transcript: z.array(z.object({ from: z.enum(['client', 'server']), text: z.string() })),
    trailing: count,
  })
  .register(definitions, { id: 'Preamble' });

const alert = z.object({ level: byte, description: byte });
const refused = z.object({ status: z.literal('refused'), alert });
const closed = z.object({ status: z.literal('closed'), how: z.enum(['fin', 'reset']) });
const noTls = z.object({
  status: z.literal('no-tls'),
  reason: z.enum(['not-offered', 'refused', 'masked']),
  detail: z.string(),
});
const failed = z.object({ status: z.literal('failed'), failure });

const keyExchange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ecdhe'), group: short.nullable(), signatureScheme: short.nullable() }),
  z.object({ kind: z.literal('dhe'), bits: count, signatureScheme: short.nullable() }),
  z.object({ kind: z.literal('rsa-export'), bits: count }),
]);

const accepted = z.object({
  status: z.literal('accepted'),
  version: short,
  suite: short,
  compression: byte,
  retry: z.boolean(),
  extensions: z.array(short),
  group: short.nullable(),
  secureRenegotiation: z.boolean(),
  extendedMasterSecret: z.boolean(),
  downgrade: z.enum(['tls1.2', 'tls1.1']).nullable(),
  certificates: fingerprints,
  keyExchange: keyExchange.nullable(),
  clientCertificate: z
    .object({ types: z.array(byte), signatureSchemes: z.array(short), authorities: count })
    .nullable(),
  ocsp: der.nullable(),
  flight: z.enum(['complete', 'encrypted', 'truncated']),
  failure: failure.nullable(),
});

const base = {
  id: z.string(),
  endpoint: z.string(),
  question: z.string(),
  at: time,
  elapsedMs: z.number().min(0),
  connections: z.int().min(0).max(1),
};

const resolve = z.object({
  kind: z.literal('resolve'),
  ...base,
  asked: z.object({ name: z.string() }),
  outcome: z.discriminatedUnion('status', [
    z.object({ status: z.literal('resolved'), addresses: z.array(z.string()) }),
    failed,
  ]),
});

const hello = z.object({
  kind: z.literal('hello'),
  ...base,
  asked: z.object({
    recordVersion: short,
    version: short,
    versions: z.array(short),
    suites: z.array(short),
    compressions: z.array(byte),
    groups: z.array(short),
    signatureSchemes: z.array(short),
    keyShares: z.array(short).nullable(),
    extensions: z.array(short),
    sni: z.string().nullable(),
    length: count,
    rung: z.string(),
  }),
  preamble: preamble.nullable(),
  outcome: z.discriminatedUnion('status', [accepted, refused, closed, noTls, failed]),
});

const sslv2 = z.object({
  kind: z.literal('sslv2'),
  ...base,
  asked: z.object({ version: short, suites: z.array(z.int().min(0).max(0xffffff)) }),
  preamble: preamble.nullable(),
  outcome: z.discriminatedUnion('status', [
    z.object({
      status: z.literal('accepted'),
      version: short,
      suites: z.array(z.int().min(0).max(0xffffff)),
      certificates: fingerprints,
    }),
    z.object({ status: z.literal('refused'), alert: alert.nullable(), error: short.nullable() }),
    closed,
    noTls,
    failed,
  ]),
});

const verification = z.object({ authorized: z.boolean(), code: z.string().nullable(), roots: z.string() });

const session = z.object({
  kind: z.literal('session'),
  ...base,
  asked: z.object({ sni: z.string().nullable(), client: z.string() }),
  preamble: preamble.nullable(),
  outcome: z.discriminatedUnion('status', [
    z.object({
      status: z.literal('accepted'),
      version: short,
      suite: z.string(),
      certificates: fingerprints,
      // Reports of version 1.0 of the schema have none.
      ocsp: der.nullable().default(null),
      verification: verification.nullable().default(null),
    }),
    noTls,
    failed,
  ]),
});

const hexadecimal = z.string().regex(/^[0-9a-f]*$/);
const moment = z.number();

const crl = z
  .object({
    fault: z.string().nullable(),
    sha256: fingerprint,
    bytes: count,
    issuer: z.string(),
    issuerKey: hexadecimal,
    thisUpdate: moment,
    nextUpdate: moment.nullable(),
    number: hexadecimal.nullable(),
    deltaBase: hexadecimal.nullable(),
    authorityKeyId: hexadecimal.nullable(),
    scope: z
      .object({
        names: z.array(hexadecimal).nullable(),
        onlyUserCertificates: z.boolean(),
        onlyAuthorityCertificates: z.boolean(),
        onlyAttributeCertificates: z.boolean(),
        reasons: count.nullable(),
        indirect: z.boolean(),
      })
      .nullable(),
    unknownCritical: z.array(z.string()),
    listsExpired: z.boolean(),
    deltaUrls: z.array(z.string()),
    signer: z.object({ certificate: fingerprint, key: fingerprint }).nullable(),
    unsigned: z.string().nullable(),
    serials: z.array(hexadecimal),
    entries: z.array(
      z.object({
        serial: hexadecimal,
        issuerKey: hexadecimal,
        revokedAt: moment.nullable(),
        reason: z.enum(REVOCATION_REASONS).nullable(),
      }),
    ),
    entryCount: count,
  })
  .register(definitions, { id: 'CrlExtract' });

const fetch = z.object({
  kind: z.literal('fetch'),
  ...base,
  requests: count,
  asked: z.object({
    purpose: z.enum(['issuer', 'ocsp', 'crl']),
    url: z.string(),
    certificate: fingerprint,
    issuer: fingerprint.nullable(),
  }),
  outcome: z.discriminatedUnion('status', [
    z.object({
      status: z.literal('fetched'),
      http: z.int().min(200).max(299),
      contentType: z.string().nullable(),
      bytes: count,
      sha256: fingerprint,
      body: der.nullable(),
      crl: crl.nullable(),
      certificates: fingerprints,
      cached: z.boolean(),
    }),
    failed,
  ]),
});

const dns = z.object({
  kind: z.literal('dns'),
  ...base,
  asked: z.object({ name: z.string(), type: z.string(), resolver: z.string() }),
  outcome: z.discriminatedUnion('status', [
    z.object({
      status: z.literal('answered'),
      rcode: z.string(),
      authenticated: z.boolean(),
      records: z.array(z.object({ name: z.string(), type: z.string(), ttl: count, data: z.string() })),
    }),
    failed,
  ]),
});

const web = z.object({
  kind: z.literal('web'),
  ...base,
  asked: z.object({ url: z.string() }),
  outcome: z.discriminatedUnion('status', [
    z.object({
      status: z.literal('answered'),
      http: z.int().min(100).max(999),
      location: z.string().nullable(),
      contentType: z.string().nullable(),
      body: z.string(),
      cut: z.boolean(),
      certificates: fingerprints,
    }),
    failed.extend({ certificates: fingerprints }),
  ]),
});

/** Of an HTTP body, characters: no more than the bytes that are kept of it. */
const MOST_BODY = 64 * 1024;

const header = z.tuple([z.string(), z.string()]);

const http = z.object({
  kind: z.literal('http'),
  ...base,
  asked: z.object({
    method: z.literal('GET'),
    path: z.string(),
    tls: z.boolean(),
    headers: z.array(header),
    client: z.string(),
  }),
  outcome: z.discriminatedUnion('status', [
    z.object({
      status: z.literal('answered'),
      http: z.int().min(100).max(999),
      headers: z.array(header).max(100),
      body: z.string().max(MOST_BODY),
      bytes: count,
      certificate: fingerprint.nullable(),
      verification: verification.nullable().exactOptional(),
    }),
    failed,
  ]),
});

const ntlm = z.object({
  kind: z.literal('ntlm'),
  ...base,
  asked: z.object({ tls: z.boolean() }),
  preamble: preamble.nullable(),
  outcome: z.discriminatedUnion('status', [
    z.object({ status: z.literal('challenged'), challenge: z.string() }),
    z.object({ status: z.literal('not-offered'), detail: z.string() }),
    z.object({ status: z.literal('declined'), detail: z.string() }),
    failed,
  ]),
});

const knock = z.object({
  kind: z.literal('knock'),
  ...base,
  asked: z.object({ port }),
  outcome: z.discriminatedUnion('status', [z.object({ status: z.literal('open') }), failed]),
});

export const observationSchema = z.discriminatedUnion('kind', [
  resolve,
  hello,
  sslv2,
  session,
  fetch,
  dns,
  web,
  http,
  ntlm,
  knock,
]);
