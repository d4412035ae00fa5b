import type { DnsObservation, Observation } from '../model/observation.ts';
import { SYSTEM_RESOLVER } from '../net/dns.ts';
import type { World } from '../net/world.ts';
import { askAliases, type DomainAsking, domainAsking } from '../scan/domain-asking.ts';
import { autodiscoverQuestions } from '../scan/domain-phase.ts';
import { parseMx, parseSrv } from '../wire/dns-data.ts';
import { discoveryOf } from './found.ts';
import { LIKELY_NAMES } from './likely-names.ts';
import { SERVICE_RECORDS } from './service-records.ts';

export interface DiscoverOptions {
  readonly world: Pick<World, 'lookup' | 'web' | 'resolve' | 'now' | 'random'>;
  /** Address of a name server, or `system`. */
  readonly resolver: string;
  /** For each question, ms. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Hosts of one kind of record that are looked at. */
const MOST_HOSTS = 20;

/**
 * Asks what clients and senders look up by a mail domain, and for names that mail servers usually have. Some sixty
 * questions to the resolver, but two if it does not answer, and at most six connections to websites of the domain. Never
 * rejects.
 */
export async function askAbout(domain: string, options: DiscoverOptions): Promise<readonly Observation[]> {
  const observations: Observation[] = [];
  const ask = domainAsking(domain, {
    ...options,
    nextId: () => `o${observations.length + 1}`,
    record: ({ observation }) => observations.push(observation),
  });
  const host = (name: string): Promise<void> => askHost(name, ask);
  const stray = `x${Buffer.from(options.world.random(8)).toString('hex')}`;
  const [mx, wildcard] = await Promise.all([
    ask.dns('mx', domain, 'MX'),
    ask.dns('wildcard', `${stray}.${domain}`, 'A'),
  ]);
  // Sixty more questions would only be as many more waits.
  if (mx.outcome.status === 'failed' && wildcard.outcome.status === 'failed') return observations;
  await Promise.all([
    askHosts(
      recordsOf(mx, 'MX').flatMap((data) => parseMx(data)?.host ?? []),
      ask,
    ),
    autodiscover(domain, ask, observations),
    ...SERVICE_RECORDS.map(({ label }) => service(label, domain, ask)),
    ...LIKELY_NAMES.map(({ label }) => host(`${label}.${domain}`)),
  ]);
  // Where redirects and records for Autodiscover lead is known only now.
  const led = discoveryOf(domain, observations, [domain]).hosts.map(({ host: name }) => name);
  const looked = new Set(observations.map(({ question }) => question));
  const own = `autodiscover.${domain}`;
  await askHosts(
    led.filter((name) => name !== own && !looked.has(`host/${name}`)),
    ask,
  );
  return observations;
}

/** Addresses of a host, and what it is an alias of. */
async function askHost(name: string, ask: DomainAsking): Promise<void> {
  const question = `host/${name}`;
  const found = await Promise.all([ask.dns(question, name, 'A'), ask.dns(question, name, 'AAAA')]);
  const isThere = found.some((one) => recordsOf(one, 'A').length + recordsOf(one, 'AAAA').length > 0);
  if (isThere && ask.resolver === SYSTEM_RESOLVER) await askAliases(question, name, ask);
}

async function service(label: string, domain: string, ask: DomainAsking): Promise<void> {
  const records = recordsOf(await ask.dns(`srv/${label}`, `${label}.${domain}`, 'SRV'), 'SRV');
  await askHosts(
    records.flatMap((data) => parseSrv(data)?.target ?? []),
    ask,
  );
}

async function askHosts(hosts: readonly string[], ask: DomainAsking): Promise<void> {
  const named = [...new Set(hosts)].filter((host) => host !== '').slice(0, MOST_HOSTS);
  await Promise.all(named.map((host) => askHost(host, ask)));
}

/**
 * Besides the usual ways the question of newer clients, which servers answer without login by the address of a service.
 * From which build of Exchange on is not confirmed; it is asked with an address that every domain has (RFC 2142, 5).
 */
async function autodiscover(
  domain: string,
  ask: DomainAsking,
  observations: readonly Observation[],
): Promise<void> {
  await autodiscoverQuestions(domain, ask);
  const page = observations.find(({ question }) => question === 'autodiscover/host');
  if (page?.outcome.status !== 'answered') return;
  const query = `Email=postmaster@${domain}&Protocol=Autodiscoverv1`;
  const url = `https://autodiscover.${domain}/autodiscover/autodiscover.json?${query}`;
  await ask.web('autodiscover/json', url, 'local');
}

function recordsOf({ outcome }: DnsObservation, type: string): readonly string[] {
  if (outcome.status !== 'answered') return [];
  return outcome.records.filter((record) => record.type === type).map(({ data }) => data);
}
