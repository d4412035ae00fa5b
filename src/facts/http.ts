import type { HttpObservation, Observation } from '../model/observation.ts';
import { whyNot } from './directories.ts';
import { anonymousRequests, type Answered, answeredOf, header, schemesOf } from './http-answers.ts';
import type { Fact } from './types.ts';
import type { HstsFact, HttpFact, PlainFact } from './web-types.ts';

/** How a website uses HTTP: whether it tells browsers to stay with TLS, and what it answers without. */
export function httpFact(observations: readonly Observation[]): Fact<HttpFact> {
  const requests = anonymousRequests(observations);
  const evidence = requests.map(({ id }) => id);
  const [overTls, plainly] = [true, false].map((tls) => requests.filter(({ asked }) => asked.tls === tls));
  const hsts = hstsFact((overTls ?? []).flatMap(answeredOf));
  const plain = plainFact(plainly ?? []);
  if (requests.length === 0) return { known: true, value: { state: 'not-asked', hsts, plain }, evidence };
  if (hsts.state === 'unknown' && (plain.state === 'unknown' || plain.state === 'not-asked')) {
    return { known: false, why: `no answer over HTTP: ${whyNot(requests)}`, evidence };
  }
  return { known: true, value: { state: 'answered', hsts, plain }, evidence };
}

/** The first header counts (RFC 6797, 8.1), and the one of Outlook on the web before those of other paths. */
function hstsFact(answers: readonly Answered[]): HstsFact {
  const evidence = answers.map(({ observation }) => observation.id);
  const none = { value: null, maxAge: null, includeSubDomains: false };
  if (answers.length === 0) return { state: 'unknown', ...none, evidence };
  const sent = answers.filter(({ answer }) => header(answer, 'strict-transport-security') !== null);
  const first = sent.find(({ observation }) => /^\/owa\b/i.test(observation.asked.path)) ?? sent[0];
  if (first === undefined) return { state: 'not-sent', ...none, evidence };
  const value = header(first.answer, 'strict-transport-security') ?? '';
  return { state: 'sent', value, ...directives(value), evidence: [first.observation.id] };
}

/** A directive that stands twice makes the header void (RFC 6797, 6.1). */
function directives(value: string): Pick<HstsFact, 'maxAge' | 'includeSubDomains'> {
  const all = value.split(';').map((item) => item.trim());
  const ages = all.filter((item) => /^max-age\s*=/i.test(item));
  const digits = /^max-age\s*=\s*"?(\d{1,12})"?$/i.exec(ages[0] ?? '')?.[1];
  return {
    maxAge: ages.length === 1 && digits !== undefined ? Number(digits) : null,
    includeSubDomains: all.some((item) => /^includesubdomains$/i.test(item)),
  };
}

function plainFact(requests: readonly HttpObservation[]): PlainFact {
  const evidence = requests.map(({ id }) => id);
  const answers = requests.flatMap(answeredOf).map(({ observation, answer }) => ({
    path: observation.asked.path,
    status: answer.http,
    redirect: header(answer, 'location'),
    authentication: schemesOf(answer),
    evidence: [observation.id],
  }));
  const unanswered = requests
    .filter(({ outcome }) => outcome.status !== 'answered')
    .map(({ asked }) => asked.path);
  const of = (state: PlainFact['state'], why: string): PlainFact => {
    return { state, why, answers, unanswered, evidence };
  };
  if (requests.length === 0) return of('not-asked', 'port 80 was not asked');
  if (answers.length > 0) return of('answered', 'port 80 answers');
  const refused = requests.some(
    ({ outcome }) => outcome.status === 'failed' && outcome.failure.code === 'connection-refused',
  );
  return refused ? of('closed', 'port 80 is closed') : of('unknown', whyNot(requests));
}
