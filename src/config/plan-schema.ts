import * as z from 'zod';
import { count, definitions, fingerprint, port, time } from './observation-schema.ts';
import { findingSchema, schemaVersionSchema, toolSchema } from './report-schema.ts';

const strings = z.array(z.string());
const findings = z.array(findingSchema);

const service = z.object({
  host: z.string(),
  family: z.enum(['web', 'smtp', 'pop', 'imap']),
  ports: z.array(port),
  endpoints: strings,
  names: strings,
  common_name: z.string().nullable(),
  listed: strings,
});

/** Mirrors PlanDocument of plan/document.ts, and a test holds the two to each other. */
export const planSchema = z.object({
  schemaVersion: schemaVersionSchema,
  tool: toolSchema,
  at: time,
  source: z.enum(['report', 'targets']),
  optimal: z.boolean(),
  certificates: z.array(
    z.object({
      common_name: z.string(),
      names: strings,
      wildcard: z.boolean(),
      counts: z.object({ listed: count, wildcard: count }),
      existing: z
        .object({ sha256: fingerprint, thumbprint: z.string(), subject: z.string(), not_after: time })
        .nullable(),
      services: z.array(service),
    }),
  ),
  left_out: z.array(z.object({ name: z.string(), why: z.string() })),
  kept: z.array(z.object({ host: z.string(), port, thumbprint: z.string().nullable(), why: z.string() })),
  warnings: strings,
  commands: strings,
  prediction: z.object({ gone: findings, stays: findings, fresh: findings, open: findings }).nullable(),
});

/** The JSON Schema (draft 2020-12) of what `plan --format json` writes; as strict as that of reports. */
export function planJsonSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(planSchema, {
    target: 'draft-2020-12',
    io: 'output',
    metadata: definitions,
  });
  return {
    $schema,
    $id: 'urn:exchange-tls:plan:1.1',
    title: 'Plan of certificates by exchange-tls',
    ...rest,
  };
}
