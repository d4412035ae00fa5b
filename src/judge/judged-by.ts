import { ConfigError } from '../config/config-error.ts';
import type { Baseline } from '../exchange/baseline.ts';
import { baselineFor } from '../exchange/baseline-choice.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Target } from '../model/target.ts';
import type { SeenServer } from './seen-servers.ts';

/** What the operator wrote about the place; for one that no target lists, nothing but its name. */
export function targetOf(endpoint: Endpoint, targets: readonly Target[]): Target {
  const { host, protocol, port } = endpoint;
  const sameHost = targets.filter((target) => target.host === host);
  return (
    sameHost.find(({ services }) => services.some((one) => one.protocol === protocol && one.port === port)) ??
    sameHost[0] ?? { host, services: [], explicit: endpoint.named, addresses: [], names: [], baseline: null }
  );
}

/** What an endpoint is judged by, and why. */
export interface JudgedBy {
  readonly baseline: Baseline;
  /** A sentence for the report, without a full stop; may quote the server. */
  readonly baselineReason: string;
}

/**
 * The target's own baseline, or that of the run if the operator chose it, or the one that fits what the server shows
 * itself to be, or the usual one. Throws ConfigError if the target names one that is not there.
 */
export function judgedBy(
  target: Target,
  run: { readonly baseline: Baseline; readonly given: boolean },
  known: readonly Baseline[],
  server: SeenServer | null,
): JudgedBy {
  if (target.baseline !== null) {
    return {
      baseline: named(target.baseline, target, run.baseline, known),
      baselineReason: 'set for the host',
    };
  }
  if (run.given) return { baseline: run.baseline, baselineReason: 'set for the run' };
  const choice = server === null ? null : baselineFor(server.reading, server.windows);
  return choice === null
    ? { baseline: run.baseline, baselineReason: 'the usual one, as no build of Exchange is known here' }
    : { baseline: choice.baseline, baselineReason: `by fingerprint: ${choice.reason}` };
}

function named(id: string, { host }: Target, run: Baseline, known: readonly Baseline[]): Baseline {
  const own = id === run.id ? run : known.find((one) => one.id === id);
  if (own !== undefined) return own;
  const ids = known.map((one) => one.id).join(', ');
  throw new ConfigError('baselines', [
    { path: '', message: `${host} is judged by ${id}, which is not known; known are ${ids}` },
  ]);
}
