import { brokenIssuanceRule } from '../certs/issuance-rules.ts';
import { looksPublic } from '../certs/issuance.ts';
import type { Tri } from '../model/finding.ts';
import type { SeenCertificate, RuleContext, Verdict } from './rule.ts';
import { unreadParts } from './unread.ts';

/**
 * Whether the certificate comes from an authority of the public web, to which other rules apply than to a private one.
 * Told by a root program that has or had its root, and else by the marks that only such authorities put in, unless the
 * operator says that the root is his; unknown if the marks may be among what could not be read.
 */
export function publiclyTrusted({ certificate, chains }: SeenCertificate, { trustOf }: RuleContext): Tri {
  if (certificate.selfSigned === true) return 'no';
  const judged = chains.map(({ certificates }) => trustOf(certificates));
  const programs = judged.flatMap(({ stores }) => stores);
  if (programs.some(({ store, root }) => store.commercial && root !== null)) return 'yes';
  if (judged.length > 0 && judged.every(({ classification }) => classification === 'internal')) return 'no';
  if (looksPublic(certificate)) return 'yes';
  return certificate.faults.length > 0 ? 'unknown' : 'no';
}

/** The answer of a rule for public certificates alone to any other; `null` if it applies. */
export function notPublic(presented: SeenCertificate, context: RuleContext): Verdict | null {
  const { certificate } = presented;
  switch (publiclyTrusted(presented, context)) {
    case 'yes':
      return null;
    case 'no':
      return {
        outcome: 'not-applicable',
        message: `${certificate.subject} comes from no public CA as far as is known, and the rule holds for no other`,
      };
    case 'unknown':
      return (
        unreadParts(certificate) ?? {
          outcome: 'unknown',
          message: `it is not known whether ${certificate.subject} comes from a public CA`,
        }
      );
  }
}

/** What to add about a certificate that public CAs may not issue any more; empty for all others. */
export function publicRemark(presented: SeenCertificate, context: RuleContext): string {
  if (presented.role !== 'leaf' || publiclyTrusted(presented, context) !== 'yes') return '';
  const rule = brokenIssuanceRule(presented.certificate);
  return rule === null ? '' : `; no public CA may issue ${rule.what} since ${rule.from} (${rule.source})`;
}
