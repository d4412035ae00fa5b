import type { Output, Shell } from './shell.ts';

/** How text for people is drawn, decided once. */
export interface Look {
  readonly width: number;
  readonly colour: boolean;
  readonly ascii: boolean;
}

/** Width for pipes and files, where nobody says how wide the reader's window is. */
const UNKNOWN_WIDTH = 100;
/** Width of a terminal that does not say. */
const USUAL_WIDTH = 80;

/**
 * @param args what the operator wrote; `color` is undefined if nothing was said about it
 * @param toFile the text goes to a file, which is no terminal whatever standard output is
 */
export function lookOf(
  args: { readonly color?: boolean | undefined; readonly ascii: boolean },
  shell: Pick<Shell, 'environment' | 'stdout'>,
  toFile = false,
): Look {
  const { environment } = shell;
  const stdout = toFile ? { isTerminal: false, columns: null } : shell.stdout;
  return {
    width: stdout.columns ?? columnsOf(environment) ?? (stdout.isTerminal ? USUAL_WIDTH : UNKNOWN_WIDTH),
    colour: args.color ?? wantsColour(environment, stdout),
    ascii: args.ascii,
  };
}

/** NO_COLOR counts if it is not empty (no-color.org); FORCE_COLOR=0 is off, any other value on, as in Node. */
function wantsColour(environment: Shell['environment'], { isTerminal }: Pick<Output, 'isTerminal'>): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return isTerminal && TERM !== 'dumb';
}

function columnsOf({ COLUMNS }: Shell['environment']): number | null {
  return COLUMNS !== undefined && /^[1-9]\d{0,3}$/.test(COLUMNS) ? Number(COLUMNS) : null;
}
