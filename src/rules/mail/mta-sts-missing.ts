import { stsRecords } from '../sts-records.ts';
import { domainRule } from '../domain-rule.ts';
import { rfc } from '../references.ts';
import { noMail } from '../takes-mail.ts';

export const mtaStsMissing = domainRule({
  id: 'mail/mta-sts-missing',
  title: 'A mail domain has no MTA-STS',
  severity: 'low',
  why:
    'Without MTA-STS or DANE a sender cannot know that TLS is to be had, so that somebody on the way can take the offer ' +
    'away and read along. Exchange needs nothing for it: a record in DNS and a small file on a website are enough.',
  fix: stsRecords('<domain>', ['mail.<domain>'], 'testing'),
  references: [rfc(8461, '3')],
  needs: [],
  check({ domain, mx, mtaSts }) {
    const none = noMail(domain, mx);
    if (none !== null) return none;
    const { evidence } = mtaSts;
    if (!mtaSts.known)
      return { outcome: 'unknown', evidence, message: `the record of ${domain} is not known: ${mtaSts.why}` };
    return mtaSts.value.record.state === 'absent'
      ? {
          outcome: 'fail',
          evidence,
          message: `${domain} has no MTA-STS record`,
          fix: stsRecords(domain, mx.known ? mx.value.hosts : [], 'testing'),
        }
      : { outcome: 'pass', evidence, message: `${domain} has an MTA-STS record` };
  },
});
