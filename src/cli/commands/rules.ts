import { command } from '../command.ts';
import { LOOKS } from '../options.ts';

export const rulesCommand = command({
  usage: 'rules [id]',
  summary: 'List every rule, or explain one: why it matters, what mends it, where it is written',
  positionals: { id: { type: 'string', describe: 'id of a rule, such as tls/weak-cipher' } },
  options: LOOKS,
  examples: [
    ['rules', 'the catalogue'],
    ['rules tls/weak-cipher', 'one rule explained'],
  ],
  run: async (args, shell) => (await import('../catalogue.ts')).showRules(args, shell),
});
