import { ConfigError } from '../config/config-error.ts';
import type { Baseline } from '../exchange/baseline.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Target } from '../model/target.ts';

/** What the operator wrote about the place; for one that no target lists, nothing but its name. */
export function targetOf(endpoint: Endpoint, targets: readonly Target[]): Target {
  const { host, protocol, port } = endpoint;
  const sameHost = targets.filter((target) => target.host === host);
  return (
    sameHost.find(({ services }) => services.some((one) => one.protocol === protocol && one.port === port)) ??
    sameHost[0] ?? { host, services: [], explicit: endpoint.named, addresses: [], names: [], baseline: null }
  );
}

/** The target's own baseline, or that of the run. Throws ConfigError if the target names one that is not there. */
export function baselineOf(target: Target, run: Baseline, known: readonly Baseline[]): Baseline {
  if (target.baseline === null || target.baseline === run.id) return run;
  const own = known.find(({ id }) => id === target.baseline);
  if (own !== undefined) return own;
  const ids = known.map(({ id }) => id).join(', ');
  throw new ConfigError('baselines', [
    {
      path: '',
      message: `${target.host} is judged by ${target.baseline}, which is not known; known are ${ids}`,
    },
  ]);
}
