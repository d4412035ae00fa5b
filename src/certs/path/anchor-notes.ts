import type { Certificate } from '../certificate.ts';
import type { FaultList } from './fault-list.ts';
import { faultList } from './fault-list.ts';
import { checkPurpose } from './purpose-checks.ts';
import { isSelfIssued } from './distinguished-name.ts';
import { pathExtensions } from './path-extensions.ts';
import type { ValidationRequest } from './request.ts';

/**
 * Of an anchor only name and key count (RFC 5280, 6.1.1 d). Clients may go by more: OpenSSL asks for its dates and its
 * path length, Windows for its purposes and constraints (RFC 5937 allows it). That is said, not judged.
 */
export function noteAnchor(
  path: readonly Certificate[],
  anchor: Certificate,
  { at, purpose }: ValidationRequest,
  list: FaultList,
): void {
  if (path.length < 2) return;
  if (at < anchor.notBefore || at >= anchor.notAfter + 1000)
    list.note(
      anchor,
      'anchor-dates',
      '6.1.1 (d)',
      'the dates of the anchor itself do not include this moment',
    );
  const authorities = path.slice(1, -1).filter((certificate) => !isSelfIssued(certificate)).length;
  const length = anchor.basicConstraints?.pathLength ?? null;
  const purposes = faultList();
  checkPurpose(anchor, true, purpose, purposes);
  const reasons = [
    length !== null && length < authorities ? `its pathLenConstraint of ${length} is exceeded` : null,
    purposes.faults.length > 0 ? 'its extendedKeyUsage does not include the purpose' : null,
    pathExtensions(anchor).nameConstraints === null ? null : 'it has name constraints of its own',
  ].filter((reason) => reason !== null);
  if (reasons.length > 0)
    list.note(
      anchor,
      'anchor-constraints',
      '6.1.1 (d); RFC 5937',
      `${reasons.join('; ')}, which some clients heed`,
    );
}
