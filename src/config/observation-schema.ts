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

const byte = z.int().min(0).max(0xff);
const short = z.int().min(0).max(0xffff);
const fingerprints = z.array(fingerprint);

const failure = z
  .object({
    code: z.enum(Object.keys(FAILURE_CODES) as [FailureCode, ...FailureCode[]]),
    stage: z.enum(['resolve', 'dial', 'preamble', 'tls', 'local']),
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
    }),
    noTls,
    failed,
  ]),
});

export const observationSchema = z.discriminatedUnion('kind', [resolve, hello, sslv2, session]);
