import * as z from 'zod';
import type { Waiver } from '../model/waiver.ts';
import { readHost } from './host.ts';
import { type Reading, refused, understood } from './reading.ts';
import { listOf, strict, textOf } from './schema.ts';
import { quoted } from './shown.ts';

const MOST_WAIVERS = 10_000;

const text = (most: number) => z.string().trim().min(1).max(most);

const waiver = strict({
  rule: textOf(readRule),
  host: textOf(readHost).optional(),
  endpoint: textOf(readEndpoint).optional(),
  certificate: textOf(readFingerprint).optional(),
  name: text(300).optional(),
  reason: text(1000),
  who: text(200),
  until: z.iso.date('expected the last day on which it holds, such as 2026-12-31'),
}).transform(({ host, endpoint, certificate, name, ...rest }): Waiver => ({
  ...rest,
  ...(host === undefined ? {} : { host }),
  ...(endpoint === undefined ? {} : { endpoint }),
  ...(certificate === undefined ? {} : { certificate }),
  ...(name === undefined ? {} : { name }),
}));

/** The list `waivers` of a targets file, and of a file of its own. */
export const waiversSchema = listOf(waiver, 0, MOST_WAIVERS);

/** Whether there is such a rule is for the caller to check: rules are not known here. */
function readRule(written: string): Reading<string> {
  const rule = written.trim();
  return /^[a-z0-9-]+\/(?:\*|[a-z0-9-]+)$/.test(rule)
    ? understood(rule)
    : refused(`expected the id of a rule such as tls/weak-cipher, or tls/*, got ${quoted(written)}`);
}

/** Ids of endpoints are in lower case. */
function readEndpoint(written: string): Reading<string> {
  const id = written.trim().toLowerCase();
  return /^[a-z0-9]+:\/\/\S+:\d+(?:\/\S+)?$/.test(id)
    ? understood(id)
    : refused(`expected an endpoint such as smtp://mail.contoso.com:25, got ${quoted(written)}`);
}

/** SHA-256 or SHA-1 as Windows, Exchange and OpenSSL write them. */
function readFingerprint(written: string): Reading<string> {
  const hex = written.replaceAll(/[\s:]/g, '').toLowerCase();
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(hex)
    ? understood(hex)
    : refused(`expected a thumbprint of 40 or 64 hex digits, got ${quoted(written)}`);
}
