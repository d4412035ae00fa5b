import * as z from 'zod';
import { SEVERITIES } from '../model/finding.ts';
import { PROTOCOLS } from '../model/protocol.ts';
import { comparisonSchema } from './changes-schema.ts';
import { clientMatrixSchema } from './client-schema.ts';
import {
  count,
  definitions,
  der,
  fingerprint,
  observationSchema,
  port,
  REVOCATION_REASONS,
  time,
} from './observation-schema.ts';
import { subjectSchema } from './subject-schema.ts';

const strings = z.array(z.string());
const severity = z.enum(SEVERITIES);
const protocol = z.enum(PROTOCOLS);

const target = z.object({
  host: z.string().min(1),
  services: z.array(z.object({ protocol, port, names: strings, backEnd: z.boolean().exactOptional() })),
  explicit: z.boolean(),
  addresses: strings,
  views: z.record(z.string(), strings).exactOptional(),
  names: strings,
  baseline: z.string().nullable(),
  knocks: z.array(port).exactOptional(),
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

const anchor = z.object({ name: z.string(), sha256: fingerprint });

const trust = z.object({
  classification: z.enum([
    'commercial',
    'internal',
    'self-signed',
    'distrusted',
    'broken',
    'unknown-anchor',
    'unknown',
  ]),
  why: z.string(),
  path: z.array(fingerprint),
  anchor: anchor.nullable(),
  faults: z.array(
    z.object({
      certificate: fingerprint,
      subject: z.string(),
      code: z.string(),
      clause: z.string(),
      why: z.string(),
      certain: z.boolean(),
    }),
  ),
  stores: z.array(
    z.object({
      id: z.enum(['microsoft', 'mozilla', 'system', 'own', 'demo']),
      title: z.string(),
      date: z.string().nullable(),
      status: z.enum(['trusted', 'distrusted', 'broken', 'no-path', 'unknown']),
      anchor: anchor.nullable(),
      why: z.string(),
    }),
  ),
  completeness: z.enum(['complete', 'incomplete', 'unknown', 'self-signed']),
  missing: z.string().nullable(),
  order: z.enum(['ok', 'out-of-order']),
  extra: z.array(fingerprint),
  anchor_sent: z.boolean(),
});

const chain = z.object({
  sni: z.boolean(),
  certificates: z.array(fingerprint),
  // Reports of version 1.0 of the schema have neither.
  trust: trust.register(definitions, { id: 'Trust' }).nullable().default(null),
  openssl: z
    .object({
      client: z.string(),
      authorized: z.boolean(),
      code: z.string().nullable(),
      roots: z.string(),
    })
    .nullable()
    .default(null),
});

const directory = z.object({
  id: z.string(),
  path: z.string(),
  state: z.enum(['present', 'absent', 'unknown']),
  why: z.string(),
  status: z.int().nullable(),
  answered_by: z.enum(['exchange', 'iis', 'other']).nullable(),
  software: z.string().nullable(),
  authentication: strings,
  health: z.enum(['healthy', 'not-healthy', 'unknown', 'not-asked']),
  health_status: z.int().nullable(),
  servers: strings,
});

const http = z.object({
  hsts: z.object({
    state: z.enum(['sent', 'not-sent', 'unknown']),
    value: z.string().nullable(),
    max_age: z.int().min(0).nullable(),
  }),
  plain: z.object({
    state: z.enum(['not-asked', 'closed', 'answered', 'unknown']),
    answers: z.array(
      z.object({
        path: z.string(),
        status: z.int(),
        redirect: z.string().nullable(),
        authentication: strings,
      }),
    ),
  }),
});

const product = z.object({
  name: z.string().nullable(),
  build: z.string().nullable(),
  source: z.string().nullable(),
  family: z.enum(['exchange', 'exchange-online', 'other', 'unknown']),
  windows: z.string().nullable(),
  builds: z.array(z.object({ value: z.string(), source: z.string(), path: z.string() })),
  windows_versions: strings,
  iis: strings,
  names: z.array(z.object({ kind: z.string(), value: z.string(), source: z.string() })),
  modern_auth: z
    .object({ tenant: z.string().nullable(), authorization_uri: z.string().nullable() })
    .nullable(),
  front: z.object({
    kind: z.enum(['exchange', 'reverse-proxy', 'load-balancer', 'mail-gateway', 'unknown']),
    product: z.string().nullable(),
    clues: z.array(
      z.object({
        kind: z.enum(['reverse-proxy', 'load-balancer', 'mail-gateway', 'other-server', 'other-tls']),
        product: z.string().nullable(),
        seen: z.string(),
      }),
    ),
  }),
  disagreements: z.array(z.object({ about: z.enum(['build', 'windows', 'server-name']), values: strings })),
});

const endpoint = z.object({
  id: z.string().min(1),
  host: z.string().min(1),
  address: z.string().nullable(),
  port,
  protocol,
  named: z.boolean(),
  views: strings.exactOptional(),
  reach: z.enum(['answered', 'not-enabled', 'unreachable', 'unknown']),
  failure: z.string().nullable(),
  baseline: z.string(),
  // Reports of version 1.0 of the schema do not say why.
  baseline_reason: z.string().nullable().default(null),
  connections: count,
  starttls: z.enum(['implicit', 'offered', 'not-offered', 'refused', 'masked', 'unknown']),
  banner: z.string().nullable(),
  capabilities: strings,
  versions: z.array(version),
  order: z.enum(['server', 'client', 'unknown']),
  groups: z.array(z.object({ id: z.string(), name: z.string() })),
  rung: z.string().nullable(),
  // Reports of version 1.0 of the schema have none.
  product: product.register(definitions, { id: 'Product' }).nullable().default(null),
  directories: z.array(directory.register(definitions, { id: 'Directory' })).default([]),
  http: http.register(definitions, { id: 'Http' }).nullable().default(null),
  chains: z.array(chain),
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
  // Reports of version 1.0 of the schema have none of these three.
  role: z.enum(['leaf', 'issuer', 'not-presented']).nullable().default(null),
  revocation: z
    .object({
      state: z.enum(['good', 'revoked', 'unknown', 'unreachable', 'not-asked']),
      revoked_at: z.string().nullable(),
      reason: z.enum(REVOCATION_REASONS).nullable(),
      by: z.enum(['staple', 'ocsp', 'crl']).nullable(),
      why: z.string(),
    })
    .nullable()
    .default(null),
  endpoints: strings.default([]),
  der,
});

const waived = z.object({ reason: z.string(), who: z.string(), until: z.string() });

const waiver = waived.extend({
  rule: z.string(),
  host: z.string().exactOptional(),
  endpoint: z.string().exactOptional(),
  certificate: z.string().exactOptional(),
  name: z.string().exactOptional(),
  state: z.enum(['applied', 'expired', 'unused']),
  findings: strings,
});

const finding = z.object({
  id: z.string(),
  rule: z.string(),
  outcome: z.enum(['pass', 'fail', 'not-applicable', 'unknown']),
  severity,
  subject: subjectSchema,
  message: z.string(),
  fix: strings,
  evidence: strings,
  endpoints: strings,
  waived: waived.exactOptional(),
});

const notification = z.object({
  receiver: z.string(),
  outcome: z.enum(['sent', 'failed', 'waiting']),
  why: z.string().nullable(),
  items: count,
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

const matrixCell = z.object({
  needed_by: strings,
  covered: z.enum(['yes', 'no', 'common-name', 'unknown']),
  entry: z.string().nullable(),
});

const namesMatrix = z.object({
  hosts: z.array(
    z.object({
      host: z.string(),
      columns: z.array(
        z.object({
          certificates: z.array(fingerprint),
          services: z.array(z.object({ protocol, port, endpoints: strings })),
        }),
      ),
      rows: z.array(
        z.object({
          name: z.string(),
          source: z.enum(['host', 'website', 'service', 'domain']),
          cells: z.array(matrixCell),
        }),
      ),
    }),
  ),
  missing: z.array(
    z.object({
      name: z.string(),
      places: z.array(z.object({ host: z.string(), protocol, port })),
      certificates: z.array(fingerprint),
    }),
  ),
});

export const summarySchema = z.object({
  fail: z.object({ info: count, low: count, medium: count, high: count, critical: count }),
  waived: count.exactOptional(),
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
export const namesMatrixSchema = namesMatrix.register(definitions, { id: 'NamesMatrix' });
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
    // In reports of version 1.0 of the schema nothing else could have chosen another.
    baselineGiven: z.boolean().default(true),
    expiry: z.object({ warningDays: z.number(), criticalDays: z.number() }),
  }),
  summary: summarySchema,
  targets: z.array(target.register(definitions, { id: 'Target' })),
  endpoints: z.array(endpointSchema),
  certificates: z.array(certificateSchema),
  // Reports of version 1.0 of the schema have none.
  names_matrix: namesMatrixSchema.nullable().default(null),
  // Older reports do not have it.
  clients: clientMatrixSchema.exactOptional(),
  findings: z.array(findingSchema),
  waivers: z.array(waiver.register(definitions, { id: 'Waiver' })).exactOptional(),
  changes: comparisonSchema.register(definitions, { id: 'Comparison' }).exactOptional(),
  notifications: z.array(notification.register(definitions, { id: 'Notification' })).exactOptional(),
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
  return { $schema, $id: 'urn:exchange-tls:report:1.1', title: 'Report of exchange-tls', ...rest };
}
