import { requestCertificate } from '../certificate-commands.ts';
import type { MxFact } from '../../facts/domain/types.ts';
import type { EndpointView } from '../../facts/types.ts';
import { domainRule } from '../domain-rule.ts';
import { type MailServer, mailServersOf, notAmongTargets } from '../mail-servers.ts';
import { type PkixStanding, pkixStanding } from '../pkix-standing.ts';
import { rfc } from '../references.ts';
import type { RuleContext, Verdict } from '../rule.ts';
import { policyStanding } from '../sts-policy-of.ts';

export const mtaStsCertificate = domainRule({
  id: 'mail/mta-sts-certificate',
  title: 'A certificate that MTA-STS asks for is not valid',
  severity: 'high',
  why:
    'Senders take the policy only from a website with a publicly trusted certificate for mta-sts.<domain>, and in the mode ' +
    '"enforce" they deliver only to MX hosts with STARTTLS and a publicly trusted certificate for the name of the host. ' +
    'The self-signed certificate that Exchange starts with is not enough.',
  fix: [
    '# Get a certificate of a public CA for the name, and give it to the service:',
    ...requestCertificate([], [], ['SMTP']),
  ],
  references: [rfc(8461, '3.3'), rfc(8461, '4.2')],
  needs: ['starttls', 'chains'],
  check({ domain, mx, mtaSts }, context): readonly Verdict[] {
    const { evidence } = mtaSts;
    const standing = policyStanding(domain, mtaSts);
    const certificates = mtaSts.known ? (mtaSts.value.policy?.certificates ?? []) : [];
    if (standing.state === 'absent')
      return [{ outcome: 'not-applicable', evidence, message: `${domain} has no MTA-STS` }];
    const site = `mta-sts.${domain}`;
    const website = judge(site, pkixStanding(certificates, site, context), 'medium', evidence);
    if (standing.state !== 'policy' || standing.policy.mode === 'none') return [website];
    const severity = standing.policy.mode === 'enforce' ? 'high' : 'medium';
    if (!mx.known) return [website, { outcome: 'unknown', severity, evidence: mx.evidence, message: mx.why }];
    return [website, ...servers(mx.value, severity, context)];
  },
});

function servers(
  { hosts }: MxFact,
  severity: 'high' | 'medium',
  context: RuleContext & { readonly endpoints: readonly EndpointView<'starttls' | 'chains'>[] },
): readonly Verdict[] {
  return hosts.map((host): Verdict => {
    const found = mailServersOf(host, context.endpoints);
    if (found.length === 0)
      return { subject: { name: host }, outcome: 'unknown', severity: 'low', message: notAmongTargets(host) };
    const standings = found.flatMap((server) => standingsOf(server, host, context));
    const worst = WORST_FIRST.map((state) => standings.find((one) => one.state === state)).find(Boolean);
    const evidence = found.flatMap((server) => server.evidence);
    const verdict = judge(
      host,
      worst ?? { state: 'unknown', message: 'no certificate was seen' },
      severity,
      evidence,
    );
    return { ...verdict, endpoints: found.map(({ endpoint }) => endpoint) };
  });
}

const WORST_FIRST = ['invalid', 'unknown', 'valid'] as const;

function standingsOf(
  { tls, chains }: MailServer,
  host: string,
  context: RuleContext,
): readonly PkixStanding[] {
  if (tls === 'none') return [{ state: 'invalid', message: `${host} offers no STARTTLS` }];
  if (tls === 'unknown' || chains.length === 0)
    return [{ state: 'unknown', message: `what ${host} presents is not known` }];
  return chains.map((chain) => pkixStanding(chain, host, context));
}

function judge(
  name: string,
  { state, message }: PkixStanding,
  severity: 'high' | 'medium',
  evidence: readonly string[],
): Verdict {
  const outcome = { valid: 'pass', invalid: 'fail', unknown: 'unknown' } as const;
  const fix = name.startsWith('mta-sts.')
    ? [`# Get a certificate of a public CA for ${name}, and put it on the website with the policy.`]
    : [
        `# ${name} has to present a certificate of a public CA with that name:`,
        ...requestCertificate([name], [], ['SMTP']),
      ];
  return {
    subject: { name },
    outcome: outcome[state],
    severity,
    evidence,
    message: `${name}: ${message}`,
    fix,
  };
}
