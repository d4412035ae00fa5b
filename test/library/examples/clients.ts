import {
  baseline,
  type Baseline,
  gatheredOf,
  judge,
  type Report,
  scan,
  type ScanSettings,
  type Target,
  whatIf,
} from '../../../src/index.ts';

/** Scans with the hellos of some clients, which shows whether what is predicted of them holds. */
export function scanWithClients(
  targets: readonly Target[],
  clients: readonly string[],
  settings: ScanSettings = {},
): Promise<Report> {
  return scan(targets, { ...settings, options: { ...settings.options, simulate: [...clients] } });
}

/** Who could not connect any more if every server were as a baseline asks. */
export function whoWouldStop(report: Report, id: string): readonly string[] {
  const now = Date.parse(report.judged.at);
  const policy: Baseline | undefined = baseline(id);
  if (policy === undefined) throw new RangeError(`no baseline ${id}`);
  const gathered = gatheredOf(report);
  const before = judge(gathered, { now, baseline: policy });
  const after = judge(gathered, { now, baseline: policy, asIf: policy });
  return whatIf(before, after).stop.map(({ title, host, reason }) => `${title} at ${host}: ${reason}`);
}
