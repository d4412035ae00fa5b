import { ConfigError } from '../config/config-error.ts';
import { quoted } from '../config/shown.ts';
import { VERSION } from '../version.ts';
import { COMMANDS } from './commands/index.ts';
import { parseArguments } from './parse.ts';
import { crontab } from './schedule/cron.ts';
import type { Plan } from './schedule/plan.ts';
import { systemdUnits } from './schedule/systemd.ts';
import { windowsTask } from './schedule/windows.ts';
import type { Shell } from './shell.ts';
import { NO_TARGETS } from './ui.ts';

export interface ScheduleArguments {
  readonly scheduler: string;
  readonly words?: readonly string[] | undefined;
  readonly every: string;
  readonly at: string;
}

/**
 * Prints what a scheduler needs to run a command of ours.
 *
 * @throws ConfigError for a command line that would not be understood, or that the scheduler cannot be told.
 */
export async function schedule(args: ScheduleArguments, shell: Shell): Promise<number> {
  const words = args.words ?? [];
  const refuse = (message: string): never => {
    throw new ConfigError('schedule', [{ path: '', message }]);
  };
  if (words.length === 0) refuse(EXPECTED);
  const parsed = parseArguments(words, COMMANDS, VERSION);
  if (parsed.kind === 'fault') refuse(`the command behind -- is not understood: ${parsed.message}`);
  const [command] = words;
  if (parsed.kind === 'text' || (command !== 'check' && command !== 'scan')) {
    refuse(EXPECTED);
  }
  const given = (names: readonly string[]): readonly unknown[] =>
    parsed.kind === 'command' ? names.flatMap((name) => (parsed.args as Arguments)[name] ?? []) : [];
  if (given(INPUTS).includes('-')) refuse('a scheduler has nothing at standard input; name files');
  if (given(['hosts', 'hostname', 'targets', 'resume']).length === 0)
    refuse(`the command behind -- has ${NO_TARGETS}`);
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(args.at) ?? [];
  if (hour === undefined || minute === undefined)
    refuse(`--at: expected a time such as 06:00, got ${quoted(args.at)}`);
  const { program, folder } = shell.self;
  const broken = [...program, folder, ...words].find((word) => /[\p{Cc}\p{Cs}]/u.test(word));
  if (broken !== undefined) refuse(`${JSON.stringify(broken)} has a character that no command line can have`);
  const plan: Plan = {
    words: [...program, ...words],
    folder,
    every: args.every as Plan['every'],
    hour: Number(hour),
    minute: Number(minute),
    startsOn: new Date(shell.now()).toISOString().slice(0, 10),
  };
  await shell.stdout.write(SCHEDULERS[args.scheduler as keyof typeof SCHEDULERS](plan));
  return 0;
}

const EXPECTED = 'expected a check or scan behind --';

type Arguments = Readonly<Record<string, unknown>>;

/** What names files to read, for which a hyphen would be standard input. */
const INPUTS = ['hosts', 'hostname', 'targets', 'resume', 'baseline', 'ca', 'clients', 'waivers', 'notify'];

const SCHEDULERS = { cron: crontab, systemd: systemdUnits, windows: windowsTask } as const;
