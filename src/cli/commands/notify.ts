import { command } from '../command.ts';
import { LOOKS } from '../options.ts';

export const notifyCommand = command({
  usage: 'notify <file>',
  summary: 'Send a test message to everybody whom a file for --notify names',
  positionals: {
    file: {
      type: 'string',
      demandOption: true,
      describe: 'file that says who is told, JSON or YAML; - is standard input',
    },
  },
  options: { ascii: LOOKS.ascii },
  examples: [
    ['notify notify.yaml', 'does the mail arrive, and the message in Teams?'],
    ['check --targets targets.json --state default --notify notify.yaml -q', 'and then, after each change'],
  ],
  run: async (args, shell) => (await import('../notify/try-out.ts')).tryOut(args, shell),
});
