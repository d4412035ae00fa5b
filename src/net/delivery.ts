import { FAILURE_CODES, type Failure } from '../model/failure.ts';
import type { Dial } from './dial.ts';
import type { Resolve } from './resolve.ts';

/** What came of handing over a message once. */
export type Delivery =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** In our words. */
      readonly why: string;
      /** What the other side said about it; hostile text, and may repeat what it was sent. Null if it said nothing. */
      readonly reply: string | null;
      /** It may work if it is tried again, and nobody has got the message yet. */
      readonly passing: boolean;
      /** How long the other side wants us to wait before that, ms; null if it does not say. */
      readonly retryAfterMs: number | null;
      /** Some of several recipients have it. */
      readonly inPart: boolean;
    };

/** What a delivery takes from outside. */
export interface DeliveryWorld {
  readonly resolve: Resolve;
  readonly dial: Dial;
}

export interface DeliveryLimits {
  /** For everything together, ms. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export type Undelivered = Extract<Delivery, { ok: false }>;

export function undelivered(why: string, more: Partial<Omit<Undelivered, 'ok' | 'why'>> = {}): Undelivered {
  return { ok: false, why, reply: null, passing: false, retryAfterMs: null, inPart: false, ...more };
}

/** Nobody was reached, which may be otherwise in a moment. */
export function unreached({ code, detail }: Failure): Undelivered {
  return undelivered(`${FAILURE_CODES[code]} (${detail})`, { passing: true });
}

/**
 * Lets something end in time: its signal aborts when the time is over or the outer one does.
 *
 * @param act has to end soon after its signal
 */
export async function inTime(
  { timeoutMs, signal }: DeliveryLimits,
  act: (signal: AbortSignal) => Promise<Delivery>,
): Promise<Delivery> {
  if (signal.aborted) return undelivered(STOPPED);
  const stop = new AbortController();
  const onAbort = (): void => stop.abort();
  signal.addEventListener('abort', onAbort);
  const timer = setTimeout(onAbort, timeoutMs);
  try {
    const delivery = await act(stop.signal);
    if (delivery.ok || !stop.signal.aborted) return delivery;
    // What was on its way may have arrived: it is not sent a second time in the same run.
    return undelivered(signal.aborted ? STOPPED : `no whole answer within ${timeoutMs / 1000} s`);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

const STOPPED = 'stopped before it was through';
