import { ConfigError } from '../config/config-error.ts';
import { readInputFile } from '../config/input-file.ts';
import type { Depth, Report } from '../model/report.ts';
import type { Shell } from './shell.ts';

/**
 * Reads the report of the run that is to be resumed; null if there is none.
 *
 * @throws ConfigError if it cannot be used, or asked more or less than the run that resumes it.
 */
export async function readEarlier(
  path: string | undefined,
  depth: Depth,
  shell: Shell,
): Promise<Report | null> {
  if (path === undefined) return null;
  const { parseSavedReport } = await import('../config/saved-report.ts');
  const report = parseSavedReport(await readInputFile(path, shell.readFile), path);
  if (report.run.depth === depth) return report;
  const message = `a report of ${report.run.depth}, which only ${report.run.depth} can resume`;
  throw new ConfigError(path, [{ path: 'run.depth', message }]);
}
