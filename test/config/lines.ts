import type { ConfigError, ConfigFault } from '../../src/config/config-error.ts';

/** The lines of the ConfigError that an action throws, or its result as JSON if it throws none. */
export function linesOf(action: () => unknown): string[] {
  const [error, result] = run(action);
  if (error === undefined) return [`accepted: ${JSON.stringify(result)}`];
  return error.message.split('\n').map((line) => line.trim());
}

/** The faults of the ConfigError that an action throws; none if it throws none. */
export function faultsOf(action: () => unknown): readonly ConfigFault[] {
  const [error] = run(action);
  return error?.faults ?? [];
}

function run(action: () => unknown): readonly [error: ConfigError | undefined, result: unknown] {
  try {
    return [undefined, action()];
  } catch (error) {
    if ((error as Error).name !== 'ConfigError') throw error;
    return [error as ConfigError, undefined];
  }
}
