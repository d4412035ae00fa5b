import type { Report } from '../model/report.ts';
import { advance } from './compare.ts';
import { pair } from './pairing.ts';

/**
 * Where nothing can be said to have changed or not, as nothing answered in either report: ids of endpoints as the second
 * has them, or as the first did where their names lead nowhere now, and hosts of which neither has an endpoint. Ports that
 * a run does not miss (`not_assessed`) are left out.
 */
export function uncompared(before: Report, after: Report): readonly string[] {
  const { standing } = advance(null, before, 1);
  const [earlier, later] = [sightOf(before), sightOf(after)];
  const endpoints = [...pair(standing, after).after].flatMap(([old, now]) => {
    const id = now ?? old;
    const isMissed = earlier.missed.has(old) || later.missed.has(id);
    return isMissed && !earlier.answered.has(old) && !later.answered.has(id) ? [id] : [];
  });
  const known = new Set([...before.endpoints, ...after.endpoints].map(({ id }) => id));
  const hosts = [...earlier.missed].filter((id) => later.missed.has(id) && !known.has(id));
  return [...endpoints, ...hosts];
}

interface Sight {
  readonly answered: ReadonlySet<string>;
  readonly missed: ReadonlySet<string>;
}

function sightOf({ endpoints, summary }: Report): Sight {
  return {
    answered: new Set(endpoints.filter(({ reach }) => reach === 'answered').map(({ id }) => id)),
    missed: new Set(summary.not_assessed),
  };
}
