import type { Shell } from '../shell.ts';
import { complaint } from '../ui.ts';
import { liveLines } from './live-lines.ts';

/** What is drawn on standard error while something goes on. */
export interface Drawing {
  /** Writes a text of whole lines to standard error without disturbing what is drawn. */
  readonly say: (text: string) => Promise<boolean>;
  /** Takes it away; nothing is drawn after it. */
  readonly clear: () => void;
}

/** What is drawn: the lines in their order, and which of them says it all where there is only one. */
export interface Frame {
  readonly lines: readonly string[];
  readonly total: string;
}

/** Between two drawings, ms: faster than that nobody reads. */
const INTERVAL_MS = 100;
/** Between two lines where nothing can be drawn over. */
const DUMB_INTERVAL_MS = 10_000;

/** Whether anybody is there to see it: in a file, a mail of cron or a log of CI it is rubbish. */
export function isWatched({ stderr, environment }: Shell, quiet: boolean): boolean {
  return !quiet && stderr.isTerminal && !isSet(environment['CI']);
}

/**
 * If a person is there to see it, draws again and again until it is cleared, or an error comes that nobody caught. A terminal that cannot move its cursor
 * gets a line of its own every ten seconds.
 *
 * @param look is called at most ten times a second
 */
export function drawingOn(
  shell: Shell,
  { quiet, ascii }: { readonly quiet: boolean; readonly ascii: boolean },
  look: () => Frame,
): Drawing {
  const { stderr, environment } = shell;
  if (!isWatched(shell, quiet)) return { say: (text) => stderr.write(text), clear: () => undefined };
  const dumb = environment['TERM'] === 'dumb';
  const lines = liveLines(stderr, ascii);
  const endTicks = dumb
    ? shell.every(DUMB_INTERVAL_MS, () => void stderr.write(complaint(look().total)))
    : shell.every(INTERVAL_MS, () => lines.draw(look().lines));
  const clear = (): void => {
    endTicks();
    endFaults();
    lines.clear();
  };
  const endFaults = shell.onFault(clear);
  return { say: (text) => lines.say(text), clear };
}

/** As programs that run elsewhere set it: `true`, `1`, the name of a service. */
function isSet(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value.toLowerCase());
}
