import * as z from 'zod';
import { CLIENT_SERVICES, CLIENT_VERDICTS } from '../model/clients.ts';
import { definitions } from './observation-schema.ts';
import { findingSchema, schemaVersionSchema, toolSchema } from './report-schema.ts';

const strings = z.array(z.string());
const findings = z.array(findingSchema);
const verdict = z.enum(CLIENT_VERDICTS);

const changes = z.array(
  z.object({
    host: z.string(),
    client: z.string(),
    title: z.string(),
    services: z.array(z.enum(CLIENT_SERVICES)),
    before: verdict,
    after: verdict,
    reason: z.string(),
  }),
);

/** Mirrors WhatIfDocument of judge/what-if-document.ts, and a test holds the two to each other. */
export const whatIfSchema = z.object({
  schemaVersion: schemaVersionSchema,
  tool: toolSchema,
  policy: z.string(),
  stop: changes,
  fail: changes,
  begin: changes,
  doubt: changes,
  gone: findings,
  fresh: findings,
  unseen: z.array(z.object({ endpoint: z.string(), why: z.string() })),
  undecided: z.array(z.object({ host: z.string(), clients: strings })),
  lacking: z.array(z.object({ host: z.string(), windows: z.string(), suites: strings })),
});

/** The JSON Schema (draft 2020-12) of what `whatif --format json` writes; as strict as that of reports. */
export function whatIfJsonSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(whatIfSchema, {
    target: 'draft-2020-12',
    io: 'output',
    metadata: definitions,
  });
  return {
    $schema,
    $id: 'urn:exchange-tls:whatif:1.1',
    title: 'What a baseline would bring, by exchange-tls',
    ...rest,
  };
}
