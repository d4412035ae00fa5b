import { command } from '../command.ts';
import { LOOKS, TABLE_OR_JSON } from '../options.ts';

export const historyCommand = command({
  usage: 'history <host>',
  summary: 'Show what has happened to a host in the runs that --state has kept; opens no connection',
  positionals: { host: { type: 'string', demandOption: true, describe: 'mail.contoso.com' } },
  options: {
    state: {
      type: 'string',
      default: 'default',
      requiresArg: true,
      group: 'Output:',
      describe: 'folder that --state of check and scan names [default: that of the system]',
    },
    ...TABLE_OR_JSON,
    ...LOOKS,
  },
  examples: [
    ['history mail.contoso.com', 'when did what change?'],
    ['history mail.contoso.com --state /var/lib/exchange-tls', 'in a folder of your own'],
  ],
  run: async (args, shell) => (await import('../history.ts')).history(args, shell),
});
