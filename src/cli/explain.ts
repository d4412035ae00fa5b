import type { Observation } from '../model/observation.ts';
import type { EndpointResult, Report, RunInfo } from '../model/report.ts';
import { forTerminal } from '../reporters/escape.ts';
import { atATime, pressurePlace } from '../reporters/pressure-text.ts';
import { groupBy } from '../reporters/table/group-by.ts';
import { endpointPlace } from '../reporters/table/place.ts';
import { answered, asked } from './observation-text.ts';

/** Every question and its answer, one line each, by endpoint and in the order of asking. */
export function explain(report: Report, ascii: boolean): string {
  const byEndpoint = groupBy(report.observations, ({ endpoint }) => endpoint);
  const blocks = report.endpoints.flatMap((endpoint) => {
    const observations = byEndpoint.get(endpoint.id) ?? [];
    if (observations.length === 0) return [];
    return [[title(endpoint), ...observations.map((one) => `  ${observationLine(one)}`)]];
  });
  const domains = [...byEndpoint.keys()].filter((id) => id.startsWith('domain:'));
  const aside = domains.map((id) => [
    `${id.slice('domain:'.length)} (mail domain)`,
    ...(byEndpoint.get(id) ?? []).map((one) => `  ${observationLine(one)}`),
  ]);
  return [...blocks, ...aside]
    .map((lines) => lines.map((text) => `${forTerminal(text, ascii)}\n`).join(''))
    .join('\n');
}

/** Every sign of pressure in the order in which they came; empty if there was none. */
export function explainPressure({ pressure }: RunInfo, ascii: boolean): string {
  if (pressure.length === 0) return '';
  const lines = pressure.map((one) => {
    const waits = one.waitMs === 0 ? '' : `, the next in ${one.waitMs} ms`;
    return `  ${one.observation} ${one.at} ${pressurePlace(one)}: ${one.sign}; ${atATime(one.connections)}${waits}`;
  });
  return ['Signs of pressure', ...lines].map((text) => `${forTerminal(text, ascii)}\n`).join('');
}

function title(endpoint: EndpointResult): string {
  const { host, address } = endpoint;
  return `${endpointPlace(endpoint)}${address === null || address === host ? '' : ` (${address})`}`;
}

/** One question and its answer. */
export function observationLine(observation: Observation): string {
  const { id, question, elapsedMs, connections } = observation;
  const dialled = connections === 0 && 'preamble' in observation ? ', no connection' : '';
  return `${id} ${question}: ${asked(observation)}: ${answered(observation)} (${Math.round(elapsedMs)} ms${dialled})`;
}
