import { ConfigError } from '../config/config-error.ts';
import { readHost } from '../config/host.ts';
import { quoted } from '../config/shown.ts';
import { historyDocument } from '../history/documents.ts';
import { timelineOf } from '../history/timeline.ts';
import { prettyJson } from '../reporters/pretty-json.ts';
import { timelineText } from '../reporters/timeline-text.ts';
import { VERSION } from '../version.ts';
import { writeReason } from './destination.ts';
import { lookOf } from './look.ts';
import type { Shell } from './shell.ts';
import { stateFolder } from './state/folder.ts';
import { readJournals } from './state/series.ts';

export interface HistoryArguments {
  readonly host: string;
  readonly state: string;
  readonly format: string;
  readonly color?: boolean | undefined;
  readonly ascii: boolean;
}

/**
 * Prints what has happened to a host.
 *
 * @throws ConfigError if the folder cannot be read or has no run of the host.
 */
export async function history(args: HistoryArguments, shell: Shell): Promise<number> {
  const folder = stateFolder(args.state, shell);
  const reading = readHost(args.host);
  if (!reading.ok) throw new ConfigError('history', [{ path: '', message: reading.fault }]);
  const journals = await readJournals(folder).catch((error: unknown) => {
    const { code } = error as { readonly code?: unknown };
    const message = code === 'ENOENT' ? 'no run has been kept there' : writeReason(error);
    throw new ConfigError(folder, [{ path: '', message }]);
  });
  const timeline = timelineOf(journals, reading.value);
  if (timeline.length === 0) {
    const hosts = [...new Set(journals.flatMap((journal) => journal.hosts))].toSorted();
    const known = hosts.length === 0 ? '' : `; of ${hosts.slice(0, 10).join(', ')} there are some`;
    throw new ConfigError(folder, [{ path: '', message: `no run of ${quoted(reading.value)}${known}` }]);
  }
  const options = { ...lookOf(args, shell), verbose: 0, csvExcel: false };
  const text =
    args.format === 'json'
      ? `${prettyJson(historyDocument(reading.value, timeline, VERSION))}\n`
      : timelineText(timeline, options);
  await shell.stdout.write(text);
  return 0;
}
