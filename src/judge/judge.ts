import type { Certificate } from '../certs/certificate.ts';
import { parseCertificate } from '../certs/parse.ts';
import { factsOf } from '../facts/index.ts';
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
  const observations = byEndpoint(gathered.observations);
  return judgeFacts(
    gathered,
    certificates,
    (endpoint) => factsOf(endpoint, observations.get(endpoint.id) ?? [], certificates),
    options,
  );
}

/** To each endpoint its own: read once for all of them, since a fleet has many. */
function byEndpoint(observations: readonly Observation[]): ReadonlyMap<string, readonly Observation[]> {
  const own = new Map<string, Observation[]>();
  for (const one of observations) {
    const list = own.get(one.endpoint);
    if (list === undefined) own.set(one.endpoint, [one]);
    else list.push(one);
  }
  return own;
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
