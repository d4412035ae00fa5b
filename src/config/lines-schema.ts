import * as z from 'zod';
import { clientResultSchema } from './client-schema.ts';
import { count, definitions } from './observation-schema.ts';
import {
  certificateSchema,
  endpointSchema,
  findingSchema,
  namesMatrixSchema,
  runSchema,
  schemaVersionSchema,
  summarySchema,
  toolSchema,
} from './report-schema.ts';

const head = { schemaVersion: schemaVersionSchema, run: runSchema.pick({ depth: true, startedAt: true }) };
const findings = z.array(findingSchema);

/** One line of JSON Lines; mirrors reporters/jsonl-line.ts, and a test holds the two to each other. */
export const lineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('endpoint'),
    ...head,
    endpoint: endpointSchema,
    findings,
    certificates: z.array(certificateSchema),
    clients: z.array(clientResultSchema).exactOptional(),
  }),
  z.object({
    type: z.literal('target'),
    ...head,
    hosts: z.array(z.string()),
    findings,
    names_matrix: namesMatrixSchema.exactOptional(),
    not_assessed: z.array(z.string()),
  }),
  z.object({
    type: z.literal('summary'),
    schemaVersion: schemaVersionSchema,
    tool: toolSchema,
    run: runSchema,
    summary: summarySchema.extend({ not_assessed: count }),
  }),
]);

/** The JSON Schema (draft 2020-12) of each line that `--format jsonl` writes; as strict as that of reports. */
export function linesJsonSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(lineSchema, {
    target: 'draft-2020-12',
    io: 'output',
    metadata: definitions,
  });
  return { $schema, $id: 'urn:exchange-tls:line:1.1', title: 'Line of exchange-tls', ...rest };
}
