import type * as z from 'zod';
import { strict, wholeNumber } from './schema.ts';

/** How long before its end a certificate is reported, in days. */
export interface ExpiryDays {
  readonly warningDays: number;
  readonly criticalDays: number;
}

/** The thresholds of Microsoft's HealthChecker.ps1 for certificates. */
export const DEFAULT_EXPIRY: ExpiryDays = { warningDays: 60, criticalDays: 30 };

export const expirySchema: z.ZodType<ExpiryDays> = strict({
  warningDays: wholeNumber(0, 3650, 'days').default(DEFAULT_EXPIRY.warningDays),
  criticalDays: wholeNumber(0, 3650, 'days').default(DEFAULT_EXPIRY.criticalDays),
}).superRefine((expiry, context) => {
  if (expiry.criticalDays <= expiry.warningDays) return;
  const message = `expected at most warningDays (${expiry.warningDays}), got ${expiry.criticalDays}`;
  context.addIssue({ code: 'custom', path: ['criticalDays'], message });
});
