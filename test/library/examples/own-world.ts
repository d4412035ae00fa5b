import { type Dial, dialTcp, type Report, scan, type Target, worldWith } from '../../../src/index.ts';

/** Scans by names and through a dialler of one's own, as of a clock of one's own, for at most so long. */
export function scanInOwnWorld(
  targets: readonly Target[],
  { hosts, now, dial = dialTcp, signal }: OwnWorld,
): Promise<Report> {
  const world = worldWith({
    now,
    resolve: (name) => {
      const addresses = hosts[name];
      return Promise.resolve(
        addresses === undefined
          ? { ok: false, failure: { code: 'name-not-found', stage: 'resolve', detail: 'not in the list' } }
          : { ok: true, addresses },
      );
    },
    // Here a proxy could be spoken to; `connectionOf` makes a connection of any socket.
    dial,
  });
  return scan(targets, { world, signal });
}

export interface OwnWorld {
  /** Addresses by name. */
  readonly hosts: Readonly<Record<string, readonly string[]>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly dial?: Dial;
  /** Stops the run: what was gathered until then is judged, and the report is marked. */
  readonly signal: AbortSignal;
}
