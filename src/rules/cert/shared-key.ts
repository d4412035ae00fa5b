import { requestCertificate } from '../certificate-commands.ts';
import { places } from '../places.ts';
import { presence } from '../presence.ts';
import { presentedLeaves } from '../presented-leaves.ts';
import { NEW_CERTIFICATE } from '../references.ts';
import type { SeenCertificate, Verdict } from '../rule.ts';
import { organizationRule } from '../rule.ts';

export const sharedKey = organizationRule({
  id: 'cert/shared-key',
  title: 'Different certificates have the same key',
  scope: 'organization',
  severity: 'low',
  why:
    'Whoever has the key of one has that of all, and a key that is renewed with its certificate year after year is in ' +
    'ever more backups. Revoking one certificate does not help while another has the same key. A renewal with a new key ' +
    'costs nothing: New-ExchangeCertificate makes one each time.',
  fix: requestCertificate([], []),
  references: [
    NEW_CERTIFICATE,
    {
      title: 'NIST SP 800-57 Part 1, 5.3: cryptoperiods',
      url: 'https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final',
    },
  ],
  needs: ['reach', 'starttls', 'chains'],
  check(views): readonly Verdict[] {
    const leaves = presentedLeaves(views).filter(({ certificate }) => certificate.publicKeyInfo.length > 0);
    const shared = byKey(leaves)
      .filter((group) => group.length > 1)
      .flatMap(fail);
    if (shared.length > 0) return shared;
    const about = {
      endpoints: leaves.flatMap(({ endpoints }) => endpoints.map(({ id }) => id)),
      evidence: leaves.flatMap(({ evidence }) => evidence),
    };
    const silent = views.filter((view) => presence(view) === 'silent').map(({ endpoint }) => endpoint);
    if (silent.length > 0) {
      return [{ ...about, outcome: 'unknown', message: `the certificate of ${places(silent)} is not known` }];
    }
    return leaves.length < 2
      ? [{ ...about, outcome: 'not-applicable', message: 'there are no two certificates to compare' }]
      : [
          {
            ...about,
            outcome: 'pass',
            message: `each of ${leaves.length} certificates has a key of its own`,
          },
        ];
  },
});

function byKey(leaves: readonly SeenCertificate[]): readonly (readonly SeenCertificate[])[] {
  const groups = new Map<string, SeenCertificate[]>();
  for (const leaf of leaves) {
    const key = Buffer.from(leaf.certificate.publicKeyInfo).toString('base64');
    groups.set(key, [...(groups.get(key) ?? []), leaf]);
  }
  return [...groups.values()];
}

const MOST_NAMED = 5;

/** The same words about each of them, so that a list of findings has one row and each certificate its own. */
function fail(group: readonly SeenCertificate[]): readonly Verdict[] {
  const listing = group.map(
    ({ certificate: { subject, thumbprint }, endpoints }) =>
      `${subject} (${thumbprint}) on ${places(endpoints)}`,
  );
  const named = listing.slice(0, MOST_NAMED).join('; ');
  const more = listing.length > MOST_NAMED ? `; and ${listing.length - MOST_NAMED} more` : '';
  const renewed = isRenewal(group);
  const fix = requestCertificate(
    group.flatMap(({ certificate }) => certificate.dnsNames),
    group.flatMap(({ endpoints }) => endpoints),
  );
  return group.map(({ certificate, endpoints, evidence }) => ({
    outcome: 'fail',
    severity: renewed ? 'info' : 'low',
    subject: { certificate: certificate.sha256 },
    message: `${group.length} certificates have the same key${renewed ? ', as after a renewal that kept it' : ''}: ${named}${more}`,
    fix,
    endpoints: endpoints.map(({ id }) => id),
    evidence,
  }));
}

/** One after the other for the same subject. */
function isRenewal(group: readonly SeenCertificate[]): boolean {
  const subjects = new Set(group.map(({ certificate }) => certificate.subjectKey));
  const begins = new Set(group.map(({ certificate }) => certificate.notBefore));
  return subjects.size === 1 && begins.size === group.length;
}
