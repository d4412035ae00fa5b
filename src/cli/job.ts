import type { RunOptions } from '../config/options.ts';
import type { ScanSettings } from '../gather.ts';
import type { Target } from '../model/target.ts';
import type { AnswerStore } from '../net/answer-store.ts';
import { realWorld, type World } from '../net/world.ts';
import type { Policy } from './policy.ts';
import type { Progress } from './progress.ts';
import type { Shell } from './shell.ts';
import type { Stop } from './stop.ts';

/** What is to be asked and judged, with everything read that the operator named. */
export interface Job {
  readonly targets: readonly Target[];
  readonly options: RunOptions;
  readonly policy: Policy;
  /** Sockets, names and time; those of this machine if absent. */
  readonly world?: World;
  /** An earlier run whose answers count. */
  readonly resume?: NonNullable<ScanSettings['resume']>;
  /** Keeps answers of certification authorities; nobody if absent. */
  readonly store?: AnswerStore;
}

/** One clock for asking, judging and remembering. */
export function worldOf({ world, now }: Shell, { ehlo }: RunOptions): World {
  const there = world ?? realWorld();
  return { ...there, now, ehlo: ehlo ?? there.ehlo };
}

export function settingsOf(
  { options, policy, world, resume, store }: Job,
  stop: Pick<Stop, 'signal'>,
  progress: Progress,
): ScanSettings {
  return {
    options,
    signal: stop.signal,
    onEvent: progress.onEvent,
    authorities: policy.authorities,
    ...(policy.clients === undefined ? {} : { clients: policy.clients }),
    ...(world === undefined ? {} : { world }),
    ...(resume === undefined ? {} : { resume }),
    ...(store === undefined ? {} : { store }),
  };
}
