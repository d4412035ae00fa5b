import type { Certificate } from '../certificate.ts';
import type { Candidates } from './candidates.ts';
import type { FaultList } from './fault-list.ts';
import { faultList } from './fault-list.ts';
import type { PathJudgement } from './judgement.ts';
import type { PathLimits, PathRequest } from './request.ts';
import type { SearchBudget } from './search-budget.ts';
import type { Step } from './step.ts';
import { certificatesOf, closesLoop, endsItself } from './step.ts';
import { judgePath } from './validate-path.ts';

export interface DeadEnds {
  readonly paths: readonly PathJudgement[];
  readonly cut: string | null;
}

export const NO_DEAD_ENDS: DeadEnds = { paths: [], cut: null };

/**
 * Paths that reach no anchor, with where they end and why: at an issuer that is not there, at a signature that none of
 * those who have the name made, or at a root that nobody trusts. Depth first, a handful of them, as they only explain.
 */
export function deadEnds(
  request: PathRequest,
  known: Candidates,
  budget: SearchBudget,
  limits: PathLimits,
): DeadEnds {
  const paths: PathJudgement[] = [];
  const visit = (step: Step): void => {
    if (paths.length === limits.deadEnds || budget.cut() !== null) return;
    const { certificate } = step;
    const named = known.issuersOf(certificate).filter((issuer) => budget.step() && issuer !== certificate);
    const isIssuer = (issuer: Certificate): boolean => budget.isIssuer(issuer, certificate) !== false;
    const trusted = known.anchorsOf(certificate).filter(isIssuer);
    const issuers = named.filter((issuer) => !closesLoop(step, issuer, false)).filter(isIssuer);
    if (budget.cut() !== null) return;
    if (trusted.length === 0 && issuers.length === 0) {
      const others = [...known.anchorsOf(certificate), ...named];
      paths.push(
        judgeEnd(
          step,
          others.filter((issuer) => !isIssuer(issuer)),
          others,
          request,
          limits,
        ),
      );
    }
    if (step.length === limits.depth) return;
    for (const issuer of issuers) {
      if (trusted.some(({ sha256 }) => sha256 === issuer.sha256)) continue;
      visit({ certificate: issuer, below: step, length: step.length + 1, cost: 0, isAnchor: false });
    }
  };
  visit({ certificate: request.leaf, below: null, length: 1, cost: 0, isAnchor: false });
  return { paths, cut: budget.cut() };
}

function judgeEnd(
  end: Step,
  refused: readonly Certificate[],
  named: readonly Certificate[],
  request: PathRequest,
  limits: PathLimits,
): PathJudgement {
  const list = faultList();
  explainEnd(end.certificate, refused, named, list);
  return judgePath(certificatesOf(end), null, { ...request, limits }, list);
}

function explainEnd(
  last: Certificate,
  refused: readonly Certificate[],
  named: readonly Certificate[],
  list: FaultList,
): void {
  const { authorityKeyId, issuer } = last;
  if (endsItself(last)) {
    list.fault(last, 'no-anchor', '6.1.1 (d)', 'it is self-signed and not among the anchors');
    return;
  }
  if (named.length > refused.length) {
    list.fault(last, 'no-anchor', '6.1.1 (d)', `its issuers lead back to where they came from: ${issuer}`);
    return;
  }
  if (refused.length === 0) {
    list.doubt(last, 'issuer-missing', '6.1.3 (a) (4)', `its issuer was not found: ${issuer}`);
    return;
  }
  const same = authorityKeyId !== null && refused.some(({ subjectKeyId }) => subjectKeyId === authorityKeyId);
  const why = `none of ${refused.length} certificates named ${issuer} has the key that made its signature`;
  // The key identifier says that the issuer is here; otherwise another one of that name may be missing.
  const report = same ? list.fault : list.doubt;
  report(last, 'signature', '6.1.3 (a) (1)', same ? `${why}, though the key identifier fits` : why);
}
