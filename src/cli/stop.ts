import { HANGUP, type Shell, type StopCode } from './shell.ts';
import { REPORTING_SO_FAR, stopping } from './ui.ts';

/** The operator's wish to stop, during a run. */
export interface Stop {
  readonly signal: AbortSignal;
  /** Exit code of a run that was stopped; null as long as nobody wished it. */
  code(): StopCode | null;
  /** Stops listening. */
  end(): void;
}

/**
 * The first Ctrl-C ends the asking, so that the report can still be written; the second ends the process. A hangup never
 * does: both the shell and the terminal send one when a window is closed.
 *
 * @param then what is done after the first, in words
 */
export function listenForStop(shell: Shell, clearProgress: () => void, then = REPORTING_SO_FAR): Stop {
  const controller = new AbortController();
  let first: StopCode | null = null;
  const end = shell.onStop((code) => {
    if (first !== null) {
      if (code !== HANGUP) shell.exitAtOnce(code);
      return;
    }
    first = code;
    clearProgress();
    void shell.stderr.write(stopping(code, then));
    controller.abort();
  });
  return { signal: controller.signal, code: () => first, end };
}
