import { command } from '../command.ts';
import { JUDGING, LOOKS } from '../options.ts';

export const explainCommand = command({
  usage: 'explain <finding> [report]',
  summary:
    'Tell the whole story of a finding: what was asked, what came back, why it matters, who is hurt, what mends it',
  positionals: {
    finding: {
      type: 'string',
      demandOption: true,
      describe: 'id of a finding as reports in JSON and CSV have it, or of a rule',
    },
    report: {
      type: 'string',
      describe: 'file that --format json wrote; - is standard input; without it, the rule alone is explained',
    },
  },
  options: {
    ...LOOKS,
    baseline: JUDGING.baseline,
    ca: JUDGING.ca,
    'system-store': JUDGING['system-store'],
  },
  examples: [
    ['explain tls/weak-cipher report.json', 'every finding of the rule'],
    ['explain "tls/weak-cipher|https://mail.contoso.com:443/192.0.2.10|RC4" report.json', 'one finding'],
    ['explain cert/expired', 'the rule itself'],
  ],
  run: async (args, shell) => (await import('../story.ts')).tellStory(args, shell),
});
