import { canonicalAddress } from './address.ts';
import { refused, understood } from './reading.ts';
import type { Reading } from './reading.ts';
import { readPort } from './service.ts';
import { shown } from './shown.ts';

/** What this machine resolves with. */
export const SYSTEM = 'system';

/**
 * Reads the address of a name server, `10.0.0.1`, `10.0.0.1:5353` or `[2001:db8::1]:53`, or `system`. It has to be an
 * address: to look up its name another one would have to be asked.
 */
export function readResolver(text: string): Reading<string> {
  const written = text.trim();
  if (written === SYSTEM) return understood(SYSTEM);
  const bare = canonicalAddress(written);
  if (bare !== undefined) return understood(bare);
  const [, host = '', portText = ''] = /^(\[[^\]]*\]|[\d.]+):(\d+)$/.exec(written) ?? [];
  const address = canonicalAddress(host);
  if (address === undefined)
    return refused(
      `expected the address of a name server, such as 10.0.0.1 or [2001:db8::1]:53, got ${shown(written)}`,
    );
  const port = readPort(portText);
  if (!port.ok) return port;
  return understood(address.includes(':') ? `[${address}]:${port.value}` : `${address}:${port.value}`);
}
