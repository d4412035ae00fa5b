import { allowsMx } from '../../facts/domain/sts-policy.ts';
import { domainRule } from '../domain-rule.ts';
import { rfc } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { policyStanding } from '../sts-policy-of.ts';

export const mtaStsMxMismatch = domainRule({
  id: 'mail/mta-sts-mx-mismatch',
  title: 'The MTA-STS policy does not allow an MX host of the domain',
  severity: 'high',
  why:
    'In the mode "enforce" senders do not deliver to an MX host that the policy does not name: mail waits and comes back. ' +
    'A wildcard in a policy stands for exactly one label.',
  fix: [
    '# Add a line "mx: <host>" for each MX host to https://mta-sts.<domain>/.well-known/mta-sts.txt,',
    '# and then change the id in the record _mta-sts.<domain>.',
  ],
  references: [rfc(8461, '4.1')],
  needs: [],
  check({ domain, mx, mtaSts }): Verdict {
    const evidence = [...mtaSts.evidence, ...mx.evidence];
    const standing = policyStanding(domain, mtaSts);
    if (standing.state !== 'policy') {
      return standing.state === 'unknown'
        ? { outcome: 'unknown', evidence, message: standing.why }
        : {
            outcome: 'not-applicable',
            evidence,
            message: `${domain} has no MTA-STS policy that can be used`,
          };
    }
    const { policy } = standing;
    if (policy.mode === 'none')
      return { outcome: 'not-applicable', evidence, message: `the policy of ${domain} is switched off` };
    if (!mx.known) return { outcome: 'unknown', evidence, message: `the MX hosts of ${domain}: ${mx.why}` };
    if (mx.value.hosts.length === 0)
      return { outcome: 'not-applicable', evidence, message: `${domain} takes no mail` };
    const missing = mx.value.hosts.filter((host) => !allowsMx(policy, host));
    if (missing.length === 0) {
      const message = `the policy of ${domain} allows ${mx.value.hosts.join(', ')}`;
      return { outcome: 'pass', evidence, message };
    }
    const effect =
      policy.mode === 'enforce'
        ? 'senders do not deliver there'
        : 'senders report it, and would not deliver later';
    return {
      outcome: 'fail',
      severity: policy.mode === 'enforce' ? 'high' : 'medium',
      evidence,
      message: `the policy of ${domain} does not allow ${missing.join(', ')}: ${effect}`,
      fix: [
        `# Add to https://mta-sts.${domain}/.well-known/mta-sts.txt, each on a line of its own:`,
        ...missing.map((host) => `#   mx: ${host}`),
        `# and then change the id in the record _mta-sts.${domain}.`,
      ],
    };
  },
});
