import { command } from '../command.ts';
import { JUDGING, REPORTING } from '../options.ts';

export const judgeCommand = command({
  usage: 'judge <report>',
  summary: 'Judge the observations of a saved report again; opens no connection',
  positionals: {
    report: {
      type: 'string',
      demandOption: true,
      describe: 'file that --format json wrote; - is standard input',
    },
  },
  options: {
    targets: {
      type: 'string',
      requiresArg: true,
      group: 'Judging:',
      describe: 'targets file whose baselines, roots and days to use; its targets are not asked',
    },
    now: {
      type: 'boolean',
      default: false,
      group: 'Judging:',
      describe: 'as of now, and not of the moment when the report was made',
    },
    ...JUDGING,
    ...REPORTING,
  },
  examples: [
    ['judge report.json', 'the same findings, as a table'],
    ['judge report.json --baseline exchange-se', 'what would another baseline say?'],
    ['judge report.json --now', 'which of its certificates have ended by now?'],
  ],
  run: async (args, shell) => (await import('../judge-again.ts')).judgeAgain(args, shell),
});
