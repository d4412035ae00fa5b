import { exitCode } from '../judge/exit-code.ts';
import type { Report } from '../model/report.ts';
import { notAssessed } from './not-assessed.ts';
import type { JudgingArguments } from './policy.ts';
import type { Shell } from './shell.ts';
import { complaint } from './ui.ts';

/** The exit code of a report; a run that could not assess everything says so, whatever the format and its reader. */
export async function conclude(
  report: Report,
  args: Pick<JudgingArguments, 'fail-on'> & { readonly ascii: boolean },
  shell: Shell,
): Promise<number> {
  const code = exitCode(report, args['fail-on']);
  if (code === 3) await shell.stderr.write(complaint(notAssessed(report, args.ascii)));
  return code;
}
