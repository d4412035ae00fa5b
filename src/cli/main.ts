import { ConfigError } from '../config/config-error.ts';
import { VERSION } from '../version.ts';
import { COMMANDS } from './commands/index.ts';
import { lookOf } from './look.ts';
import { isPlugin, pluginCode, pluginFault, UNKNOWN } from './plugin.ts';
import { parseArguments } from './parse.ts';
import { realShell, type Shell } from './shell.ts';
import { complaint, internalFault, usageFault } from './ui.ts';

/** Exit code for a command line or a file that cannot be used. */
const MISUSE = 2;
/** Exit code for a fault of our own: nothing was assessed. */
const BROKEN = 3;

/**
 * Runs the command line. Never throws, prints no stack trace and leaves ending the process to the caller.
 *
 * @param argv words behind the program's name
 * @returns the exit code: 0, 1, 2, 3, 4, 129, 130 or 143
 */
export async function main(argv: readonly string[], shell: Shell = realShell()): Promise<number> {
  const plugin = isPlugin(argv);
  const say = (line: string): Promise<boolean> =>
    // The exit code says it, too, where nothing can be written.
    plugin ? shell.stdout.write(pluginFault(line)).catch(() => false) : shell.stderr.write(line);
  const sayAndExit = async (error: unknown): Promise<void> => {
    await say(internalFault(error, VERSION));
    shell.exitAtOnce(BROKEN);
  };
  const misuse = async (line: string): Promise<number> => {
    await say(line);
    return plugin ? UNKNOWN : MISUSE;
  };
  const stopListening = shell.onFault((error) => void sayAndExit(error));
  try {
    const parsed = parseArguments(argv, COMMANDS, VERSION, lookOf({ ascii: true }, shell).width);
    if (parsed.kind === 'command') {
      const code = await parsed.command.run(parsed.args, shell);
      return plugin ? pluginCode(code) : code;
    }
    if (parsed.kind === 'fault') return await misuse(usageFault(parsed.message, parsed.command));
    await shell.stdout.write(parsed.text);
    // Help and version are no result of a check (Monitoring Plugins guidelines, "Plugin Return Codes").
    return plugin ? UNKNOWN : 0;
  } catch (error) {
    if (error instanceof ConfigError) return await misuse(complaint(error.message));
    await say(internalFault(error, VERSION));
    return BROKEN;
  } finally {
    stopListening();
  }
}
