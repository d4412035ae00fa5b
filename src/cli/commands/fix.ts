import { command } from '../command.ts';
import { JUDGING, REPORTING } from '../options.ts';

export const fixCommand = command({
  usage: 'fix <report>',
  summary: 'Write what mends the findings of a saved report as a PowerShell script to read and run by hand',
  positionals: {
    report: {
      type: 'string',
      demandOption: true,
      describe: 'file that --format json wrote; - is standard input',
    },
  },
  options: {
    server: {
      type: 'string',
      array: true,
      requiresArg: true,
      group: 'Output:',
      describe: 'only this host of the report; may be repeated',
    },
    output: {
      alias: 'o',
      type: 'string',
      requiresArg: true,
      group: 'Output:',
      describe: 'file to write the script to, whole or not at all',
    },
    quiet: { ...REPORTING.quiet, describe: 'do not say that the file was written' },
    baseline: JUDGING.baseline,
    ca: JUDGING.ca,
    'system-store': JUDGING['system-store'],
  },
  examples: [
    ['fix report.json -o fix.ps1', 'every server, each in the order of work'],
    ['fix report.json --server mail.contoso.com', 'one server'],
  ],
  run: async (args, shell) => (await import('../fix.ts')).writeFixes(args, shell),
});
