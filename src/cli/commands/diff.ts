import { command } from '../command.ts';
import { LOOKS, TABLE_OR_JSON } from '../options.ts';

export const diffCommand = command({
  usage: 'diff <old> <new>',
  summary: 'Say what is different in the second of two saved reports; opens no connection',
  positionals: {
    old: { type: 'string', demandOption: true, describe: 'file that --format json wrote' },
    new: { type: 'string', demandOption: true, describe: 'a later one; - is standard input' },
  },
  options: {
    ...TABLE_OR_JSON,
    ...LOOKS,
  },
  examples: [
    ['diff monday.json friday.json', 'what has changed in a week?'],
    ['diff before.json after.json -f json', 'the same for a program'],
  ],
  run: async (args, shell) => (await import('../diff.ts')).diff(args, shell),
});
