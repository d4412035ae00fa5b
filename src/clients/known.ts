import type { Client } from '../exchange/clients/client.ts';
import { CLIENTS } from '../exchange/clients/index.ts';

/** The known clients and the operator's own, which come first; one with the id of a known client stands in its place. */
export function clientsWith(own: readonly Client[]): readonly Client[] {
  const replaced = new Set(own.map(({ id }) => id));
  return own.length === 0 ? CLIENTS : [...own, ...CLIENTS.filter(({ id }) => !replaced.has(id))];
}
