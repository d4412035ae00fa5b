import type { Certificate } from '../certs/certificate.ts';
import { parseCertificate } from '../certs/parse.ts';
import { factsOf } from '../facts/index.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Observation } from '../model/observation.ts';
import type { Gathered, Report } from '../model/report.ts';
import type { JudgeOptions } from './judge-facts.ts';
import { judgeFacts } from './judge-facts.ts';

export type { JudgeOptions } from './judge-facts.ts';

/**
 * Judges what a run gathered, now or years later; opens no connection. Throws ConfigError if a target names a baseline
 * that is not known, and nothing else: what observations do not say is `unknown` in the report.
 */
export function judge(gathered: Gathered, options: JudgeOptions): Report {
  const certificates = new Map(
    Object.entries(gathered.certificates).map(([sha256, der]) => [sha256, certificateOf(sha256, der)]),
  );
  const observationsOf = sortObservations(gathered.observations);
  return judgeFacts(
    gathered,
    certificates,
    (endpoint) => factsOf(endpoint, observationsOf(endpoint), certificates),
    options,
  );
}

/** To each endpoint its own, and the look-up of its name, which is made once for all endpoints of a host. */
function sortObservations(
  observations: readonly Observation[],
): (endpoint: Endpoint) => readonly Observation[] {
  const lookUps = new Map<string, Observation[]>();
  const own = new Map<string, Observation[]>();
  for (const one of observations) {
    if (one.kind === 'resolve') add(lookUps, one.asked.name, one);
    else add(own, one.endpoint, one);
  }
  return ({ id, host }) => [...(lookUps.get(host) ?? []), ...(own.get(id) ?? [])];
}

function add<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** Certificates of the last judgements: in a fleet the same authorities come again with each endpoint. */
const PARSED = new Map<string, Certificate>();
const MOST_PARSED = 500;

function certificateOf(sha256: string, der: string): Certificate {
  const known = PARSED.get(sha256);
  if (known !== undefined) return known;
  const parsed = parseCertificate(Buffer.from(der, 'base64'));
  // A saved report may be forged: only what really has the fingerprint is kept under it.
  if (parsed.sha256 === sha256) {
    if (PARSED.size >= MOST_PARSED) PARSED.delete([...PARSED.keys()][0] ?? '');
    PARSED.set(sha256, parsed);
  }
  return parsed;
}
