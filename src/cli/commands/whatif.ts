import { command } from '../command.ts';
import { LOOKS, TABLE_OR_JSON } from '../options.ts';

export const whatifCommand = command({
  usage: 'whatif <report>',
  summary: 'Tell who would stop and which findings would go if TLS were brought to a baseline',
  positionals: {
    report: {
      type: 'string',
      demandOption: true,
      describe: 'file that --format json wrote; - is standard input',
    },
  },
  options: {
    policy: {
      type: 'string',
      demandOption: true,
      requiresArg: true,
      describe:
        'baseline to bring it to: exchange-2019, exchange-se, exchange-2016, exchange-2013, or a file of your own',
    },
    ca: {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'PEM file with a root certificate of your own; may be repeated',
    },
    clients: { type: 'string', requiresArg: true, describe: 'file with clients of your own, JSON or YAML' },
    ...TABLE_OR_JSON,
    json: { type: 'boolean', default: false, group: 'Output:', describe: 'the same as "-f json"' },
    ...LOOKS,
  },
  examples: [
    ['whatif report.json --policy exchange-2019', 'before old versions are switched off'],
    ['whatif report.json --policy exchange-2019 -f json', 'the same for a program'],
    ['whatif report.json --policy ours.json', 'by a baseline of your own'],
  ],
  run: async (args, shell) => (await import('../what-if.ts')).showWhatIf(args, shell),
});
