import { thrown } from '../model/thrown.ts';
import type { StopCode } from './shell.ts';

/** Every word that the program says about itself; what it says about servers comes from the reporters. */
export const PROGRAM = 'exchange-tls';

export const TAGLINE = 'Looks at the TLS and the certificates of Microsoft Exchange servers from outside.';

export const MORE_HELP = `"${PROGRAM} help scan" explains a command.`;

export const EXIT_CODES = [
  ['0', 'nothing at or above --fail-on, and everything could be assessed'],
  ['1', 'findings at or above --fail-on'],
  ['2', 'the command line or a file cannot be used; nothing was asked'],
  ['3', 'something could not be assessed or told, or the program itself failed'],
  ['4', 'another run of the same kind is under way (--state); nothing was asked'],
  ['129, 130, 143', 'stopped by a hangup, Ctrl-C or a request to end; the partial report is written'],
] as const;

/** One line for standard error. */
export function complaint(message: string): string {
  return `${PROGRAM}: ${message}\n`;
}

export function usageFault(message: string, command: string | null): string {
  return complaint(
    `${message} (see ${[PROGRAM, command, '--help'].filter((word) => word !== null).join(' ')})`,
  );
}

/** The stack stays out: it helps nobody but us, and the first line is what we can find the place by. */
export function internalFault(error: unknown, version: string): string {
  const { name, message } = thrown(error);
  const [line = ''] = message.split('\n', 1);
  return complaint(
    `internal error: ${name}: ${line}. This is our fault; please report this line, ` +
      `the command and the versions (${PROGRAM} ${version}, Node ${process.versions.node})`,
  );
}

export function noCommand(names: readonly string[]): string {
  return `expected a command: ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** @param title of a trust store, as a file has it; `option` is what brings it back, if anything does */
export function lostStoreLine(title: string, option: string | undefined): string {
  const how = option === undefined ? '' : `; ${option} gives it`;
  return `the report was judged by the ${title} as well, which is not at hand now: what only it trusts counts as untrusted here${how}`;
}

export const NOTHING_TO_MEND = 'nothing failed, so there is nothing to mend';

export const ALREADY_RUNNING = 'another run of the same kind is under way; nothing was asked';

export const NO_TARGETS = 'nothing to look at; name a host, or give a file with --targets';

/** @param then what is done now instead of going on */
export function stopping(code: StopCode, then: string): string {
  const why = code === 130 ? 'stopped by Ctrl-C' : 'asked to end';
  return complaint(`${why}: ${then}; once more to exit at once`);
}

export const REPORTING_SO_FAR = 'writing the report on what has been gathered';

export const STOP_SENDING = 'sending nothing more';

export const SHOWING_FOUND = 'showing what has been found, and writing no file';

/** While a run goes on: `3 of 9 endpoints done`. */
export function doneWords(done: number, of: number, noun: string): string {
  return `${done} of ${of} ${noun}${of === 1 ? '' : 's'} done`;
}

/** `123 connections in 1 min 5 s`. */
export function soFarWords(connections: number, elapsedMs: number): string {
  return `${connections} connection${connections === 1 ? '' : 's'} in ${durationWords(elapsedMs)}`;
}

/** Only as exact as anybody can know it: `about 20 s left`. */
export function leftWords(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 4) return 'a few seconds left';
  if (seconds < 58) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `about ${minutes} min left` : `about ${Math.round(minutes / 60)} h left`;
}

export function deadlineWords(ms: number): string {
  return ms === 0 ? 'deadline reached' : `deadline in ${durationWords(ms)}`;
}

function durationWords(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** `backing off 4 s: 421`; nothing is waited for any more with seconds of 0 and below. */
export function backOffWords(
  sign: 'busy' | 'dropped' | 'slow',
  code: string | null,
  seconds: number,
): string {
  const signs = { busy: code ?? 'busy', dropped: 'connections dropped', slow: 'slow answers' };
  return `backing off${seconds > 0 ? ` ${seconds} s` : ''}: ${signs[sign]}`;
}

export const LOOKING_UP = 'address';

export const NOT_ANSWERED_YET = 'connecting';

/** While domains are looked up one after the other. */
export function lookingUpWords(done: number, domains: readonly string[], elapsedMs: number): string {
  const now = domains[done] ?? 'the last answers';
  const of = domains.length === 1 ? '' : `, ${doneWords(done, domains.length, 'domain')}`;
  return `looking up ${now}${of}, ${durationWords(elapsedMs)}`;
}

export function andMoreHosts(count: number): string {
  return `and ${count} more ${count === 1 ? 'host' : 'hosts'}`;
}

/** Why a run that was streamed ends with 3. */
export function openLine(
  totals: { readonly not_assessed: number; readonly unknown: number },
  run: { readonly complete: boolean; readonly stopped: string | null },
): string {
  const cut = run.complete ? '' : `the run was stopped (${run.stopped ?? 'no reason recorded'}); `;
  return `${cut}${totals.not_assessed} endpoints and ${totals.unknown} checks could not be assessed: see the lines`;
}

export function writtenLine(path: string): string {
  return complaint(`report written to ${path}`);
}

export function targetsWritten(path: string): string {
  return complaint(`targets written to ${path}; look at them before you scan`);
}

export const NOTHING_WRITTEN = 'no file is written; -o targets.json writes one for scan --targets';

export function nothingKnown(unanswered: number): string {
  const questions = unanswered === 1 ? 'question' : 'questions';
  return `no host of your own is known: ${unanswered} ${questions} to DNS got no answer; --resolver names another server`;
}

export function nothingFound(domains: readonly string[]): string {
  return `no host of your own was found by ${domains.join(', ')}`;
}

export function notLookedUp(count: number): string {
  return `${count} ${count === 1 ? 'question' : 'questions'} to DNS got no answer, so there may be more hosts`;
}

/** Said before a demo, so that nobody takes its findings for those of a real organization. */
export const DEMO_INTRODUCTION = [
  'This is a simulation: a made-up organization, Contoso, served by this program on this machine. Nothing leaves it.',
  'The connections over loopback are real, and so is the scanner; the names and addresses are not.',
] as const;

export const DEMO_BROKEN =
  'the simulated organization did not answer as it should; this machine may block loopback';
