import { command } from '../command.ts';
import { JUDGING, REPORTING } from '../options.ts';

export const clientsCommand = command({
  usage: 'clients [report] [hosts..]',
  summary: 'Tell which clients can use the endpoints of a saved report and why not; opens no connection',
  positionals: {
    report: {
      type: 'string',
      describe: 'file that --format json wrote; - is standard input; without it, the clients are listed',
    },
    hosts: { type: 'string', array: true, describe: 'only these hosts of the report' },
  },
  options: { ...JUDGING, ...REPORTING },
  examples: [
    ['clients report.json', 'a matrix of clients and services for each host'],
    ['clients report.json mail.contoso.com -v', 'with what they agree on'],
    ['clients report.json -f csv', 'one client and service a row'],
    ['clients report.json --clients ours.json', 'with clients of your own'],
    ['clients', 'every client that is known, by its id'],
  ],
  run: async (args, shell) => (await import('../client-matrix.ts')).showClients(args, shell),
});
