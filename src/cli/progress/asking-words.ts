import type { Endpoint } from '../../model/endpoint.ts';
import type { FailureCode } from '../../model/failure.ts';
import type { Observation } from '../../model/observation.ts';

/** `25 smtp: suites`: what was asked last, which is about what is being asked now. Of the server it has nothing. */
export function askingWords(endpoint: Endpoint | null, { kind, question, outcome }: Observation): string {
  const silent = outcome.status === 'failed' && SILENT.has(outcome.failure.code);
  const what = silent ? 'no answer' : (WORDS[kind] ?? helloWords(question));
  return endpoint === null || kind === 'resolve' ? what : `${endpoint.port} ${endpoint.protocol}: ${what}`;
}

const SILENT: ReadonlySet<FailureCode> = new Set([
  'resolver-failed',
  'connect-timeout',
  'preamble-timeout',
  'tls-timeout',
  'request-timeout',
]);

const WORDS: Readonly<Record<Observation['kind'], string | null>> = {
  resolve: 'address',
  hello: null,
  sslv2: 'SSL 2.0',
  session: 'whole session',
  http: 'website',
  ntlm: 'NTLM',
  knock: 'ports',
  dns: 'DNS of the domain',
  web: 'website of the domain',
  fetch: 'certification authorities',
};

/** By the first word of the question's name, `suites` of `suites/0303#3`. */
function helloWords(question: string): string {
  const [first = ''] = question.split(/[/#]/, 1);
  return HELLOS[first] ?? 'hellos';
}

const HELLOS: Readonly<Record<string, string>> = {
  modern: 'first hello',
  'tls1.0': 'versions',
  'tls1.3': 'versions',
  version: 'versions',
  suites: 'suites',
  groups: 'groups',
  order: 'order of suites',
  'no-sni': 'certificate',
  simulate: 'hellos of clients',
};
