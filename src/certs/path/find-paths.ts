import type { Certificate } from '../certificate.ts';
import type { Candidates } from './candidates.ts';
import { candidates } from './candidates.ts';
import { deadEnds, NO_DEAD_ENDS } from './dead-ends.ts';
import { faultList } from './fault-list.ts';
import type { PathJudgement, PathSearch, PathStatus } from './judgement.ts';
import { byRank } from './rank.ts';
import type { PathLimits, PathRequest } from './request.ts';
import { DEFAULT_LIMITS } from './request.ts';
import type { SearchBudget } from './search-budget.ts';
import { searchBudget } from './search-budget.ts';
import type { Step } from './step.ts';
import { certificatesOf, closesLoop, stepCost } from './step.ts';
import { judgePath } from './validate-path.ts';

/**
 * Finds and judges the paths from the leaf through the pool to an anchor, with all cross-signed alternatives; RFC 4158
 * describes the problem. Names decide who may have issued what (RFC 5280, 7.1); key identifiers, dates and the order
 * of the pool only say what to try first, and a signature decides. Cheapest paths come first, so that what is found
 * before a limit is what a client would find. Without a path to an anchor, and beside those found, it says where other
 * paths end. Never throws of its own; `anchors` and `revocation` must not.
 */
export function findPaths(request: PathRequest): PathSearch {
  const limits: PathLimits = { ...DEFAULT_LIMITS, ...request.limits };
  const known = candidates(request, limits.pool);
  const budget = searchBudget(limits);
  if (known.cut) budget.cut(`only the first ${limits.pool} certificates were considered`);
  const anchored = anchoredPaths(request, known, budget, limits);
  const cut = budget.cut();
  // Where a search that found something was cut, dead ends would only tell of more of the same.
  const open =
    cut !== null && anchored.length > 0 ? NO_DEAD_ENDS : deadEnds(request, known, budget.renewed(), limits);
  const paths = [...anchored.toSorted(byRank), ...open.paths.toSorted(byRank)];
  const reason = cut ?? (paths.length === 0 ? open.cut : null);
  return { status: statusOf(paths, reason), paths, cut: reason, signatureChecks: budget.signatureChecks() };
}

function anchoredPaths(
  request: PathRequest,
  known: Candidates,
  budget: SearchBudget,
  limits: PathLimits,
): readonly PathJudgement[] {
  const { leaf } = request;
  const judged: PathJudgement[] = [];
  const queue = costQueue();
  const judge = (path: readonly Certificate[], anchor: Certificate): void => {
    judged.push(judgePath(path, anchor, { ...request, limits }, faultList()));
  };
  const itself = known.anchorsOf(leaf).find(({ sha256 }) => sha256 === leaf.sha256);
  if (itself !== undefined) judge([leaf], itself);
  queue.add({ certificate: leaf, below: null, length: 1, cost: 0, isAnchor: false }, 0);

  for (let step = queue.next(); step !== undefined; step = queue.next()) {
    const { certificate, below } = step;
    if (below !== null && budget.isIssuer(certificate, below.certificate) === false) continue;
    if (step.isAnchor && judged.length === limits.paths)
      budget.cut(`more than ${limits.paths} paths to an anchor`);
    if (budget.cut() !== null) break;
    if (step.isAnchor) {
      judge(certificatesOf(step), certificate);
      continue;
    }
    const extend = (issuer: Certificate, isAnchor: boolean): void => {
      const distance = isAnchor ? 0 : known.distance(issuer);
      if (!Number.isFinite(distance) || !budget.step() || closesLoop(step, issuer, isAnchor)) return;
      if (step.length + 1 + distance > limits.depth) {
        budget.cut(`paths of more than ${limits.depth} certificates`);
        return;
      }
      const cost = step.cost + stepCost(certificate, issuer, isAnchor, request.at);
      queue.add(
        { certificate: issuer, below: step, length: step.length + 1, cost, isAnchor },
        cost + distance,
      );
    };
    for (const anchor of known.anchorsOf(certificate)) extend(anchor, true);
    for (const issuer of known.issuersOf(certificate)) extend(issuer, false);
  }
  return judged;
}

function statusOf(paths: readonly PathJudgement[], cut: string | null): PathStatus {
  if (paths.some(({ status }) => status === 'valid')) return 'valid';
  const anchored = paths.filter(({ anchor }) => anchor !== null);
  const decisive = anchored.length > 0 ? anchored : paths;
  return cut !== null || decisive.length === 0 || decisive.some(({ status }) => status === 'unknown')
    ? 'unknown'
    : 'invalid';
}

interface CostQueue {
  readonly add: (step: Step, priority: number) => void;
  readonly next: () => Step | undefined;
}

/** Costs are small whole numbers, so one list for each will do; first in, first out. */
function costQueue(): CostQueue {
  const buckets = new Map<number, { readonly steps: Step[]; taken: number }>();
  return {
    add: (step, priority) => {
      const bucket = buckets.get(priority);
      if (bucket === undefined) buckets.set(priority, { steps: [step], taken: 0 });
      else bucket.steps.push(step);
    },
    next: () => {
      if (buckets.size === 0) return undefined;
      const priority = Math.min(...buckets.keys());
      const bucket = buckets.get(priority);
      const step = bucket?.steps[bucket.taken];
      if (bucket !== undefined) bucket.taken += 1;
      if (bucket?.taken === bucket?.steps.length) buckets.delete(priority);
      return step;
    },
  };
}
