import type { Depth } from '../model/report.ts';
import type { Target } from '../model/target.ts';
import type { ScanEvent } from '../scan/observe.ts';
import { drawingOn, isWatched } from './progress/drawing.ts';
import { frameOf, type Part } from './progress/frame.ts';
import { roomOf } from './progress/live-lines.ts';
import { createTally, type Tally } from './progress/tally.ts';
import { timeLeft } from './progress/time-left.ts';
import type { Shell } from './shell.ts';
import { deadlineWords, doneWords, leftWords, soFarWords } from './ui.ts';

/** What is seen of a run while it goes on: a line for each host that is being asked, and the totals. */
export interface Progress {
  readonly onEvent: (event: ScanEvent) => void;
  /** Writes a text of whole lines to standard error without disturbing what is drawn. */
  readonly say: (text: string) => Promise<boolean>;
  /** Takes it away; nothing is drawn after it. */
  readonly clear: () => void;
}

export interface ProgressSettings {
  readonly targets: readonly Target[];
  readonly options: { readonly depth: Depth; readonly budget: number; readonly deadlineMs: number | null };
  readonly quiet: boolean;
  readonly ascii: boolean;
  /** Only the totals, where somebody else may write to the same terminal. */
  readonly brief?: boolean;
}

/** Draws on standard error if a person is there to see it; otherwise an event costs nothing. */
export function progressOn(shell: Shell, settings: ProgressSettings): Progress {
  const { stderr, now } = shell;
  const { targets, options, quiet, ascii, brief = false } = settings;
  const tally = createTally(options.budget);
  const startedAt = now();
  const { say, clear } = drawingOn(shell, { quiet, ascii }, () => {
    const at = now();
    const elapsedMs = at - startedAt;
    const rows = brief ? 0 : (stderr.rows ?? USUAL_ROWS);
    const room = { columns: roomOf(stderr), rows, ascii };
    return frameOf(tally, totalsOf(tally, targets.length, options, elapsedMs), at, room);
  });
  return { onEvent: isWatched(shell, quiet) ? tally.heed : () => undefined, say, clear };
}

/** Of a terminal that does not say. */
const USUAL_ROWS = 24;

function totalsOf(
  tally: Tally,
  targets: number,
  { depth, deadlineMs }: ProgressSettings['options'],
  elapsedMs: number,
): readonly Part[] {
  const { endpoints, connections } = tally;
  const left = timeLeft(tally, targets, depth, elapsedMs);
  const untilDeadline = deadlineMs === null ? null : Math.max(0, deadlineMs - elapsedMs);
  // What the deadline will not let happen need not be told.
  const within = left !== null && (untilDeadline === null || left < untilDeadline);
  return [
    {
      text:
        targets === 1
          ? doneWords(endpoints.done, endpoints.begun, 'endpoint')
          : doneWords(tally.targets.done, targets, 'host'),
      rank: 0,
    },
    { text: soFarWords(connections, elapsedMs), rank: 3 },
    ...(within ? [{ text: leftWords(left), rank: 1 }] : []),
    ...(untilDeadline === null ? [] : [{ text: deadlineWords(untilDeadline), rank: within ? 4 : 2 }]),
  ];
}
