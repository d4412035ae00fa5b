import * as z from 'zod';
import { SEVERITIES } from '../model/finding.ts';
import { changeSchema, comparedRunSchema } from './changes-schema.ts';
import { count, fingerprint, time } from './observation-schema.ts';
import { subjectSchema } from './subject-schema.ts';

const strings = z.array(z.string());
const severity = z.enum(SEVERITIES);

const finding = z.object({
  rule: z.string(),
  severity,
  waived: z.boolean(),
  subject: subjectSchema,
  message: z.string(),
  hosts: strings,
  endpoints: strings,
});

const endpoint = z.object({
  host: z.string(),
  service: z.string(),
  address: z.string().nullable(),
  state: z.enum(['answers', 'silent', 'never']),
  failures: count,
  leaves: z.array(fingerprint).nullable(),
  versions: z.record(
    z.string(),
    z.object({ accepted: z.boolean(), suites: strings.nullable(), ordered: z.boolean() }),
  ),
});

/** What a folder of saved runs knows; mirrors Standing of history/standing.ts. */
const standingSchema = z.object({
  run: comparedRunSchema,
  findings: z.record(z.string(), finding),
  endpoints: z.record(z.string(), endpoint),
  certificates: z.record(
    z.string(),
    z.object({ subject: z.string(), thumbprint: z.string(), not_after: z.string() }),
  ),
});

/** One run on the time line of a folder of saved runs. */
export const eventSchema = z.object({
  startedAt: time,
  complete: z.boolean(),
  hosts: strings,
  fail: z.object({ info: count, low: count, medium: count, high: count, critical: count }),
  endpoints: count,
  answered: count,
  /** False for the first run. */
  compared: z.boolean(),
  changes: z.array(changeSchema),
});

/** The file that saved runs of one kind have in common. */
export const journalSchema = z.object({
  format: z.literal(1),
  /** In words: what the runs look at. */
  depth: z.enum(['check', 'scan']),
  baseline: z.string(),
  hosts: strings,
  standing: standingSchema.nullable(),
  events: z.array(eventSchema),
});
