import { command } from '../command.ts';

export const scheduleCommand = command({
  usage: 'schedule <scheduler> [words..]',
  summary: 'Print what makes cron, systemd or Windows run a command of ours at regular times',
  positionals: {
    scheduler: { choices: ['cron', 'systemd', 'windows'], demandOption: true, describe: 'who is to run it' },
    words: { type: 'string', array: true, describe: 'behind --: a check or scan with its options' },
  },
  behind: 'words',
  options: {
    every: {
      type: 'string',
      choices: ['hour', 'day', 'week'],
      default: 'day',
      requiresArg: true,
      describe: 'how often; a week begins on Monday',
    },
    at: {
      type: 'string',
      default: '06:00',
      requiresArg: true,
      describe: 'time of the day, of this machine; of an hour only the minutes count',
    },
  },
  examples: [
    ['schedule cron -- check --targets targets.json -q', 'a line for crontab -e'],
    ['schedule systemd -- check mail.contoso.com --state default -q', 'a service and its timer'],
    ['schedule windows --every hour -- check mail.contoso.com -q', 'XML for Register-ScheduledTask'],
  ],
  run: async (args, shell) => (await import('../schedule.ts')).schedule(args, shell),
});
