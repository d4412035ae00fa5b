import { command } from '../command.ts';

export const schemaCommand = command({
  usage: 'schema',
  summary: 'Print the JSON Schema of reports in JSON',
  positionals: {},
  options: {},
  examples: [['schema > report.schema.json', 'for validators and editors']],
  async run(_args, shell) {
    const { reportJsonSchema } = await import('../../config/saved-report.ts');
    await shell.stdout.write(`${JSON.stringify(reportJsonSchema(), null, 2)}\n`);
    return 0;
  },
});
