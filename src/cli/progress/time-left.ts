import type { Depth } from '../../model/report.ts';
import type { EndpointTally, HostTally, Tally } from './tally.ts';

/** Connections that an endpoint which answers costs with the settings of Exchange 2019; before any has been seen. */
const USUAL: Readonly<Record<Depth, number>> = { check: 6, scan: 14 };
/** As much as so many endpoints that were seen does this expectation weigh. */
const WEIGHT = 2;
/** Connections to one that gives no answer, until it is given up. */
const SILENT = 4;

/** Nothing is said before: too little is known. */
const LEAST_MS = 3000;
const LEAST_CONNECTIONS = 10;

/**
 * How long the connections will take that are still to come, at the pace so far; null where nobody can know. What an
 * endpoint will cost is taken from those that are done.
 *
 * @param targets of the run, begun or not
 * @param elapsedMs since the run began
 * @returns milliseconds
 */
export function timeLeft(tally: Tally, targets: number, depth: Depth, elapsedMs: number): number | null {
  const { connections } = tally;
  if (elapsedMs < LEAST_MS || connections < LEAST_CONNECTIONS) return null;
  const rest = connectionsLeft(tally, targets, depth);
  return rest === 0 ? null : (rest * elapsedMs) / connections;
}

function connectionsLeft(tally: Tally, targets: number, depth: Depth): number {
  const { hosts, finished } = tally;
  const usual = (WEIGHT * USUAL[depth] + finished.connections) / (WEIGHT + finished.answered);
  const answering = (WEIGHT + finished.answered) / (WEIGHT + finished.endpoints);
  let [open, sofar] = [0, 0];
  for (const host of hosts.values()) {
    open += ofHost(host, usual, answering);
    sofar += host.connections;
  }
  const { begun, done } = tally.targets;
  const waiting = Math.max(0, targets - begun);
  if (waiting === 0) return open;
  const each = done > 0 ? tally.connectionsOfDone / done : (open + sofar) / Math.max(1, begun);
  return open + waiting * each;
}

function ofHost({ open }: HostTally, usual: number, answering: number): number {
  let rest = 0;
  for (const endpoint of open.values()) rest += ofEndpoint(endpoint, usual, answering);
  return rest;
}

function ofEndpoint({ connections, answered }: EndpointTally, usual: number, answering: number): number {
  if (answered) return Math.max(1, usual - connections);
  if (connections > 0) return Math.max(1, SILENT - connections);
  return answering * usual + (1 - answering) * SILENT;
}
