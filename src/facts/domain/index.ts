import type { Certificate } from '../../certs/certificate.ts';
import type { Fingerprint, Observation } from '../../model/observation.ts';
import { parseMx, parseTlsa } from '../../wire/dns-data.ts';
import type { Fact } from '../types.ts';
import { type DnsAnswer, type DomainAnswers, domainAnswers } from './answers.ts';
import { autodiscoverFacts } from './autodiscover.ts';
import { mtaStsFact, tlsReportingFact } from './mta-sts.ts';
import type { DomainFacts, MxFact, TlsaFact } from './types.ts';

export type * from './types.ts';

/** What observations of a mail domain have in the place of an endpoint. */
const SUBJECT = 'domain:';

/** The mail domains that a run asked about, in that order. */
export function domainsIn(observations: readonly Observation[]): readonly string[] {
  const found = observations
    .filter(({ endpoint }) => endpoint.startsWith(SUBJECT))
    .map(({ endpoint }) => endpoint.slice(SUBJECT.length));
  return [...new Set(found)];
}

/** Everything that is known about one mail domain; observations of anything else are passed over. */
export function domainFactsOf(
  domain: string,
  observations: readonly Observation[],
  certificates: ReadonlyMap<Fingerprint, Certificate>,
): DomainFacts {
  const own = observations.filter(({ endpoint }) => endpoint === `${SUBJECT}${domain}`);
  const answers = domainAnswers(own, certificates);
  const asked = own.flatMap(({ kind, question }) =>
    kind === 'dns' && question.startsWith('tlsa/') ? [question.slice('tlsa/'.length)] : [],
  );
  return {
    domain,
    mx: mxFact(domain, answers),
    mtaSts: mtaStsFact(answers),
    tlsReporting: tlsReportingFact(answers),
    tlsa: new Map(asked.map((host) => [host, tlsaFact(host, answers)])),
    autodiscover: autodiscoverFacts(domain, answers),
  };
}

function mxFact(domain: string, answers: DomainAnswers): Fact<MxFact> {
  const answer = answers.dns('mx', 'MX');
  if (!answer.known) return answer;
  const found = answer.records
    .flatMap(({ type, data }) => (type === 'MX' ? (parseMx(data) ?? []) : []))
    .toSorted((one, other) => one.preference - other.preference);
  const hosts = [...new Set(found.map(({ host }) => host).filter((host) => host !== ''))];
  const none = found.length > 0 && hosts.length === 0;
  const implicit = found.length === 0 && answer.exists;
  return {
    known: true,
    value: { hosts: implicit ? [domain] : hosts, implicit, none, validated: isValidated(answer) },
    evidence: answer.evidence,
  };
}

function tlsaFact(host: string, answers: DomainAnswers): Fact<TlsaFact> {
  const answer = answers.dns(`tlsa/${host}`, 'TLSA');
  if (!answer.known) return answer;
  const address = answers.dns(`addresses/${host}`, 'A');
  const written = answer.records.filter(({ type }) => type === 'TLSA').map(({ data }) => data);
  return {
    known: true,
    value: {
      records: written.flatMap((data) => parseTlsa(data) ?? []),
      unread: written.filter((data) => parseTlsa(data) === null),
      validated: isValidated(answer),
      addressValidated: isValidated(address),
      resolverNamed: answer.resolver !== 'system',
    },
    evidence: [...answer.evidence, ...address.evidence],
  };
}

/** AD is the word of the resolver, and worth something only from one that the operator has chosen (RFC 6698, A.3). */
function isValidated(answer: DnsAnswer): boolean {
  return answer.known && answer.authenticated && answer.resolver !== 'system';
}
