import type { PathJudgement } from './judgement.ts';
import { PATH_FAULTS } from './judgement.ts';

/** Order of paths, best first: by status, by weight of the faults, by length. */
export function byRank(one: PathJudgement, other: PathJudgement): number {
  return (
    STATUS_RANK[one.status] - STATUS_RANK[other.status] ||
    weight(one) - weight(other) ||
    one.path.length - other.path.length
  );
}

const STATUS_RANK = { valid: 0, unknown: 1, invalid: 2 } as const;

function weight({ faults }: PathJudgement): number {
  return faults.reduce((sum, { code }) => sum + PATH_FAULTS[code], 0);
}
