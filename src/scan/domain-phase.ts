import type { DnsObservation, WebObservation } from '../model/observation.ts';
import type { Scope } from '../net/address-scope.ts';
import { SYSTEM_RESOLVER } from '../net/dns.ts';
import { parseMx, parseSrv } from '../wire/dns-data.ts';
import { textFromZone } from '../wire/dns-text.ts';
import { askAliases, type DomainAsking, domainAsking, type DomainContext } from './domain-asking.ts';

/** Where clients look for Autodiscover on a host (MS-OXDISCO, 2.2.3). */
const AUTODISCOVER_PATH = '/autodiscover/autodiscover.xml';

/** MX hosts of a domain that are looked at. */
const MOST_MX = 20;

/**
 * Asks what others look up about a mail domain: its MX hosts with their TLSA records, the policies of MTA-STS and TLS
 * reporting, and where Autodiscover leads. At most six connections, all to websites; the mail servers are asked as
 * endpoints. Never rejects for anything that the network does.
 */
export async function domainPhase(domain: string, context: DomainContext): Promise<void> {
  const ask = domainAsking(domain, context);
  await Promise.all([
    mailServers(domain, ask),
    strictTransport(domain, ask),
    ask.dns('tls-rpt', `_smtp._tls.${domain}`, 'TXT'),
    autodiscoverQuestions(domain, ask),
  ]);
}

/** The ways by which Outlook looks for Autodiscover from outside. */
export async function autodiscoverQuestions(domain: string, ask: DomainAsking): Promise<void> {
  await Promise.all([
    rootDomain(domain, ask),
    autodiscoverHost(domain, ask),
    autodiscoverService(domain, ask),
  ]);
}

async function mailServers(domain: string, ask: DomainAsking): Promise<void> {
  const mx = await ask.dns('mx', domain, 'MX');
  const hosts = recordsOf(mx, 'MX').flatMap((data) => parseMx(data)?.host ?? []);
  // Without any, mail goes to the domain itself (RFC 5321, 5.1).
  const found = hosts.length === 0 && isEmpty(mx) ? [domain] : hosts.filter((host) => host !== '');
  const servers = [...new Set(found)].slice(0, MOST_MX);
  await Promise.all(
    servers.flatMap((host) => [
      ask.dns(`addresses/${host}`, host, 'A'),
      ask.dns(`tlsa/${host}`, `_25._tcp.${host}`, 'TLSA'),
    ]),
  );
}

async function strictTransport(domain: string, ask: DomainAsking): Promise<void> {
  const record = await ask.dns('mta-sts', `_mta-sts.${domain}`, 'TXT');
  const announced = recordsOf(record, 'TXT').some((data) => /^v=STSv1\b/.test(textFromZone(data) ?? ''));
  // Nobody looks for the policy without the record (RFC 8461, 3.1).
  if (announced)
    await ask.web('mta-sts/policy', `https://mta-sts.${domain}/.well-known/mta-sts.txt`, 'local');
}

async function rootDomain(domain: string, ask: DomainAsking): Promise<void> {
  if (await hasAddress('root', domain, ask))
    await ask.web('autodiscover/root', `https://${domain}${AUTODISCOVER_PATH}`, 'local');
}

async function autodiscoverHost(domain: string, ask: DomainAsking): Promise<void> {
  const host = `autodiscover.${domain}`;
  if (!(await hasAddress('autodiscover', host, ask))) return;
  const [plain] = await Promise.all([
    ask.web('autodiscover/redirect', `http://${host}${AUTODISCOVER_PATH}`, 'local'),
    ask.web('autodiscover/host', `https://${host}${AUTODISCOVER_PATH}`, 'local'),
    ask.resolver === SYSTEM_RESOLVER ? askAliases('autodiscover', host, ask) : [],
  ]);
  const target = redirectTarget(plain);
  // A redirect to the same host was just asked.
  if (target !== null && target.hostname !== host)
    await ask.web('autodiscover/redirected', target.href, scopeFor(target.hostname, domain));
}

async function autodiscoverService(domain: string, ask: DomainAsking): Promise<void> {
  const service = await ask.dns('autodiscover/srv', `_autodiscover._tcp.${domain}`, 'SRV');
  const found = recordsOf(service, 'SRV').flatMap((data) => parseSrv(data) ?? []);
  const [first] = found
    .filter(({ target }) => target !== '')
    .toSorted((one, other) => one.priority - other.priority || other.weight - one.weight);
  if (first === undefined) return;
  const port = first.port === 443 ? '' : `:${first.port}`;
  const url = `https://${first.target}${port}${AUTODISCOVER_PATH}`;
  await ask.web('autodiscover/service', url, scopeFor(first.target, domain));
}

async function hasAddress(question: string, host: string, ask: DomainAsking): Promise<boolean> {
  const [four, six] = await Promise.all([ask.dns(question, host, 'A'), ask.dns(question, host, 'AAAA')]);
  return [recordsOf(four, 'A'), recordsOf(six, 'AAAA')].some((records) => records.length > 0);
}

function redirectTarget({ outcome }: WebObservation): URL | null {
  if (outcome.status !== 'answered' || outcome.location === null) return null;
  if (outcome.http < 300 || outcome.http > 399 || !URL.canParse(outcome.location)) return null;
  const url = new URL(outcome.location);
  return url.protocol === 'https:' ? url : null;
}

/** Names of the domain are the operator's; where they lead may be inside. */
function scopeFor(host: string, domain: string): Scope {
  return host === domain || host.endsWith(`.${domain}`) ? 'local' : 'public';
}

function recordsOf({ outcome }: DnsObservation, type: string): readonly string[] {
  if (outcome.status !== 'answered') return [];
  return outcome.records.filter((record) => record.type === type).map(({ data }) => data);
}

/** The name exists, and nothing of the type is there. */
function isEmpty({ outcome }: DnsObservation): boolean {
  return outcome.status === 'answered' && outcome.rcode === 'NOERROR';
}
