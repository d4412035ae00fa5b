import type { Certificate } from '../../certs/certificate.ts';
import { FAILURE_CODES } from '../../model/failure.ts';
import type { Failure } from '../../model/failure.ts';
import type {
  DnsObservation,
  DnsRecord,
  Fingerprint,
  Observation,
  WebObservation,
} from '../../model/observation.ts';

/** Answers about one mail domain, by question. */
export interface DomainAnswers {
  dns(question: string, type: string): DnsAnswer;
  web(question: string): WebObservation | null;
  /** Every alias in the answers to a question, in order. */
  aliases(question: string): readonly string[];
  /** Those that were presented and can be read; empty if some are missing. */
  certificates(fingerprints: readonly Fingerprint[]): readonly Certificate[];
}

export type DnsAnswer =
  | {
      readonly known: true;
      readonly exists: boolean;
      readonly records: readonly DnsRecord[];
      readonly authenticated: boolean;
      readonly resolver: string;
      readonly evidence: readonly string[];
    }
  | { readonly known: false; readonly why: string; readonly evidence: readonly string[] };

export function domainAnswers(
  observations: readonly Observation[],
  certificates: ReadonlyMap<Fingerprint, Certificate>,
): DomainAnswers {
  const asked = observations.filter((one): one is DnsObservation => one.kind === 'dns');
  const pages = observations.filter((one): one is WebObservation => one.kind === 'web');
  return {
    dns: (question, type) =>
      answerOf(asked.filter((one) => one.question === question && one.asked.type === type).at(-1)),
    web: (question) => pages.findLast((one) => one.question === question) ?? null,
    aliases: (question) => [
      ...new Set(
        asked
          .filter((one) => one.question === question)
          .flatMap(({ outcome }) => (outcome.status === 'answered' ? outcome.records : []))
          .flatMap(({ type, data }) => (type === 'CNAME' ? [data.toLowerCase()] : [])),
      ),
    ],
    certificates(fingerprints) {
      const found = fingerprints.flatMap((fingerprint) => certificates.get(fingerprint) ?? []);
      return found.length === fingerprints.length ? found : [];
    },
  };
}

function answerOf(observation: DnsObservation | undefined): DnsAnswer {
  if (observation === undefined) return { known: false, why: 'nobody asked', evidence: [] };
  const { id, asked, outcome } = observation;
  const evidence = [id];
  if (outcome.status === 'failed') return { known: false, why: failureText(outcome.failure), evidence };
  const { rcode, records, authenticated } = outcome;
  if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') {
    const why = `the resolver answers ${rcode} for ${asked.type} of ${asked.name}`;
    return { known: false, why, evidence };
  }
  return {
    known: true,
    exists: rcode === 'NOERROR',
    records,
    authenticated,
    resolver: asked.resolver,
    evidence,
  };
}

export function failureText({ code, detail }: Failure): string {
  return detail === '' ? FAILURE_CODES[code] : `${FAILURE_CODES[code]} (${detail})`;
}
