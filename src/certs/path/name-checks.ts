import type { Certificate } from '../certificate.ts';
import { constrainedNames } from './certificate-names.ts';
import type { FaultList } from './fault-list.ts';
import type { ComparisonBudget, NameConstraints } from './name-constraints.ts';
import { nameConflict } from './name-constraints.ts';
import { OID, pathExtensions } from './path-extensions.ts';

/** An authority whose constraints hold for all that follows. */
export interface Constraining {
  readonly authority: Certificate;
  readonly constraints: NameConstraints;
  readonly critical: boolean;
}

/** RFC 5280, 6.1.4 (g): none or one. */
export function constraintsOf(authority: Certificate): readonly Constraining[] {
  const constraints = pathExtensions(authority).nameConstraints;
  const extension = authority.extensions.find(({ oid }) => oid === OID.nameConstraints);
  return constraints === null ? [] : [{ authority, constraints, critical: extension?.critical === true }];
}

/** RFC 5280, 6.1.3 (b) and (c). */
export function checkNames(
  certificate: Certificate,
  commonName: boolean,
  constraining: readonly Constraining[],
  budget: ComparisonBudget,
  list: FaultList,
): void {
  if (constraining.length === 0) return;
  const names = constrainedNames(certificate, commonName);
  for (const { authority, constraints, critical } of constraining) {
    const conflict = nameConflict(names, constraints, critical, budget);
    if (conflict === null) continue;
    const report = conflict.certain ? list.fault : list.doubt;
    report(
      certificate,
      conflict.code,
      '6.1.3 (b), (c)',
      `${conflict.why} (constraints of ${authority.subject})`,
    );
  }
}
