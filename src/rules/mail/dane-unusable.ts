import { tlsaObstacle } from '../../certs/tlsa.ts';
import type { MxFact, TlsaFact } from '../../facts/domain/types.ts';
import type { Fact } from '../../facts/types.ts';
import { shown } from '../dane-standing.ts';
import { domainRule } from '../domain-rule.ts';
import { rfc } from '../references.ts';
import type { Verdict } from '../rule.ts';

export const daneUnusable = domainRule({
  id: 'mail/dane-unusable',
  title: 'Senders cannot use the TLSA records of an MX host',
  severity: 'medium',
  why:
    'DANE rests on DNSSEC: the MX record of the domain, the address of the host and the TLSA record have to be signed, or ' +
    'senders go by none of it. Usages 0 and 1 mean nothing for SMTP. Whether an answer was validated is the word of the ' +
    'resolver that was asked (its AD bit), which is why one has to be named with --resolver.',
  fix: [
    '# Sign the zones of the domain and of the MX host, and leave the DS record with the registrar.',
    '# Publish _25._tcp.<host> TLSA 3 1 1 <SHA-256 of the public key>.',
  ],
  references: [rfc(7672, '2.2'), rfc(7672, '3.1'), rfc(4035, '3.2.3')],
  needs: [],
  check({ domain, mx, tlsa }): readonly Verdict[] {
    if (tlsa.size === 0) {
      return [
        mx.known
          ? { outcome: 'not-applicable', evidence: mx.evidence, message: `${domain} has no MX host` }
          : { outcome: 'unknown', evidence: mx.evidence, message: `the MX hosts of ${domain}: ${mx.why}` },
      ];
    }
    return [...tlsa].map(([host, fact]) => ({ ...judge(domain, host, fact, mx), subject: { name: host } }));
  },
});

function judge(domain: string, host: string, fact: Fact<TlsaFact>, mx: Fact<MxFact>): Verdict {
  const evidence = [...fact.evidence, ...mx.evidence];
  if (!fact.known)
    return { outcome: 'unknown', evidence, message: `the TLSA records of ${host}: ${fact.why}` };
  const { records, unread, resolverNamed, validated, addressValidated } = fact.value;
  const fail = (message: string): Verdict => ({
    outcome: 'fail',
    evidence,
    message: `${host}: ${message}`,
    fix: [
      `# Sign the zones of ${domain} and ${host}, and leave the DS record with the registrar.`,
      `# Publish _25._tcp.${host}. TLSA 3 1 1 with the SHA-256 of the public key that the host presents.`,
    ],
  });
  if (records.length + unread.length === 0)
    return { outcome: 'not-applicable', evidence, message: `${host} has no TLSA records` };
  const obstacles = records.map((record) => ({ record, why: tlsaObstacle(record) }));
  if (obstacles.every(({ why }) => why !== null)) {
    const [first] = obstacles;
    const why =
      first === undefined ? 'none of its records can be read' : `${shown(first.record)}: ${first.why}`;
    return fail(why);
  }
  if (!resolverNamed) {
    const message = `${host} has TLSA records; whether they are signed can only a validating resolver say: name one with --resolver`;
    return { outcome: 'unknown', severity: 'low', evidence, message };
  }
  if (!validated) return fail('the resolver has not validated its TLSA records');
  if (!addressValidated) return fail('the resolver has validated its TLSA records, and not its address');
  if (!mx.known) return { outcome: 'unknown', evidence, message: `the MX hosts of ${domain}: ${mx.why}` };
  if (!mx.value.validated) return fail(`the resolver has not validated the MX record of ${domain}`);
  const message = `the resolver has validated the TLSA records of ${host} and what leads to them`;
  return { outcome: 'pass', evidence, message };
}
