import { setImmediate } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';
import type { Endpoint } from '../model/endpoint.ts';
import type { Observation } from '../model/observation.ts';
import type { Pressure, PressureSign } from '../model/pressure.ts';
import { serviceFamily } from '../model/protocol.ts';
import type { World } from '../net/world.ts';
import { type PlaceHistory, pressureSign } from './pressure-sign.ts';
import { RANK, type Rank } from './rank.ts';

/** How many connections may be open at a time, and how fast they may follow each other. */
export interface Concurrency {
  readonly global: number;
  readonly perAddress: number;
  /** Per address, all SMTP ports together: Exchange allows 20 from one source and slows down below that. */
  readonly smtpPerAddress: number;
  /** Connections begun in a second to one address and service; null for no limit. */
  readonly startsPerSecond: number | null;
}

/** Hands out places for connections; every socket of a run is opened inside one. */
export interface Scheduler {
  /**
   * Runs the task once there is a place for it, and heeds what its observation says of the server's mood, if it has one.
   * @param gentle one connection at a time, one each second, whatever the run allows
   * @param rank who goes first of those that wait for the same place
   */
  run<T extends { readonly observation: Observation | null }>(
    endpoint: Endpoint,
    gentle: boolean,
    task: () => Promise<T>,
    rank?: Rank,
  ): Promise<T>;
  /** Forgets addresses that nothing is open to or waiting for, and that were in no trouble. */
  forget(addresses: readonly string[]): void;
}

/** Waits after the first, second, ... sign of pressure in a row, ms. */
const WAITS_MS: readonly number[] = [1000, 2000, 5000, 10_000, 20_000];
/** So many calm answers in a row bring back one of the places that pressure took away. */
const CALM = 8;
const GENTLE_INTERVAL_MS = 1000;
const NO_HISTORY: PlaceHistory = { answered: false, quickestMs: Infinity };

/** The places for one address and service. */
interface Lane {
  readonly address: string;
  readonly service: Pressure['service'];
  most: number;
  readonly limit: LimitFunction;
  /** Who waits for a place, first come first within a rank. */
  readonly waiting: { readonly rank: Rank; readonly begin: () => Promise<() => void> }[];
  /** No connection is begun before, ms since 1970. */
  notBefore: number;
  /** By endpoint: one port that answers says nothing of another. */
  readonly history: Map<string, PlaceHistory>;
  signs: number;
  calm: number;
}

export function createScheduler(
  concurrency: Concurrency,
  {
    world,
    signal,
    onPressure,
  }: {
    readonly world: Pick<World, 'now' | 'wait'>;
    readonly signal: AbortSignal;
    readonly onPressure: (pressure: Pressure) => void;
  },
): Scheduler {
  const global = pLimit(concurrency.global);
  const addresses = new Map<string, LimitFunction>();
  const lanes = new Map<string, Lane>();
  const interval = concurrency.startsPerSecond === null ? 0 : 1000 / concurrency.startsPerSecond;

  /** Waits for its turn in the lane; whom another start or new pressure has overtaken waits on. */
  async function turn(lane: Lane, gentle: boolean): Promise<void> {
    for (let until = 0; until !== lane.notBefore && !signal.aborted;) {
      until = lane.notBefore;
      const left = until - world.now();
      if (left <= 0) break;
      await world.wait(left, signal);
    }
    lane.notBefore = world.now() + (gentle ? Math.max(interval, GENTLE_INTERVAL_MS) : interval);
  }

  function heed(lane: Lane, observation: Observation): void {
    const before = lane.history.get(observation.endpoint) ?? NO_HISTORY;
    const sign = pressureSign(observation, before);
    if (sign !== null) {
      press(lane, observation, sign);
      return;
    }
    if (observation.outcome.status === 'failed') return;
    const quickestMs = Math.min(before.quickestMs, observation.elapsedMs);
    lane.history.set(observation.endpoint, { answered: true, quickestMs });
    lane.signs = 0;
    lane.calm += 1;
    if (lane.calm < CALM || lane.limit.concurrency >= lane.most) return;
    lane.calm = 0;
    lane.limit.concurrency += 1;
  }

  function press(lane: Lane, observation: Observation, sign: PressureSign): void {
    const waitMs = sign === 'slow' ? 0 : (WAITS_MS[Math.min(lane.signs, WAITS_MS.length - 1)] ?? 0);
    lane.signs += 1;
    lane.calm = 0;
    lane.limit.concurrency = Math.max(1, Math.floor(lane.limit.concurrency / 2));
    lane.notBefore = Math.max(lane.notBefore, world.now() + waitMs);
    onPressure({
      at: new Date(world.now()).toISOString(),
      address: lane.address,
      service: lane.service,
      observation: observation.id,
      sign,
      waitMs,
      connections: lane.limit.concurrency,
    });
  }

  return {
    run(endpoint, gentle, task, rank = RANK.chain) {
      const address = endpoint.address ?? endpoint.host;
      const service: Lane['service'] = serviceFamily(endpoint.protocol) === 'smtp' ? 'smtp' : 'other';
      const lane = found(lanes, `${service} ${address}`, (): Lane => {
        const allowed = service === 'smtp' ? concurrency.smtpPerAddress : concurrency.perAddress;
        const most = gentle ? 1 : Math.min(allowed, concurrency.perAddress);
        return {
          address,
          service,
          most,
          limit: pLimit(most),
          waiting: [],
          notBefore: 0,
          history: new Map(),
          signs: 0,
          calm: 0,
        };
      });
      if (gentle && lane.most > 1) {
        // Another target has opened the lane; who asks for gentleness gets it for the address.
        lane.most = 1;
        lane.limit.concurrency = 1;
      }
      const perAddress = found(addresses, address, () => pLimit(concurrency.perAddress));
      return new Promise((resolve, reject) => {
        // The narrowest place first, and waiting in it: who waits must not hold a place that others could use.
        const begin = async (): Promise<() => void> => {
          try {
            await turn(lane, gentle);
            const result = await perAddress(() => global(task));
            if (result.observation !== null) heed(lane, result.observation);
            return () => resolve(result);
          } catch (error) {
            return () => reject(error);
          }
        };
        const behind = lane.waiting.findIndex((other) => other.rank > rank);
        lane.waiting.splice(behind < 0 ? lane.waiting.length : behind, 0, { rank, begin });
        const place = lane.limit(async () => {
          // Whoever got the answer that made the place free may have a question that comes before the others.
          await setImmediate();
          return lane.waiting.shift()?.begin();
        });
        void place.then((settle) => settle?.());
      });
    },
    forget(gone) {
      for (const address of gone) {
        const own = [...lanes].filter(([, lane]) => lane.address === address);
        if (own.some(([, { limit, signs }]) => limit.activeCount + limit.pendingCount + signs > 0)) continue;
        for (const [key] of own) lanes.delete(key);
        addresses.delete(address);
      }
    },
  };
}

function found<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
