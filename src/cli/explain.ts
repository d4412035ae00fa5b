import type { Observation } from '../model/observation.ts';
import type { EndpointResult, Report } from '../model/report.ts';
import { forTerminal } from '../reporters/escape.ts';
import { groupBy } from '../reporters/table/group-by.ts';
import { endpointPlace } from '../reporters/table/place.ts';
import { answered, asked } from './observation-text.ts';

/** Every question and its answer, one line each, by endpoint and in the order of asking. */
export function explain(report: Report, ascii: boolean): string {
  const byEndpoint = groupBy(report.observations, ({ endpoint }) => endpoint);
  const blocks = report.endpoints.flatMap((endpoint) => {
    const observations = byEndpoint.get(endpoint.id) ?? [];
    if (observations.length === 0) return [];
    return [[title(endpoint), ...observations.map((one) => `  ${line(one)}`)]];
  });
  return blocks.map((lines) => lines.map((text) => `${forTerminal(text, ascii)}\n`).join('')).join('\n');
}

function title(endpoint: EndpointResult): string {
  const { host, address } = endpoint;
  return `${endpointPlace(endpoint)}${address === null || address === host ? '' : ` (${address})`}`;
}

function line(observation: Observation): string {
  const { id, question, elapsedMs, connections } = observation;
  const dialled = connections === 0 && observation.kind !== 'resolve' ? ', no connection' : '';
  return `${id} ${question}: ${asked(observation)}: ${answered(observation)} (${Math.round(elapsedMs)} ms${dialled})`;
}
