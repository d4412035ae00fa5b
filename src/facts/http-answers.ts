import type { HttpAnswer, HttpObservation, Observation } from '../model/observation.ts';
import type { AnsweredBy } from './web-types.ts';

/** One request that was answered. */
export interface Answered {
  readonly observation: HttpObservation;
  readonly answer: HttpAnswer;
}

/**
 * The HTTP requests among observations that were sent without signing in: the answer to an NTLM message offers NTLM
 * alone, and says nothing about what strangers are offered.
 */
export function anonymousRequests(observations: readonly Observation[]): readonly HttpObservation[] {
  return observations
    .filter((observation) => observation.kind === 'http')
    .filter(({ asked }) => !asked.headers.some(([name]) => name.toLowerCase() === 'authorization'));
}

export function answeredOf(observation: HttpObservation): readonly Answered[] {
  const { outcome } = observation;
  return outcome.status === 'answered' ? [{ observation, answer: outcome }] : [];
}

/** Values of a header in the order received; its name in lower case. */
export function headerValues({ headers }: HttpAnswer, name: string): readonly string[] {
  return headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
}

/** The first value of a header, cut to what can be shown, or null. */
export function header(answer: HttpAnswer, name: string): string | null {
  return headerValues(answer, name)[0]?.slice(0, MOST_SHOWN) ?? null;
}

const MOST_SHOWN = 500;

/**
 * Headers that Exchange sends and nothing else is known to; X-FEServer and the others are customHeaders of its virtual
 * directories (CSS-Exchange, commit f88378b, 2026-04-02).
 */
const OF_EXCHANGE = ['x-feserver', 'x-beserver', 'x-owa-version', 'x-calculatedbetarget', 'x-diaginfo'];

export function answeredBy(answer: HttpAnswer): AnsweredBy {
  if (OF_EXCHANGE.some((name) => headerValues(answer, name).length > 0)) return 'exchange';
  return headerValues(answer, 'server').some((value) => /^microsoft-(?:iis|httpapi)\//i.test(value))
    ? 'iis'
    : 'other';
}

/** Names of servers that an answer gives away, each once; hostile text. */
export function serversOf(answer: HttpAnswer): readonly string[] {
  const names = ['x-feserver', 'x-beserver', 'x-calculatedbetarget'].flatMap((name) =>
    headerValues(answer, name),
  );
  return [...new Set(names.map((name) => name.trim().slice(0, MOST_NAME)))].slice(0, MOST_NAMES);
}

/** Longest DNS name (RFC 1035, 2.3.4). */
const MOST_NAME = 255;
const MOST_NAMES = 10;

/**
 * Schemes of all WWW-Authenticate headers, each once in the order sent (RFC 9110, 11.6.1): several may share one header,
 * and commas also stand between the parameters of one.
 */
export function schemesOf(answer: HttpAnswer): readonly string[] {
  const schemes = headerValues(answer, 'www-authenticate').flatMap((value) =>
    (value.match(/(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g) ?? []).flatMap((item) => {
      const [, scheme, rest = ''] = /^\s*([\w!#$%&'*+.^`|~-]{1,40})(?:\s+(.*))?$/s.exec(item) ?? [];
      return scheme === undefined || rest.startsWith('=') ? [] : [asUsual(scheme)];
    }),
  );
  return [...new Set(schemes)].slice(0, MOST_SCHEMES);
}

const MOST_SCHEMES = 20;

/** In the spelling that people know; schemes mean the same in any case (RFC 9110, 11.1). */
function asUsual(scheme: string): string {
  return USUAL.find((each) => each.toLowerCase() === scheme.toLowerCase()) ?? scheme;
}

const USUAL = ['Basic', 'Bearer', 'Digest', 'Kerberos', 'Negotiate', 'NTLM'];
