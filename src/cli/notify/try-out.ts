import type { DeliveryWorld } from '../../net/delivery.ts';
import { dialTcp } from '../../net/dial.ts';
import { resolveSystem } from '../../net/resolve.ts';
import { testNotice } from '../../notify/notice.ts';
import { forTerminal } from '../../reporters/escape.ts';
import { VERSION } from '../../version.ts';
import type { Shell } from '../shell.ts';
import { listenForStop } from '../stop.ts';
import { STOP_SENDING } from '../ui.ts';
import { deliver } from './deliver.ts';
import { readAddressees } from './receivers.ts';

export interface NotifyArguments {
  readonly file: string;
  readonly ascii: boolean;
}

const ALL_SENT = 0;
const NOT_SENT = 3;

/**
 * Sends a test message to everybody in the file and prints what came of it, a line each.
 *
 * @throws ConfigError for faults in the file, and for secrets that are not there.
 */
export async function tryOut({ file, ascii }: NotifyArguments, shell: Shell): Promise<number> {
  const addressees = await readAddressees(file, shell);
  const notice = testNotice(VERSION, shell.self.machine);
  const world: DeliveryWorld = shell.world ?? { resolve: resolveSystem, dial: dialTcp };
  const stop = listenForStop(shell, () => undefined, STOP_SENDING);
  try {
    const told = await Promise.all(
      addressees.map((addressee) => deliver(addressee, notice, { shell, signal: stop.signal, world })),
    );
    for (const { result } of told) {
      const text = `${result.receiver}: ${result.outcome}${result.why === null ? '' : `: ${result.why}`}`;
      await shell.stdout.write(`${forTerminal(text, ascii)}\n`);
    }
    return stop.code() ?? (told.every(({ result }) => result.outcome === 'sent') ? ALL_SENT : NOT_SENT);
  } finally {
    stop.end();
  }
}
