import * as z from 'zod';
import { SEVERITIES } from '../model/finding.ts';
import { PROTOCOLS } from '../model/protocol.ts';
import { count, definitions, der, fingerprint, observationSchema, port, time } from './observation-schema.ts';

const strings = z.array(z.string());
const severity = z.enum(SEVERITIES);
const protocol = z.enum(PROTOCOLS);

const target = z.object({
  host: z.string().min(1),
  services: z.array(z.object({ protocol, port, names: strings })),
  explicit: z.boolean(),
  addresses: strings,
  names: strings,
  baseline: z.string().nullable(),
  pace: z
    .object({
      gentle: z.boolean().exactOptional(),
      budget: count.exactOptional(),
      ehlo: z.string().exactOptional(),
    })
    .exactOptional(),
});

const version = z.object({
  id: z.string(),
  name: z.string(),
  accepted: z.enum(['yes', 'no', 'unknown']),
  suites: z.array(
    z.object({
      // Three bytes are a cipher kind of SSL 2.0.
      id: z.string().regex(/^0x[0-9A-F]{4}(?:[0-9A-F]{2})?$/),
      name: z.string(),
      openssl_name: z.string(),
    }),
  ),
  complete: z.boolean(),
});

const endpoint = z.object({
  id: z.string().min(1),
  host: z.string().min(1),
  address: z.string().nullable(),
  port,
  protocol,
  named: z.boolean(),
  reach: z.enum(['answered', 'not-enabled', 'unreachable', 'unknown']),
  failure: z.string().nullable(),
  baseline: z.string(),
  connections: count,
  starttls: z.enum(['implicit', 'offered', 'not-offered', 'refused', 'masked', 'unknown']),
  banner: z.string().nullable(),
  capabilities: strings,
  versions: z.array(version),
  order: z.enum(['server', 'client', 'unknown']),
  groups: z.array(z.object({ id: z.string(), name: z.string() })),
  rung: z.string().nullable(),
  chains: z.array(z.object({ sni: z.boolean(), certificates: z.array(fingerprint) })),
});

const certificate = z.object({
  sha256: fingerprint,
  thumbprint: z.string().regex(/^[0-9A-F]{40}$/),
  subject: z.string(),
  issuer: z.string(),
  serial_number: z.string(),
  not_before: z.string(),
  not_after: z.string(),
  names: strings,
  key: z.string(),
  signature: z.string(),
  self_signed: z.boolean(),
  fault: z.string().nullable(),
  der,
});

const finding = z.object({
  id: z.string(),
  rule: z.string(),
  outcome: z.enum(['pass', 'fail', 'not-applicable', 'unknown']),
  severity,
  subject: z.object({
    host: z.string().exactOptional(),
    endpoint: z.string().exactOptional(),
    certificate: fingerprint.exactOptional(),
    name: z.string().exactOptional(),
  }),
  message: z.string(),
  fix: strings,
  evidence: strings,
  endpoints: strings,
});

const rule = z.object({
  id: z.string(),
  title: z.string(),
  severity,
  scope: z.enum(['endpoint', 'certificate', 'organization']),
});

const pressure = z.object({
  at: time,
  address: z.string(),
  service: z.enum(['smtp', 'other']),
  observation: z.string(),
  sign: z.enum(['busy', 'dropped', 'slow']),
  waitMs: count,
  connections: count,
});

export const summarySchema = z.object({
  fail: z.object({ info: count, low: count, medium: count, high: count, critical: count }),
  unknown: count,
  pass: count,
  not_applicable: count,
  endpoints: count,
  answered: count,
  connections: count,
  not_assessed: strings,
});

export const schemaVersionSchema = z.string().regex(/^1\.\d+$/);
export const toolSchema = z.object({ name: z.literal('exchange-tls'), version: z.string() });
export const endpointSchema = endpoint.register(definitions, { id: 'Endpoint' });
export const certificateSchema = certificate.register(definitions, { id: 'Certificate' });
export const findingSchema = finding.register(definitions, { id: 'Finding' });

export const runSchema = z.object({
  depth: z.enum(['check', 'scan']),
  startedAt: time,
  finishedAt: time,
  complete: z.boolean(),
  stopped: z.string().nullable(),
  budget: count,
  pressure: z.array(pressure.register(definitions, { id: 'Pressure' })),
});

/** The whole report; mirrors model/report.ts, and a test holds the two to each other. */
export const reportSchema = z.object({
  schemaVersion: schemaVersionSchema,
  tool: toolSchema,
  run: runSchema,
  judged: z.object({
    at: time,
    baseline: z.string(),
    expiry: z.object({ warningDays: z.number(), criticalDays: z.number() }),
  }),
  summary: summarySchema,
  targets: z.array(target.register(definitions, { id: 'Target' })),
  endpoints: z.array(endpointSchema),
  certificates: z.array(certificateSchema),
  findings: z.array(findingSchema),
  rules: z.array(rule.register(definitions, { id: 'Rule' })),
  observations: z.array(observationSchema.register(definitions, { id: 'Observation' })),
});

/**
 * The JSON Schema (draft 2020-12) of what `--format json` writes. It is strict: keys that it does not name are
 * refused. A reader that wants to live with later 1.x reports ignores unknown keys instead, as ours does.
 */
export function reportJsonSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(reportSchema, {
    target: 'draft-2020-12',
    io: 'output',
    metadata: definitions,
  });
  return { $schema, $id: 'urn:exchange-tls:report:1.0', title: 'Report of exchange-tls', ...rest };
}
