import { printable } from './shown.ts';

/** One thing that is wrong with an input. */
export interface ConfigFault {
  /** `targets[2].services[0]`; empty for the input as a whole. */
  readonly path: string;
  /** What was expected and what was seen instead. */
  readonly message: string;
}

const SHOWN = 20;

/**
 * The operator's input cannot be used. Every fault that was found is listed, so that one run is enough to
 * mend a file. The message is a complete block, ready to print:
 *
 *     targets.json: 2 faults
 *       targets[0].host: expected a host name, got a URL; write mail.contoso.com
 *       basline: unknown key; did you mean baseline?
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** File name, or words such as `command line`. */
  readonly source: string;
  readonly faults: readonly ConfigFault[];

  constructor(source: string, faults: readonly ConfigFault[]) {
    super(block(source, faults));
    this.source = source;
    this.faults = faults;
  }
}

function block(source: string, faults: readonly ConfigFault[]): string {
  const [only] = faults;
  const from = printable(source);
  if (faults.length === 1 && only !== undefined) return `${from}: ${line(only)}`;
  const rest = faults.length - SHOWN;
  const more = rest > 0 ? [`and ${rest} more`] : [];
  return [`${from}: ${faults.length} faults`, ...faults.slice(0, SHOWN).map(line), ...more].join('\n  ');
}

function line(fault: ConfigFault): string {
  return printable(fault.path === '' ? fault.message : `${fault.path}: ${fault.message}`);
}
