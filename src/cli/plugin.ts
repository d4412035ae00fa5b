import { MONITORING_STATES } from '../model/monitoring.ts';

/** Exit code of a monitoring plugin that could not check. */
export const UNKNOWN = MONITORING_STATES.indexOf('UNKNOWN');

/** True if the command line asks for the output of a monitoring plugin: a command line with faults is to end like one, too. */
export function isPlugin(argv: readonly string[]): boolean {
  return argv.some(
    (word, at) =>
      /^(?:--format=|-[A-Za-z]*f=?)nagios$/.test(word) ||
      (word === 'nagios' && /^(?:--format|-[A-Za-z]*f)$/.test(argv[at - 1] ?? '')),
  );
}

/** A monitoring system reads standard output alone, and knows no other exit codes than 0 to 3. */
export function pluginFault(line: string): string {
  return `EXCHANGE-TLS UNKNOWN - ${line.replaceAll('|', '/')}`;
}

export function pluginCode(code: number): number {
  return code > UNKNOWN ? UNKNOWN : code;
}
