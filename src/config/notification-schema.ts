import * as z from 'zod';
import { CHANGE_KINDS } from '../model/comparison.ts';
import { NOTICE_REASONS } from '../model/notification.ts';
import { changeSchema } from './changes-schema.ts';
import { count, time } from './observation-schema.ts';
import { runSchema, summarySchema, toolSchema } from './report-schema.ts';

/** Mirrors NoticeItem of model/notification.ts. */
export const noticeItemSchema = changeSchema.extend({
  kind: z.enum([...CHANGE_KINDS, 'fails']),
  seenAt: time,
});

/** What a generic webhook gets; mirrors notify/generic.ts. */
export const notificationSchema = z.object({
  type: z.literal('notification'),
  schemaVersion: z.string().regex(/^1\.\d+$/),
  reason: z.enum(NOTICE_REASONS),
  title: z.string(),
  verdict: z.string(),
  tool: toolSchema,
  run: runSchema
    .pick({ depth: true, startedAt: true, finishedAt: true, complete: true })
    .extend({
      hosts: z.array(z.string()),
      comparedWith: time.nullable(),
      fail: summarySchema.shape.fail,
      endpoints: count,
      answered: count,
    })
    .nullable(),
  items: z.array(noticeItemSchema),
  /** Items that are left out. */
  more: count,
});

/** What waits for the next run, in the folder of saved runs, by the name of its receiver. */
export const waitingSchema = z.object({
  format: z.literal(1),
  waiting: z.array(z.object({ receiver: z.string(), items: z.array(noticeItemSchema) })),
});

/** The JSON Schema (draft 2020-12) of what a generic webhook gets; as strict as that of reports. */
export function notificationJsonSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(notificationSchema, { target: 'draft-2020-12', io: 'output' });
  return {
    $schema,
    $id: 'urn:exchange-tls:notification:1.0',
    title: 'Notification of exchange-tls',
    ...rest,
  };
}
