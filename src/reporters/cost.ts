import type { Observation } from '../model/observation.ts';
import type { RunInfo } from '../model/report.ts';
import type { Target } from '../model/target.ts';

/** `522 connections used in 0.9 s (limit for each endpoint: 500); 3 fetches from certification authorities`. */
export function costText(run: RunInfo, targets: readonly Target[], connections: number, fetches = 0): string {
  const seconds = (Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000;
  const took = Number.isNaN(seconds) ? '' : ` in ${seconds.toFixed(1)} s`;
  const used = `${connections} connection${connections === 1 ? '' : 's'} used`;
  const fetched =
    fetches === 0 ? '' : `; ${fetches} fetch${fetches === 1 ? '' : 'es'} from certification authorities`;
  return `${used}${took} (limit for each endpoint: ${budgetText(run.budget, targets)})${fetched}`;
}

/** What was asked of certification authorities: what was kept from before costs nothing. */
export function fetchesIn(observations: readonly Observation[]): number {
  return observations.filter((one) => one.kind === 'fetch' && one.requests > 0).length;
}

/** `500`, or `40 to 500` where targets have budgets of their own. */
function budgetText(budget: number, targets: readonly Target[]): string {
  let [least, most] = targets.length === 0 ? [budget, budget] : [Infinity, 0];
  for (const { pace } of targets) {
    least = Math.min(least, pace?.budget ?? budget);
    most = Math.max(most, pace?.budget ?? budget);
  }
  return least === most ? `${most}` : `${least} to ${most}`;
}
