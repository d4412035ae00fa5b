import { exitCode } from '../judge/exit-code.ts';
import type { Report } from '../model/report.ts';
import { MONITORING_STATES } from '../model/monitoring.ts';
import { monitoringState } from '../judge/monitoring-state.ts';
import { notAssessed } from './not-assessed.ts';
import type { JudgingArguments } from './policy.ts';
import type { Shell } from './shell.ts';
import { complaint } from './ui.ts';

/** The exit code of a report, by the rules of monitoring plugins if it is written for them; a run that could not assess everything says so, whatever the format and its reader. */
export async function conclude(
  report: Report,
  args: Pick<JudgingArguments, 'fail-on'> & { readonly ascii: boolean; readonly format: string },
  shell: Shell,
): Promise<number> {
  if (args.format === 'nagios') return MONITORING_STATES.indexOf(monitoringState(report, args['fail-on']));
  const code = exitCode(report, args['fail-on']);
  if (code === 3) await shell.stderr.write(complaint(notAssessed(report, args.ascii)));
  return code;
}
