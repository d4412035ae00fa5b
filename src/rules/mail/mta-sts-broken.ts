import { stsRecords } from '../sts-records.ts';
import { domainRule } from '../domain-rule.ts';
import { rfc } from '../references.ts';
import { policyStanding } from '../sts-policy-of.ts';

export const mtaStsBroken = domainRule({
  id: 'mail/mta-sts-broken',
  title: 'Senders cannot use the MTA-STS policy of a mail domain',
  severity: 'medium',
  why:
    'A record or a policy with a fault counts for nothing: senders that know no older policy deliver without protection, ' +
    'and the others go on with the old one until it ends, and by a list of MX hosts that may be out of date.',
  fix: stsRecords('<domain>', ['mail.<domain>'], 'enforce'),
  references: [rfc(8461, '3.1'), rfc(8461, '3.2'), rfc(8461, '3.3')],
  needs: [],
  check({ domain, mx, mtaSts }) {
    const { evidence } = mtaSts;
    const standing = policyStanding(domain, mtaSts);
    switch (standing.state) {
      case 'absent':
        return { outcome: 'not-applicable', evidence, message: `${domain} has no MTA-STS` };
      case 'unknown':
        return { outcome: 'unknown', evidence, message: standing.why };
      case 'broken':
        return {
          outcome: 'fail',
          evidence,
          message: standing.why,
          fix: stsRecords(domain, mx.known ? mx.value.hosts : [], 'enforce'),
        };
      case 'policy': {
        const { mode, mx: allowed, maxAge } = standing.policy;
        const type = mtaSts.known ? (mtaSts.value.policy?.contentType ?? null) : null;
        const remark =
          type === null || /^text\/plain\b/i.test(type) ? '' : `; it comes as ${type}, not as text/plain`;
        const message = `the policy of ${domain} is "${mode}" for ${allowed.join(', ') || 'no host'}, kept for ${maxAge} s${remark}`;
        return { outcome: 'pass', evidence, message };
      }
    }
  },
});
