import { gatheredOf, judge, parseBaseline, type Report } from '../../../src/index.ts';

/** Judges by a list of the organization's own: JSON or YAML, with everything that it does not say taken from another. */
export function judgeByOwnBaseline(report: Report, file: string): Report {
  const baseline = parseBaseline(file, 'baseline.yaml');
  return judge(gatheredOf(report), { now: Date.parse(report.judged.at), baseline });
}
