import { quoteList } from '../powershell.ts';
import { recognizeDefaultCertificate } from '../../exchange/default-certificates.ts';
import { askedNames, entriesBeside } from '../asked-names.ts';
import { presentedLeaves } from '../presented-leaves.ts';
import { CERTIFICATE_ARTICLE } from '../references.ts';
import type { SeenCertificate, Verdict } from '../rule.ts';
import { organizationRule } from '../rule.ts';
import { isServerName, serverNames } from '../server-names.ts';
import { unreadParts } from '../unread.ts';

export const unusedName = organizationRule({
  id: 'names/unused-name',
  title: 'No target asks for a name of the certificate',
  scope: 'organization',
  severity: 'info',
  why:
    'Either the targets leave out a service, and nobody looks at it, or the name is a leftover of one that is gone, such ' +
    'as legacy.contoso.com. Microsoft advises to have as few names as possible in a certificate. It is no fault, and ' +
    'judged only where the targets name several hosts; names that begin with autodiscover are used by Outlook by itself.',
  fix: [
    '# Add the name to the targets if clients use it: as a host of its own, or to the "names" of the host that serves it.',
    '# Otherwise leave it out of the next certificate.',
  ],
  references: [CERTIFICATE_ARTICLE],
  needs: ['reach', 'chains'],
  check(views, { targets }): readonly Verdict[] {
    const hosts = new Set(targets.map(({ host }) => host));
    if (hosts.size < 2) {
      return [
        { outcome: 'not-applicable', message: 'the targets name one host only, so they cannot be complete' },
      ];
    }
    const leaves = presentedLeaves(views).filter(
      ({ certificate }) => recognizeDefaultCertificate(certificate) === null,
    );
    if (leaves.length === 0) return [{ outcome: 'unknown', message: 'no certificate was seen' }];
    const beside = entriesBeside(askedNames(targets));
    const servers = serverNames(views);
    return leaves.map((leaf) => judge(leaf, beside(leaf.certificate), servers));
  },
});

function judge(
  { certificate, endpoints, evidence }: SeenCertificate,
  unasked: readonly string[],
  servers: ReadonlySet<string>,
): Verdict {
  const about = {
    subject: { certificate: certificate.sha256 },
    endpoints: endpoints.map(({ id }) => id),
    evidence,
  };
  const unused = unasked.filter(
    (entry) => !/^autodiscover\./i.test(entry) && !isServerName(servers, entry.toLowerCase()),
  );
  if (unused.length > 0) {
    return {
      ...about,
      outcome: 'fail',
      message: `no target asks for ${unused.slice(0, MOST_NAMES).join(', ')}${more(unused.length)} of ${certificate.subject}`,
      fix: [
        '# If clients use a name, add it to the targets: as a host of its own, or to the "names" of the host that serves it.',
        `# Otherwise leave out of the next certificate: ${quoteList(unused.slice(0, MOST_NAMES))}`,
      ],
    };
  }
  const partly = unreadParts(certificate);
  return partly
    ? { ...about, ...partly }
    : { ...about, outcome: 'pass', message: `every name of ${certificate.subject} is asked for` };
}

/** A certificate may have two thousand. */
const MOST_NAMES = 20;

function more(count: number): string {
  return count > MOST_NAMES ? ` and ${count - MOST_NAMES} more` : '';
}
