import { command } from '../command.ts';
import { ASKING, LOOKS } from '../options.ts';

export const discoverCommand = command({
  usage: 'discover <domains..>',
  summary: 'Find the hosts that clients and senders look up by a mail domain, and write a targets file',
  positionals: {
    domains: {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'mail domain, contoso.com; hosts below any of them count as your own',
    },
  },
  options: {
    output: {
      alias: 'o',
      type: 'string',
      requiresArg: true,
      group: 'Output:',
      describe: 'targets file to write, JSON; - is standard output',
    },
    force: {
      type: 'boolean',
      default: false,
      group: 'Output:',
      describe: 'write over a file that is there',
    },
    others: {
      type: 'boolean',
      default: false,
      group: 'Output:',
      describe: 'also write hosts of others, such as an MX host at a provider; Exchange Online never',
    },
    resolver: {
      type: 'string',
      requiresArg: true,
      group: 'Asking:',
      describe: 'address of the name server to ask [default: of this machine]',
    },
    timeout: {
      ...ASKING.timeout,
      describe: 'seconds to wait for an answer of the name server [default: 10]',
    },
    ...LOOKS,
  },
  examples: [
    ['discover contoso.com', 'what is there?'],
    ['discover contoso.com fabrikam.com -o targets.json', 'and write it down for scan --targets'],
    ['discover contoso.com --resolver 10.0.0.1', 'as one name server tells it'],
  ],
  run: async (args, shell) => (await import('../discover.ts')).discover(args, shell),
});
