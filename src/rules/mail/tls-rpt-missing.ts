import { domainRule } from '../domain-rule.ts';
import { rfc } from '../references.ts';
import { noMail } from '../takes-mail.ts';

export const tlsRptMissing = domainRule({
  id: 'mail/tls-rpt-missing',
  title: 'A mail domain takes no reports about TLS',
  severity: 'low',
  why:
    'Only senders see when TLS to a domain fails, be it a certificate that has ended or an attack. With a record in DNS ' +
    'they send a report each day; without it the first sign is mail that is missing. Where neither MTA-STS nor DANE is ' +
    'in use there is less to report, and it is information only.',
  fix: recordOf('<domain>'),
  references: [rfc(8460, '3')],
  needs: [],
  check({ domain, mx, mtaSts, tlsa, tlsReporting }) {
    const none = noMail(domain, mx);
    if (none !== null) return none;
    const { evidence } = tlsReporting;
    if (!tlsReporting.known)
      return {
        outcome: 'unknown',
        evidence,
        message: `the record of ${domain} is not known: ${tlsReporting.why}`,
      };
    const strict =
      (mtaSts.known && mtaSts.value.record.state !== 'absent') ||
      [...tlsa.values()].some((fact) => fact.known && fact.value.records.length > 0);
    const severity = strict ? 'low' : 'info';
    const { value } = tlsReporting;
    switch (value.state) {
      case 'absent':
        return {
          outcome: 'fail',
          severity,
          evidence,
          message: `${domain} has no record for reports about TLS`,
          fix: recordOf(domain),
        };
      case 'broken':
        return {
          outcome: 'fail',
          severity: 'low',
          evidence,
          message: `the record of ${domain}: ${value.why}`,
          fix: recordOf(domain),
        };
      case 'present':
        return {
          outcome: 'pass',
          severity,
          evidence,
          message: `reports about ${domain} go to ${value.destinations.slice(0, 5).join(', ')}`,
        };
    }
  },
});

function recordOf(domain: string): readonly string[] {
  return [`# In DNS: _smtp._tls.${domain} TXT "v=TLSRPTv1; rua=mailto:tls-reports@${domain}"`];
}
