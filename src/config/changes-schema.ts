import * as z from 'zod';
import { CHANGE_KINDS, CHANGE_SUBJECTS } from '../model/comparison.ts';
import { SEVERITIES } from '../model/finding.ts';
import { time } from './observation-schema.ts';

const strings = z.array(z.string());

/** Mirrors Change of model/comparison.ts. */
export const changeSchema = z.object({
  kind: z.enum(CHANGE_KINDS),
  about: z.enum(CHANGE_SUBJECTS),
  id: z.string(),
  rule: z.string().nullable(),
  severity: z.enum(SEVERITIES).nullable(),
  hosts: strings,
  endpoints: strings,
  message: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

export const comparedRunSchema = z.object({ startedAt: time, version: z.string() });

/** Mirrors Comparison of model/comparison.ts. */
export const comparisonSchema = z.object({
  before: comparedRunSchema,
  after: comparedRunSchema,
  changes: z.array(changeSchema),
});
