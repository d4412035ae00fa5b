/** Every word that the program says about itself; what it says about servers comes from the reporters. */
export const PROGRAM = 'exchange-tls';

export const TAGLINE = 'Looks at the TLS and the certificates of Microsoft Exchange servers from outside.';

export const HELP_END = [
  'Exit code: 0 nothing at or above --fail-on; 1 findings; 2 usage or configuration; 3 something could not be',
  'assessed; 4 another run of the same kind holds --state; 130 stopped by Ctrl-C and 143 by a request to end, with the partial report written.',
].join('\n');

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
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  const [line = ''] = message.split('\n', 1);
  return complaint(
    `internal error: ${name}: ${line}. This is our fault; please report this line, ` +
      `the command and the versions (${PROGRAM} ${version}, Node ${process.versions.node})`,
  );
}

export const NO_COMMAND =
  'expected a command: scan, check, discover, judge, clients, whatif, explain, fix, plan, diff, history, schedule, rules, schema or demo';

export const NOTHING_TO_MEND = 'nothing failed, so there is nothing to mend';

export const ALREADY_RUNNING = 'another run of the same kind is under way; nothing was asked';

export const NO_TARGETS = 'nothing to look at; name a host, or give a file with --targets';

export function stopping(code: 130 | 143): string {
  const why = code === 130 ? 'stopped by Ctrl-C' : 'asked to end';
  return complaint(`${why}: writing the report on what has been gathered; once more to exit at once`);
}

/** What stands on the status line while a run goes on. */
export function statusLine(status: {
  readonly done: number;
  readonly endpoints: number;
  readonly connections: number;
  /** Connections that an endpoint may cost, in words. */
  readonly budget: string;
  readonly seconds: number;
}): string {
  const { done, endpoints, connections, budget, seconds } = status;
  return `${done} of ${endpoints} endpoints done, ${connections} connections (at most ${budget} each), ${seconds} s`;
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
export function demoIntroduction(
  hosts: readonly { readonly name: string; readonly shows: string }[],
): readonly string[] {
  const widest = Math.max(...hosts.map(({ name }) => name.length));
  return [
    'This is a simulation: a made-up organization, Contoso, served by this program on this machine. Nothing leaves it.',
    'The connections over loopback are real, and so is the scanner; the names and addresses are not.',
    '',
    ...hosts.map(({ name, shows }) => `  ${name.padEnd(widest)}  ${shows}`),
    '',
  ];
}

export const DEMO_BROKEN =
  'the simulated organization did not answer as it should; this machine may block loopback';
