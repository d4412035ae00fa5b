import * as z from 'zod';
import { changeSchema, comparisonSchema } from './changes-schema.ts';
import { count, definitions, time } from './observation-schema.ts';
import { schemaVersionSchema, toolSchema } from './report-schema.ts';

const head = { schemaVersion: schemaVersionSchema, tool: toolSchema };

/** Mirrors DiffDocument of history/documents.ts, and a test holds the two to each other. */
export const diffSchema = z.object({ ...head, ...comparisonSchema.shape });

/** Mirrors HistoryDocument of history/documents.ts, and a test holds the two to each other. */
export const historySchema = z.object({
  ...head,
  host: z.string(),
  timeline: z.array(
    z.object({
      startedAt: time,
      depth: z.enum(['check', 'scan']),
      baseline: z.string(),
      compared: z.boolean(),
      complete: z.boolean(),
      changes: z.array(changeSchema),
      quiet: count,
    }),
  ),
});

/** The JSON Schema (draft 2020-12) of what `diff --format json` writes; as strict as that of reports. */
export function diffJsonSchema(): object {
  return jsonSchemaOf(diffSchema, 'diff', 'Differences between two reports of exchange-tls');
}

/** The JSON Schema (draft 2020-12) of what `history --format json` writes; as strict as that of reports. */
export function historyJsonSchema(): object {
  return jsonSchemaOf(historySchema, 'history', 'History of a host by exchange-tls');
}

function jsonSchemaOf(schema: z.ZodType, name: string, title: string): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'output',
    metadata: definitions,
  });
  return { $schema, $id: `urn:exchange-tls:${name}:1.1`, title, ...rest };
}
