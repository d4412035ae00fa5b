import { textFromZone } from '../../wire/dns-text.ts';
import type { Fact } from '../types.ts';
import { type DomainAnswers, failureText } from './answers.ts';
import type { MtaStsFact, PolicyAnswer, TlsReportingFact } from './types.ts';

/** The record and what came for the policy (RFC 8461, 3.1 and 3.3). */
export function mtaStsFact(answers: DomainAnswers): Fact<MtaStsFact> {
  const answer = answers.dns('mta-sts', 'TXT');
  if (!answer.known) return answer;
  const page = answers.web('mta-sts/policy');
  const evidence = [...answer.evidence, ...(page === null ? [] : [page.id])];
  return {
    known: true,
    value: { record: recordOf(versioned(answer.records, 'STSv1')), policy: policyOf(answers) },
    evidence,
  };
}

/** Where reports about TLS go (RFC 8460, 3). */
export function tlsReportingFact(answers: DomainAnswers): Fact<TlsReportingFact> {
  const answer = answers.dns('tls-rpt', 'TXT');
  if (!answer.known) return answer;
  return {
    known: true,
    value: reportingOf(versioned(answer.records, 'TLSRPTv1')),
    evidence: answer.evidence,
  };
}

/** Records that do not begin with the version are of somebody else and count for nothing. */
function versioned(
  records: readonly { readonly type: string; readonly data: string }[],
  version: string,
): readonly string[] {
  const start = new RegExp(`^v=${version}[ \\t]*(?:;|$)`);
  return records
    .filter(({ type }) => type === 'TXT')
    .flatMap(({ data }) => textFromZone(data) ?? [])
    .filter((text) => start.test(text));
}

function recordOf([first, ...others]: readonly string[]): MtaStsFact['record'] {
  if (first === undefined) return { state: 'absent' };
  if (others.length > 0)
    return { state: 'broken', why: `there are ${others.length + 1} records, and one is allowed` };
  const id = field(first, 'id');
  return id !== null && /^[A-Za-z\d]{1,32}$/.test(id)
    ? { state: 'present', id }
    : { state: 'broken', why: 'its id is missing or not of 1 to 32 letters and digits' };
}

function reportingOf([first, ...others]: readonly string[]): TlsReportingFact {
  if (first === undefined) return { state: 'absent' };
  if (others.length > 0)
    return { state: 'broken', why: `there are ${others.length + 1} records, and one is allowed` };
  const destinations = (field(first, 'rua') ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => /^(?:mailto|https):./i.test(one));
  return destinations.length > 0
    ? { state: 'present', destinations }
    : { state: 'broken', why: 'its rua names neither a mail address nor a web address' };
}

/** The first of its name: `v=STSv1; id=20260101T000000;`. */
function field(text: string, name: string): string | null {
  for (const part of text.split(';')) {
    const [, key, value] = /^[ \t]*([A-Za-z\d][\w.-]*)=(.*?)[ \t]*$/.exec(part) ?? [];
    if (key === name && value !== undefined) return value;
  }
  return null;
}

function policyOf(answers: DomainAnswers): PolicyAnswer | null {
  const page = answers.web('mta-sts/policy');
  if (page === null) return null;
  const { outcome } = page;
  const certificates = answers.certificates(outcome.certificates);
  if (outcome.status === 'answered') {
    const { http, location, contentType, body: text, cut } = outcome;
    return { http, failure: null, wrong: true, location, contentType, text, cut, certificates };
  }
  const { failure } = outcome;
  return {
    http: null,
    failure: failureText(failure),
    wrong: WRONG.has(failure.code),
    location: null,
    contentType: null,
    text: '',
    cut: false,
    certificates,
  };
}

/** The name does not lead anywhere, or the port is closed: that is an answer, and time-outs are none. */
const WRONG: ReadonlySet<string> = new Set([
  'name-not-found',
  'no-address',
  'connection-refused',
  'request-malformed',
]);
