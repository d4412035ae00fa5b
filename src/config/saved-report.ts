import * as z from 'zod';
import { SCHEMA_VERSION } from '../model/report.ts';
import type { Report } from '../model/report.ts';
import { ConfigError } from './config-error.ts';
import { reportSchema } from './report-schema.ts';
import { pathText } from './schema.ts';

export { reportJsonSchema } from './report-schema.ts';

/** Longest report that is read, in characters: an organization of a thousand endpoints stays below a tenth. */
export const MOST_REPORT = 256 * 1024 * 1024;

const envelope = z.object({
  schemaVersion: z.string().regex(/^\d{1,9}\.\d{1,9}$/),
  tool: z.object({ name: z.literal('exchange-tls') }),
});

/**
 * Reads a report that `--format json` wrote, this version or an older one of the same major schema. Keys that a later
 * minor schema added are dropped.
 *
 * @param source file name for messages
 * @throws ConfigError with every fault and its path
 */
export function parseSavedReport(text: string, source: string): Report {
  const refuse = (message: string): ConfigError => new ConfigError(source, [{ path: '', message }]);
  if (text.length > MOST_REPORT)
    throw refuse(`larger than ${MOST_REPORT / 1024 ** 2} MB, which no report of ours is`);
  const value = parseJson(text.replace(/^\uFEFF/, ''), refuse);
  const { success, data } = envelope.safeParse(value);
  if (!success) throw refuse('not a report of exchange-tls; expected what "--format json" writes');
  const [major, own] = [data.schemaVersion, SCHEMA_VERSION].map((each) => Number.parseInt(each, 10));
  if (major !== own) {
    const age = (major ?? 0) > (own ?? 0) ? 'newer; update exchange-tls to read it' : 'not supported';
    throw refuse(`its schema is ${data.schemaVersion}, this version reads ${own}.x: ${age}`);
  }
  const report = reportSchema.safeParse(value);
  if (report.success) return report.data;
  throw new ConfigError(
    source,
    report.error.issues.map(({ path, message }) => ({ path: pathText(path), message })),
  );
}

function parseJson(text: string, refuse: (message: string) => ConfigError): unknown {
  if (text.trim() === '') throw refuse('the file is empty');
  try {
    return JSON.parse(text);
  } catch {
    throw refuse(
      cutShort(text) ? 'the file is cut short: its JSON ends too early' : 'not JSON; expected a saved report',
    );
  }
}

/** The parser's own words differ between Node versions, so the open brackets are counted here. */
function cutShort(text: string): boolean {
  if (!text.trimStart().startsWith('{')) return false;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
  }
  return depth > 0;
}
