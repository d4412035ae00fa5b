import pLimit, { type LimitFunction } from 'p-limit';
import type { Endpoint } from '../model/endpoint.ts';
import { serviceFamily } from '../model/protocol.ts';

/** How many connections may be open at a time. */
export interface Concurrency {
  readonly global: number;
  readonly perAddress: number;
  /** Per address, all SMTP ports together: Exchange allows 20 from one source and slows down below that. */
  readonly smtpPerAddress: number;
}

/** Hands out places for connections; every socket of a run is opened inside one. */
export interface Scheduler {
  run<T>(endpoint: Endpoint, task: () => Promise<T>): Promise<T>;
}

export function createScheduler(concurrency: Concurrency): Scheduler {
  const global = pLimit(concurrency.global);
  const addresses = new Map<string, LimitFunction>();
  const smtp = new Map<string, LimitFunction>();

  return {
    run(endpoint, task) {
      const key = endpoint.address ?? endpoint.host;
      const address = limitFor(addresses, key, concurrency.perAddress);
      // The narrowest place first: a task that waits for its address must not hold one of the global places.
      const inAddress = () => address(() => global(task));
      if (serviceFamily(endpoint.protocol) !== 'smtp') return inAddress();
      return limitFor(smtp, key, concurrency.smtpPerAddress)(inAddress);
    },
  };
}

function limitFor(limits: Map<string, LimitFunction>, key: string, concurrency: number): LimitFunction {
  const known = limits.get(key);
  if (known !== undefined) return known;
  const limit = pLimit(concurrency);
  limits.set(key, limit);
  return limit;
}
