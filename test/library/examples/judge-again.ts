import { gatheredOf, judge, parseSavedReport, type Report } from '../../../src/index.ts';

/** Judges a saved report anew, as of then or of another moment; opens no connection. */
export function judgeAgain(json: string, now?: number): Report {
  const saved = parseSavedReport(json, 'report.json');
  return judge(gatheredOf(saved), { now: now ?? Date.parse(saved.judged.at) });
}
