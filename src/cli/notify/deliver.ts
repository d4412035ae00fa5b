import type { Notice, NotificationResult } from '../../model/notification.ts';
import { thrown } from '../../model/thrown.ts';
import type { Delivery, DeliveryWorld } from '../../net/delivery.ts';
import { discreet } from '../../notify/discreet.ts';
import type { Shell } from '../shell.ts';
import type { Addressee } from './receivers.ts';

/** One try, names, connection and answer together, ms. */
const TIMEOUT_MS = 10_000;
/** Before the second try, ms: as long as the other side asks for, but no run waits for more. */
const PAUSE_MS = 1000;
const MOST_PAUSE_MS = 10_000;
const MOST_REPLY = 200;

export interface Told {
  readonly result: NotificationResult;
  /** Nobody has got the message, so it is worth another try in the next run. */
  readonly open: boolean;
}

/** Tells one receiver, with a second try after a fault that may pass. Never rejects: a fault of our own is a result, too. */
export async function deliver(
  addressee: Addressee,
  notice: Notice,
  {
    shell,
    signal,
    world,
  }: { readonly shell: Shell; readonly signal: AbortSignal; readonly world: DeliveryWorld },
): Promise<Told> {
  const about = { receiver: addressee.name, items: notice.items.length };
  try {
    const limits = { timeoutMs: TIMEOUT_MS, signal };
    const send = (): Promise<Delivery> => addressee.send(notice, shell.now(), limits, world);
    let delivery = await send();
    const pause = delivery.ok ? null : pauseBefore(delivery);
    if (pause !== null) {
      await shell.wait(pause, signal);
      if (!signal.aborted) delivery = await send();
    }
    if (delivery.ok) return { result: { ...about, outcome: 'sent', why: null }, open: false };
    const said = delivery.reply === null ? '' : replyText(delivery.reply, addressee.secrets);
    const why = `${delivery.why}${said === '' ? '' : `: ${said}`}`;
    return { result: { ...about, outcome: 'failed', why }, open: !delivery.inPart };
  } catch (error) {
    // Its message may hold anything, the address among it.
    const why = `internal error (${thrown(error).name})`;
    return { result: { ...about, outcome: 'failed', why }, open: true };
  }
}

/** Null if it is not to be tried again. */
function pauseBefore({ passing, retryAfterMs }: Extract<Delivery, { ok: false }>): number | null {
  const pause = Math.max(retryAfterMs ?? 0, PAUSE_MS);
  return passing && pause <= MOST_PAUSE_MS ? pause : null;
}

function replyText(reply: string, secrets: readonly string[]): string {
  const line = reply.replaceAll(/\s+/g, ' ').trim();
  const shown = discreet(line, secrets);
  return shown.length > MOST_REPLY ? `${shown.slice(0, MOST_REPLY)}...` : shown;
}
