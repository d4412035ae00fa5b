import type { Waiver } from '../model/waiver.ts';
import { ConfigError } from './config-error.ts';
import { parseDocument } from './document.ts';
import { faultsOf, strict } from './schema.ts';
import { shown } from './shown.ts';
import { waiversSchema } from './waivers-schema.ts';

/**
 * Reads a file of waivers, JSON or YAML: an object with the list `waivers`, or the list alone.
 *
 * @param source what to call the file in faults.
 * @throws ConfigError with every fault and its path.
 */
export function parseWaivers(document: string, source: string): readonly Waiver[] {
  const value = parseDocument(document, source);
  const whole = Array.isArray(value) ? { waivers: value } : value;
  if (typeof whole !== 'object' || whole === null) {
    throw new ConfigError(source, [{ path: '', message: `expected a list of waivers, got ${shown(value)}` }]);
  }
  const parsed = strict({ waivers: waiversSchema }).safeParse(whole, { reportInput: true });
  if (!parsed.success) throw new ConfigError(source, faultsOf(parsed.error));
  return parsed.data.waivers;
}
