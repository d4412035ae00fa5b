import type { ScanEvent } from '../scan/observe.ts';
import type { Shell } from './shell.ts';
import { statusLine } from './ui.ts';

/** One status line on standard error while a run goes on. */
export interface Progress {
  readonly onEvent: (event: ScanEvent) => void;
  /** Takes the line away; nothing is drawn after it. */
  readonly clear: () => void;
}

/** Between two drawings, ms: faster than that nobody reads. */
const INTERVAL_MS = 100;
const USUAL_WIDTH = 80;

/**
 * Draws only on a terminal: in a file or a mail of cron a line that is drawn over is rubbish.
 *
 * @param budget connections that an endpoint may cost, in words
 */
export function progressOn(shell: Shell, quiet: boolean, budget: string): Progress {
  const { stderr, now } = shell;
  if (quiet || !stderr.isTerminal) return { onEvent: () => undefined, clear: () => undefined };
  const startedAt = now();
  const width = (stderr.columns ?? USUAL_WIDTH) - 1;
  let [done, endpoints, connections] = [0, 0, 0];
  let drawnAt: number | null = null;
  let over = false;
  return {
    onEvent(event) {
      if (event.type === 'endpoint-found') endpoints += 1;
      if (event.type === 'endpoint-done') done += 1;
      if (event.type === 'observed') connections += event.observation.connections;
      const at = now();
      if (over || (drawnAt !== null && at - drawnAt < INTERVAL_MS)) return;
      drawnAt = at;
      const seconds = Math.round((at - startedAt) / 1000);
      const line = statusLine({ done, endpoints, connections, budget, seconds });
      void stderr.write(`\r${line.slice(0, width)}${CLEAR_TO_END}`);
    },
    clear() {
      if (drawnAt !== null && !over) void stderr.write(`\r${CLEAR_TO_END}`);
      over = true;
    },
  };
}

/** ECMA-48, 8.3.41: erase in line. */
const CLEAR_TO_END = '\u001b[K';
