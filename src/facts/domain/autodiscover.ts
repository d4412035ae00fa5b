import { parseSrv } from '../../wire/dns-data.ts';
import type { Fact } from '../types.ts';
import { type DnsAnswer, type DomainAnswers, failureText } from './answers.ts';
import type { AutodiscoverFacts, AutodiscoverPlace, AutodiscoverRedirect } from './types.ts';

/** Where each of the ways leads that Outlook takes from outside. */
export function autodiscoverFacts(domain: string, answers: DomainAnswers): AutodiscoverFacts {
  const host = `autodiscover.${domain}`;
  return {
    aliases: answers.aliases('autodiscover'),
    root: placeFact(domain, 'root', 'autodiscover/root', answers),
    host: placeFact(host, 'autodiscover', 'autodiscover/host', answers),
    redirect: redirectFact(answers),
    service: serviceFact(answers),
  };
}

function placeFact(
  name: string,
  question: string,
  page: string,
  answers: DomainAnswers,
): Fact<AutodiscoverPlace> {
  const found = [answers.dns(question, 'A'), answers.dns(question, 'AAAA')];
  const evidence = found.flatMap((one) => one.evidence);
  if (addresses(found).length === 0) {
    const silent = found.find((one) => !one.known);
    if (silent !== undefined && !silent.known) return { known: false, why: silent.why, evidence };
    return { known: true, value: nowhere(name), evidence };
  }
  return askedPlace(name, page, evidence, answers);
}

/** The certificate shows whether anybody is there; a time-out leaves that open, as it does for the client. */
function askedPlace(
  name: string,
  page: string,
  before: readonly string[],
  answers: DomainAnswers,
): Fact<AutodiscoverPlace> {
  const observation = answers.web(page);
  if (observation === null) return { known: false, why: 'nobody asked', evidence: before };
  const { id, outcome } = observation;
  const evidence = [...before, id];
  const certificates = answers.certificates(outcome.certificates);
  const about = { name, certificates };
  if (outcome.status === 'answered') {
    const { http, contentType } = outcome;
    return { known: true, value: { ...about, state: 'answers', http, contentType }, evidence };
  }
  if (certificates.length > 0)
    return { known: true, value: { ...about, state: 'answers', http: null, contentType: null }, evidence };
  const { failure } = outcome;
  if (failure.code === 'connection-refused')
    return { known: true, value: { ...nowhere(name), state: 'silent' }, evidence };
  return { known: false, why: failureText(failure), evidence };
}

function redirectFact(answers: DomainAnswers): Fact<AutodiscoverRedirect> {
  const found = [answers.dns('autodiscover', 'A'), answers.dns('autodiscover', 'AAAA')];
  const before = found.flatMap((one) => one.evidence);
  const observation = answers.web('autodiscover/redirect');
  if (observation === null) {
    const silent = found.find((one) => !one.known);
    if (silent !== undefined && !silent.known) return { known: false, why: silent.why, evidence: before };
    return addresses(found).length === 0
      ? { known: true, value: { state: 'none', http: null }, evidence: before }
      : { known: false, why: 'nobody asked', evidence: before };
  }
  const { id, outcome } = observation;
  const evidence = [...before, id];
  if (outcome.status === 'failed') {
    return outcome.failure.code === 'connection-refused'
      ? { known: true, value: { state: 'none', http: null }, evidence }
      : { known: false, why: failureText(outcome.failure), evidence };
  }
  const { http, location } = outcome;
  if (http < 300 || http > 399 || location === null)
    return { known: true, value: { state: 'none', http }, evidence };
  const url = URL.canParse(location) ? new URL(location) : null;
  if (url?.protocol !== 'https:') return { known: true, value: { state: 'insecure', location }, evidence };
  const own = hostOf(observation.asked.url);
  const page = url.hostname === own ? 'autodiscover/host' : 'autodiscover/redirected';
  const place = askedPlace(url.hostname, page, [], answers);
  return {
    known: true,
    value: { state: 'leads', location, place },
    evidence: [...evidence, ...place.evidence],
  };
}

function serviceFact(answers: DomainAnswers): Fact<AutodiscoverPlace> {
  const answer = answers.dns('autodiscover/srv', 'SRV');
  if (!answer.known) return answer;
  const observation = answers.web('autodiscover/service');
  const targets = answer.records.flatMap(({ type, data }) =>
    type === 'SRV' ? (parseSrv(data)?.target ?? []) : [],
  );
  if (targets.every((target) => target === ''))
    return { known: true, value: nowhere(''), evidence: answer.evidence };
  const name = observation === null ? (targets[0] ?? '') : hostOf(observation.asked.url);
  return askedPlace(name, 'autodiscover/service', answer.evidence, answers);
}

/** Ours when it was asked; a saved report may hold anything. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}

function nowhere(name: string): AutodiscoverPlace {
  return { state: 'none', name, http: null, contentType: null, certificates: [] };
}

function addresses(answers: readonly DnsAnswer[]): readonly string[] {
  return answers.flatMap((answer) =>
    answer.known
      ? answer.records.filter(({ type }) => type === 'A' || type === 'AAAA').map(({ data }) => data)
      : [],
  );
}
