import { readFileSync } from 'node:fs';

/** Until the answer to a hello: one for TCP and one for TLS; before it banner, EHLO and STARTTLS. */
const ROUND_TRIPS = { https: 2, imaps: 2, smtp: 5 };

/** Connections at a time to one address, as the defaults have it. */
const PLACES = { https: 6, imaps: 6, smtp: 3 };

/**
 * Questions to this server that cannot be asked before the last one is answered. Of a check: the first hello, and one
 * beside all the others. Of a scan: the first hello, two suites, the fourth and the refusal of the rest.
 */
const CHAIN = { check: 2, scan: 3 };

/** From the first question to the last answer, as the report of the last run has it, ms; null for other tools. */
export function askingMs({ report }) {
  if (report === undefined) return null;
  const { run } = JSON.parse(readFileSync(report, 'utf8'));
  return Date.parse(run.finishedAt) - Date.parse(run.startedAt);
}

/**
 * What the line alone takes, ms: for the longest chain of questions, and for so many connections in so few places. No
 * scanner that asks these questions is quicker than the larger of the two.
 */
export function leastMs({ tool, protocol, roundTripMs, connections }) {
  const chain = CHAIN[tool.depth];
  if (chain === undefined) return null;
  const perQuestion = ROUND_TRIPS[protocol] * roundTripMs;
  const rounds = 1 + Math.ceil((connections - 1) / PLACES[protocol]);
  return { chain: chain * perQuestion, places: rounds * perQuestion };
}
