import type { Certificate } from '../certificate.ts';
import type { FaultList } from './fault-list.ts';

/**
 * Counts the authorities of one path against the pathLenConstraint of those above (RFC 5280, 6.1.4 l and m). Returns
 * what has to be called for each authority, from the top.
 */
export function lengthChecks(
  certificates: number,
  list: FaultList,
): (authority: Certificate, selfIssued: boolean) => void {
  let room = certificates;
  let limiting: Certificate | null = null;
  return (authority, selfIssued) => {
    if (!selfIssued) {
      if (room <= 0 && limiting !== null) {
        const length = limiting.basicConstraints?.pathLength;
        const why = `${limiting.subject} allows fewer authorities below it (pathLenConstraint ${length})`;
        list.fault(authority, 'path-length', '6.1.4 (l)', why);
      }
      room -= 1;
    }
    const length = authority.basicConstraints?.pathLength ?? null;
    if (length !== null && length >= 0 && length < room) {
      room = length;
      limiting = authority;
    }
  };
}
