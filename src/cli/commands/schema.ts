import { command } from '../command.ts';

export const schemaCommand = command({
  usage: 'schema',
  summary: 'Print the JSON Schema of reports in JSON',
  positionals: {},
  options: { lines: { type: 'boolean', default: false, describe: 'that of the lines of --format jsonl' } },
  examples: [
    ['schema > report.schema.json', 'for validators and editors'],
    ['schema --lines > line.schema.json', 'the same for each line of JSON Lines'],
  ],
  async run(args, shell) {
    const schema = args.lines
      ? (await import('../../config/lines-schema.ts')).linesJsonSchema()
      : (await import('../../config/saved-report.ts')).reportJsonSchema();
    await shell.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
    return 0;
  },
});
