import * as z from 'zod';
import { fingerprint } from './observation-schema.ts';

/** What a finding is about, in reports and in what is kept of them. */
export const subjectSchema = z.object({
  host: z.string().exactOptional(),
  endpoint: z.string().exactOptional(),
  certificate: fingerprint.exactOptional(),
  name: z.string().exactOptional(),
});
