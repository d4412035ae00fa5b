import * as z from 'zod';
import type { TargetPace } from '../model/target.ts';
import { canonicalAddress } from './address.ts';
import { readName } from './host.ts';
import { refused, understood } from './reading.ts';
import type { Reading } from './reading.ts';
import { strict, textOf, wholeNumber } from './schema.ts';
import { shown } from './shown.ts';

/** Connections that one endpoint may cost. */
export const budgetSchema = wholeNumber(1, 5000);

/** How we greet with EHLO. */
export const ehloSchema = textOf(readEhlo);

/** How one host is treated where it differs from the run. */
export const paceSchema: z.ZodType<TargetPace> = strict({
  gentle: z.boolean().exactOptional(),
  budget: budgetSchema.exactOptional(),
  ehlo: ehloSchema.exactOptional(),
});

/** A name with a dot or an address literal (RFC 5321, 4.1.3). It goes into a command, so nothing else may pass. */
function readEhlo(text: string): Reading<string> {
  const literal = /^\[(?:IPv6:)?([^\]]*)\]$/i.exec(text)?.[1];
  const address = literal === undefined ? undefined : canonicalAddress(literal);
  if (address !== undefined) return understood(address.includes(':') ? `[IPv6:${address}]` : `[${address}]`);
  const name = readName(text);
  if (name.ok && name.value.includes('.')) return name;
  return refused(`expected a full host name or an address literal such as [203.0.113.7], got ${shown(text)}`);
}
