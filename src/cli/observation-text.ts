import { type Failure, FAILURE_CODES } from '../model/failure.ts';
import type {
  AcceptedOutcome,
  DnsObservation,
  FetchAsked,
  FetchedOutcome,
  HelloAsked,
  HttpAnswer,
  HttpObservation,
  Observation,
  RefusedOutcome,
  Sslv2Asked,
  Sslv2Observation,
  Sslv2RefusedOutcome,
  WebAnswer,
} from '../model/observation.ts';
import { alertName } from '../wire/iana/alerts.ts';
import { groupName } from '../wire/iana/groups.ts';
import { ssl2KindName, suiteName } from '../wire/iana/suites.ts';
import { SSL_2_0, versionName } from '../wire/iana/versions.ts';
import { identityOf } from '../wire/ntlm-identity.ts';
import { readChallenge } from '../wire/ntlm.ts';

/** What was offered, in words. */
export function asked(observation: Observation): string {
  switch (observation.kind) {
    case 'resolve':
      return `addresses of ${observation.asked.name}`;
    case 'hello':
      return hello(observation.asked);
    case 'sslv2':
      return sslv2(observation.asked);
    case 'session': {
      const { sni, client } = observation.asked;
      return `a whole session with ${client}${sni === null ? ', without a name' : ''}`;
    }
    case 'fetch':
      return fetching(observation.asked);
    case 'dns': {
      const { name, type, resolver } = observation.asked;
      return `${type} of ${name}${resolver === 'system' ? '' : ` from ${resolver}`}`;
    }
    case 'web':
      return observation.asked.url;
    case 'http':
      return request(observation.asked);
    case 'knock':
      return `whether port ${observation.asked.port} takes connections`;
    case 'ntlm':
      return `a challenge of NTLM ${observation.asked.tls ? 'inside of TLS' : 'before TLS'}`;
  }
}

/** What came back, in words; quotes the server. */
export function answered(observation: Observation): string {
  const { outcome } = observation;
  switch (outcome.status) {
    case 'resolved':
      return outcome.addresses.join(', ');
    case 'accepted':
      return acceptance(observation, outcome);
    case 'refused':
      return refusal(outcome);
    case 'closed':
      return outcome.how === 'fin' ? 'closed without an answer' : 'reset without an answer';
    case 'no-tls':
      return `${NO_TLS[outcome.reason]}: ${outcome.detail}`;
    case 'fetched':
      return fetched(outcome);
    case 'answered':
      if ('rcode' in outcome) return records(outcome);
      return 'location' in outcome ? page(outcome) : response(outcome);
    case 'challenged':
      return challenge(outcome.challenge);
    case 'not-offered':
      return `NTLM is not offered: ${outcome.detail}`;
    case 'declined':
      return `NTLM is declined: ${outcome.detail}`;
    case 'open':
      return 'it takes connections';
    case 'failed':
      return failure(outcome.failure);
  }
}

function request({ path, tls, headers }: HttpObservation['asked']): string {
  const extra = headers.map(([name, value]) => `${name}: ${value.split(' ', 1)[0]}`).join(', ');
  return `GET ${path}${tls ? '' : ' on port 80, without TLS'}${extra === '' ? '' : `, ${extra}`}`;
}

/** Headers that tell what is there, in this order. */
const TELLING = ['location', 'server', 'x-owa-version', 'x-feserver', 'x-beserver', 'www-authenticate'];

function response({ http, headers, bytes }: HttpAnswer): string {
  const told = TELLING.flatMap((wanted) =>
    headers
      .filter(([name]) => name === wanted)
      .map(([name, value]) => {
        const [scheme = '', token] = value.split(' ', 2);
        return `${name} ${scheme.toLowerCase() === 'ntlm' && token !== undefined ? challenge(token) : value}`;
      }),
  );
  return [`${http}`, `${bytes} bytes`, ...told].join(', ');
}

/** Who the server says it is. */
function challenge(text: string): string {
  const reading = readChallenge(new Uint8Array(Buffer.from(text, 'base64')));
  if (!reading.ok) return `a challenge that cannot be read: ${reading.fault}`;
  const { windows, netbiosComputer, dnsComputer, dnsDomain } = identityOf(reading.challenge);
  const told = [dnsComputer ?? netbiosComputer, dnsDomain, windows === null ? null : `Windows ${windows}`];
  return `challenged by ${told.filter((part) => part !== null).join(', ') || 'nobody'}`;
}

type DnsAnswer = Extract<DnsObservation['outcome'], { readonly status: 'answered' }>;

function records({ rcode, authenticated, records: found }: DnsAnswer): string {
  const shown = found.map(({ type, data }) => `${type} ${data}`).join(', ');
  const what = shown === '' ? (rcode === 'NOERROR' ? 'nothing' : rcode) : shown;
  return `${what}${authenticated ? ' (AD: validated, says the resolver)' : ''}`;
}

function page({ http, location, contentType, certificates }: WebAnswer): string {
  const count = certificates.length;
  return [
    `HTTP ${http}`,
    ...(location === null ? [] : [`to ${location}`]),
    ...(contentType === null ? [] : [contentType]),
    ...(count === 0 ? [] : [`${count} certificate${count === 1 ? '' : 's'}`]),
  ].join(', ');
}

const PURPOSES = {
  issuer: 'the issuer of',
  ocsp: 'the status by OCSP of',
  crl: 'the revocation list for',
} as const;

/** As many digits of a fingerprint as tell the certificates of one report apart. */
const SHORT = 8;

function fetching({ purpose, url, certificate }: FetchAsked): string {
  return `${PURPOSES[purpose]} ${certificate.slice(0, SHORT)} from ${url}`;
}

function fetched({ bytes, contentType, certificates, crl, cached }: FetchedOutcome): string {
  const found = certificates.map((certificate) => certificate.slice(0, SHORT));
  return [
    `${bytes} bytes${contentType === null ? '' : ` of ${contentType}`}`,
    ...(found.length === 0 ? [] : [`certificate${found.length === 1 ? '' : 's'} ${found.join(' and ')}`]),
    ...(crl === null ? [] : [crl.fault ?? `${crl.entryCount} ${crl.entryCount === 1 ? 'entry' : 'entries'}`]),
    ...(cached ? ['from the cache'] : []),
  ].join(', ');
}

const NO_TLS = {
  'not-offered': 'STARTTLS is not offered',
  refused: 'STARTTLS is refused',
  masked: 'STARTTLS is masked on the way',
} as const;

/** Lists up to this length are spelled out. */
const SPELLED_OUT = 3;

function hello(offer: HelloAsked): string {
  const versions =
    offer.versions.length > 0
      ? offer.versions.map(versionName).join(' and ')
      : `up to ${versionName(offer.version)}`;
  const parts = [
    versions,
    counted(offer.suites, 'suite', suiteName),
    ...(offer.groups.length === 0 ? [] : [counted(offer.groups, 'group', groupName)]),
    ...(offer.keyShares?.length === 0 ? ['no key share'] : []),
    ...(offer.compressions.length > 1 ? ['compression'] : []),
    ...(offer.extensions.length === 0 ? ['no extensions'] : []),
    ...(offer.sni === null ? ['without a name'] : []),
    ...(offer.rung === 'full' ? [] : [`as a ${offer.rung} hello`]),
  ];
  return parts.join(', ');
}

function sslv2({ version, suites }: Sslv2Asked): string {
  const what = version === SSL_2_0 ? 'SSL 2.0' : `SSL 2.0 to ${versionName(version)} in one hello`;
  return `${what}, ${counted(suites, 'suite', ssl2KindName)}`;
}

function counted(values: readonly number[], noun: string, name: (value: number) => string): string {
  if (values.length > 0 && values.length <= SPELLED_OUT) return values.map(name).join(' and ');
  return `${values.length} ${noun}s`;
}

function refusal(outcome: RefusedOutcome | Sslv2RefusedOutcome): string {
  const { alert } = outcome;
  if (alert !== null) return `refused: alert ${alert.description} ${alertName(alert.description)}`;
  return `refused${'error' in outcome && outcome.error !== null ? `: error ${outcome.error}` : ''}`;
}

type Accepted = Extract<Observation['outcome'], { readonly status: 'accepted' }>;

function acceptance(observation: Observation, outcome: Accepted): string {
  const certificates = outcome.certificates.length;
  const parts = [
    versionName(outcome.version),
    ...('suites' in outcome ? [chosenSuites(outcome)] : []),
    ...('suite' in outcome && typeof outcome.suite === 'string' ? [outcome.suite] : []),
    ...(observation.kind === 'hello' && observation.outcome.status === 'accepted'
      ? helloParts(observation.outcome)
      : []),
    ...(certificates === 0 ? [] : [`${certificates} certificate${certificates === 1 ? '' : 's'}`]),
  ];
  return parts.join(', ');
}

type Sslv2Accepted = Extract<Sslv2Observation['outcome'], { readonly status: 'accepted' }>;

function chosenSuites({ version, suites }: Sslv2Accepted): string {
  return counted(suites, 'suite', version === SSL_2_0 ? ssl2KindName : suiteName);
}

function helloParts(outcome: AcceptedOutcome): readonly string[] {
  const { suite, group, compression, retry, keyExchange, flight } = outcome;
  return [
    suiteName(suite),
    ...(group === null ? [] : [groupName(group)]),
    ...(keyExchange !== null && 'bits' in keyExchange
      ? [`${keyExchange.kind} ${keyExchange.bits} bits`]
      : []),
    ...(compression === 0 ? [] : [`compression ${compression}`]),
    ...(retry ? ['by HelloRetryRequest'] : []),
    ...(flight === 'truncated'
      ? [`cut short: ${outcome.failure === null ? 'end' : failure(outcome.failure)}`]
      : []),
  ];
}

function failure({ code, detail }: Failure): string {
  return detail === '' ? FAILURE_CODES[code] : `${FAILURE_CODES[code]} (${detail})`;
}
