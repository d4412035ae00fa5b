import { spkiDigest, tlsaObstacle } from '../../certs/tlsa.ts';
import type { TlsaFact } from '../../facts/domain/types.ts';
import type { EndpointView, Fact } from '../../facts/types.ts';
import { type DaneStanding, daneStanding } from '../dane-standing.ts';
import { domainRule } from '../domain-rule.ts';
import { type MailServer, mailServersOf, notAmongTargets } from '../mail-servers.ts';
import { rfc } from '../references.ts';
import type { RuleContext, Verdict } from '../rule.ts';

export const daneMismatch = domainRule({
  id: 'mail/dane-mismatch',
  title: 'The certificate of an MX host does not fit its TLSA records',
  severity: 'high',
  why:
    'Senders that go by DANE do not deliver to a host whose certificate does not fit its TLSA records: mail waits and ' +
    'comes back. It happens when a certificate is renewed with a new key and the record is forgotten. With 3 1 1 the ' +
    'record holds as long as the key does, and neither name nor date of the certificate counts.',
  fix: [
    '# Before a certificate is changed: publish the record of the new one beside the old one, wait for the TTL, then change.',
    '# _25._tcp.<host> TLSA 3 1 1 <SHA-256 of the public key>',
  ],
  references: [rfc(7672, '3.1'), rfc(7671, '5.1'), rfc(6698, '2.1')],
  needs: ['starttls', 'chains'],
  check({ domain, tlsa, mx }, context): readonly Verdict[] {
    if (tlsa.size === 0) {
      return [
        mx.known
          ? { outcome: 'not-applicable', evidence: mx.evidence, message: `${domain} has no MX host` }
          : { outcome: 'unknown', evidence: mx.evidence, message: `the MX hosts of ${domain}: ${mx.why}` },
      ];
    }
    return [...tlsa].map(([host, fact]) => ({
      ...judge(domain, host, fact, context),
      subject: { name: host },
    }));
  },
});

function judge(
  domain: string,
  host: string,
  fact: Fact<TlsaFact>,
  context: RuleContext & { readonly endpoints: readonly EndpointView<'starttls' | 'chains'>[] },
): Verdict {
  const { evidence } = fact;
  if (!fact.known)
    return { outcome: 'unknown', evidence, message: `the TLSA records of ${host}: ${fact.why}` };
  const { records, resolverNamed, validated } = fact.value;
  const usable = records.filter((record) => tlsaObstacle(record) === null);
  if (usable.length === 0)
    return { outcome: 'not-applicable', evidence, message: `${host} has no TLSA record that can be used` };
  if (resolverNamed && !validated)
    return {
      outcome: 'not-applicable',
      evidence,
      message: `senders do not go by the TLSA records of ${host}`,
    };
  const servers = mailServersOf(host, context.endpoints);
  if (servers.length === 0)
    return { outcome: 'unknown', severity: 'low', evidence, message: notAmongTargets(host) };
  const standings = servers.flatMap((server) => standingsOf(server, records, host, domain, context.now));
  const about = {
    evidence: [...evidence, ...servers.flatMap((server) => server.evidence)],
    endpoints: servers.map(({ endpoint }) => endpoint),
  };
  const bad = standings.find(({ state }) => state === 'mismatch');
  if (bad !== undefined) {
    return {
      ...about,
      outcome: 'fail',
      severity: validated ? 'high' : 'medium',
      fix: daneFix(host, servers),
      message: validated
        ? `${host}: ${bad.message}`
        : `${host}: ${bad.message}. Whether senders go by it depends on DNSSEC, which no resolver was named for`,
    };
  }
  const open = standings.find(({ state }) => state === 'unknown');
  return open === undefined
    ? { ...about, outcome: 'pass', message: `${host}: ${standings[0]?.message ?? ''}` }
    : { ...about, outcome: 'unknown', message: `${host}: ${open.message}` };
}

/** The records of what is presented now, ready for DNS. */
function daneFix(host: string, servers: readonly MailServer[]): readonly string[] {
  const keys = servers.flatMap(({ chains }) =>
    chains.flatMap(([leaf]) => (leaf === undefined ? [] : [leaf.publicKeyInfo])),
  );
  const digests = new Set(keys.filter(({ length }) => length > 0).map(spkiDigest));
  return [
    '# Publish beside the old ones, if what is presented now is right, and take those away once their TTL is over:',
    ...[...digests].map((digest) => `#   _25._tcp.${host}. IN TLSA 3 1 1 ${digest}`),
    '# Before a certificate is changed: publish the record of the new one, wait for the TTL, then change.',
  ];
}

function standingsOf(
  { tls, chains }: MailServer,
  records: TlsaFact['records'],
  host: string,
  domain: string,
  now: number,
): readonly DaneStanding[] {
  if (tls === 'none')
    return [{ state: 'mismatch', message: 'it offers no STARTTLS, which its records ask for' }];
  if (tls === 'unknown' || chains.length === 0)
    return [{ state: 'unknown', message: 'what it presents is not known' }];
  return chains.map((chain) => daneStanding(records, chain, { host, domain, now }));
}
