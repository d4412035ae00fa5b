import { exchangeOnline } from '../exchange/exchange-online.ts';
import type { DnsObservation, Observation, WebObservation } from '../model/observation.ts';
import type { Protocol } from '../model/protocol.ts';
import { parseMx, parseSrv } from '../wire/dns-data.ts';
import { LIKELY_NAMES, type Purpose } from './likely-names.ts';
import { SERVICE_RECORDS } from './service-records.ts';

export interface FoundService {
  readonly protocol: Protocol;
  readonly port: number;
}

/** A host that clients or senders come to. */
export interface FoundHost {
  readonly host: string;
  /** IPv4 first; empty if the name leads nowhere. */
  readonly addresses: readonly string[];
  /** What the name is an alias of, in order; hostile text. */
  readonly aliases: readonly string[];
  /** How it was found, in words. */
  readonly reasons: readonly string[];
  /** Those that DNS names for it. */
  readonly services: readonly FoundService[];
  /** What a guessed name is for; null if the name was not guessed. */
  readonly guess: Purpose | null;
  /** own: it stands in one of the domains; other: with somebody else. */
  readonly whose: 'own' | 'other' | 'exchange-online';
}

export interface Discovery {
  readonly domain: string;
  readonly hosts: readonly FoundHost[];
  /** Where any name of the domain leads; null if names that do not exist lead nowhere. */
  readonly wildcard: readonly string[] | null;
  /** What there is to know besides, one sentence each; may quote DNS. */
  readonly notes: readonly string[];
  /** Questions without an answer, in words. */
  readonly unanswered: readonly string[];
}

/**
 * What the answers about a mail domain show.
 *
 * @param domains all that are the operator's: hosts in them are his own
 */
export function discoveryOf(
  domain: string,
  observations: readonly Observation[],
  domains: readonly string[],
): Discovery {
  const asked = observations.filter((one): one is DnsObservation => one.kind === 'dns');
  const pages = observations.filter((one): one is WebObservation => one.kind === 'web');
  const hosts = new Map<string, Draft>();
  const notes: string[] = [];
  const draft = (host: string): Draft => {
    const known = hosts.get(host) ?? { reasons: new Set(), services: [], guess: null };
    hosts.set(host, known);
    return known;
  };
  const add = (host: string, reason: string, ...services: readonly FoundService[]): void => {
    const found = draft(host);
    found.reasons.add(reason);
    for (const service of services)
      if (!found.services.some((one) => one.protocol === service.protocol && one.port === service.port))
        found.services.push(service);
  };

  const wildcard = wildcardOf(asked);
  if (asked.some(({ question, outcome }) => question === 'mx' && isMissing(outcome)))
    notes.push(`DNS knows no name ${domain}`);
  for (const data of records(asked, 'mx', 'MX')) {
    const mx = parseMx(data);
    if (mx === null) continue;
    if (mx.host === '') notes.push(`${domain} says that it takes no mail`);
    else add(mx.host, `MX ${mx.preference}`, { protocol: 'smtp', port: 25 });
  }
  addAutodiscover(domain, asked, pages, add, notes);
  for (const { label, protocol } of SERVICE_RECORDS) {
    for (const data of records(asked, `srv/${label}`, 'SRV')) {
      const srv = parseSrv(data);
      if (srv !== null && srv.target !== '' && srv.port > 0)
        add(srv.target, `SRV ${label}`, { protocol, port: srv.port });
    }
  }
  for (const { label, purpose } of LIKELY_NAMES) {
    const host = `${label}.${domain}`;
    const { addresses } = placeOf(host, domain, asked);
    if (addresses.length === 0 || (isSame(addresses, wildcard) && !hosts.has(host))) continue;
    const found = draft(host);
    found.reasons.add('a usual name');
    found.guess = purpose;
  }
  if (wildcard !== null)
    notes.push(
      `every name below ${domain} leads to ${wildcard.join(', ')}: usual names that do are left out`,
    );

  return {
    domain,
    wildcard,
    notes,
    unanswered: unanswered(asked),
    hosts: [...hosts].map(([host, { reasons, services, guess }]) => {
      const place = placeOf(host, domain, asked);
      return {
        host,
        ...place,
        reasons: [...reasons],
        services,
        guess,
        whose: whoseIs([host, ...place.aliases], domains),
      };
    }),
  };
}

interface Draft {
  readonly reasons: Set<string>;
  readonly services: FoundService[];
  guess: Purpose | null;
}

type Add = (host: string, reason: string, ...services: readonly FoundService[]) => void;

const HTTPS: FoundService = { protocol: 'https', port: 443 };

function addAutodiscover(
  domain: string,
  asked: readonly DnsObservation[],
  pages: readonly WebObservation[],
  add: Add,
  notes: string[],
): void {
  const page = (question: string) => pages.find((one) => one.question === question);
  const host = `autodiscover.${domain}`;
  if (placeOf(host, domain, asked).addresses.length > 0) add(host, 'Autodiscover', HTTPS);
  const root = page('autodiscover/root');
  if (root?.outcome.status === 'answered')
    notes.push(
      `a web server answers at https://${domain}, where Outlook looks first (status ${root.outcome.http})`,
    );
  const redirected = placeIn(locationOf(page('autodiscover/redirect')));
  if (redirected !== null) add(redirected.host, `redirect of http://${host}`, redirected.service);
  for (const data of records(asked, 'autodiscover/srv', 'SRV')) {
    const srv = parseSrv(data);
    if (srv !== null && srv.target !== '' && srv.port > 0)
      add(srv.target, 'SRV _autodiscover._tcp', { protocol: 'https', port: srv.port });
  }
  const told = placeIn(jsonUrl(page('autodiscover/json')));
  if (told !== null && told.host !== host) add(told.host, 'autodiscover.json', told.service);
}

function locationOf(page: WebObservation | undefined): string | null {
  if (page?.outcome.status !== 'answered') return null;
  const { http, location } = page.outcome;
  return http >= 300 && http <= 399 ? location : null;
}

/** `{"Protocol": "Autodiscoverv1", "Url": "https://..."}`; hostile. */
function jsonUrl(page: WebObservation | undefined): string | null {
  if (page?.outcome.status !== 'answered' || page.outcome.http !== 200) return null;
  try {
    const { Url: url } = JSON.parse(page.outcome.body) as { readonly Url?: unknown };
    return typeof url === 'string' ? url : null;
  } catch {
    return null;
  }
}

/** Only names that DNS can hold: addresses and other things are nothing to put into a file. */
function placeIn(text: string | null): { readonly host: string; readonly service: FoundService } | null {
  if (text === null || !URL.canParse(text)) return null;
  const { protocol, hostname, port } = new URL(text);
  if (protocol !== 'https:' || !isHostName(hostname)) return null;
  return { host: hostname, service: { protocol: 'https', port: port === '' ? 443 : Number(port) } };
}

/** Letters, digits, hyphens and underscores, with a last part that is no number (RFC 1123, 2.1). */
export function isHostName(name: string): boolean {
  const labels = name.split('.');
  return (
    name.length <= 253 &&
    labels.every((label) => /^[\w](?:[\w-]{0,61}[\w])?$/.test(label)) &&
    !/^(?:\d+|0x[\da-f]*)$/i.test(labels.at(-1) ?? '')
  );
}

/** Autodiscover has a question of its own for its host. */
function placeOf(
  host: string,
  domain: string,
  asked: readonly DnsObservation[],
): Pick<FoundHost, 'addresses' | 'aliases'> {
  const wanted = host === `autodiscover.${domain}` ? 'autodiscover' : `host/${host}`;
  const own = asked.filter(({ question }) => question === wanted);
  const all = own.flatMap(({ outcome }) => (outcome.status === 'answered' ? outcome.records : []));
  const of = (...types: readonly string[]): readonly string[] => [
    ...new Set(all.filter(({ type }) => types.includes(type)).map(({ data }) => data.toLowerCase())),
  ];
  return { addresses: [...of('A'), ...of('AAAA')], aliases: of('CNAME') };
}

function isMissing(outcome: DnsObservation['outcome']): boolean {
  return outcome.status === 'answered' && outcome.rcode === 'NXDOMAIN';
}

function wildcardOf(asked: readonly DnsObservation[]): readonly string[] | null {
  const addresses = records(asked, 'wildcard', 'A');
  return addresses.length === 0 ? null : addresses;
}

/** A guessed name that leads where any name leads is no host of its own. */
function isSame(addresses: readonly string[], wildcard: readonly string[] | null): boolean {
  if (wildcard === null) return false;
  const four = addresses.filter((address) => !address.includes(':'));
  return four.every((address) => wildcard.includes(address)) && four.length === wildcard.length;
}

function whoseIs(names: readonly string[], domains: readonly string[]): FoundHost['whose'] {
  if (names.some((name) => exchangeOnline(name) !== null)) return 'exchange-online';
  const [host = ''] = names;
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`)) ? 'own' : 'other';
}

function records(asked: readonly DnsObservation[], question: string, type: string): readonly string[] {
  return asked
    .filter((one) => one.question === question)
    .flatMap(({ outcome }) => (outcome.status === 'answered' ? outcome.records : []))
    .filter((record) => record.type === type)
    .map(({ data }) => data);
}

function unanswered(asked: readonly DnsObservation[]): readonly string[] {
  const open = asked.filter(
    ({ outcome }) =>
      outcome.status === 'failed' || (outcome.rcode !== 'NOERROR' && outcome.rcode !== 'NXDOMAIN'),
  );
  return open.map(({ asked: { name, type }, outcome }) => {
    const why = outcome.status === 'failed' ? outcome.failure.detail || outcome.failure.code : outcome.rcode;
    return `${type} of ${name}: ${why}`;
  });
}
