import { command } from '../command.ts';

/** What there is a schema of, each loaded when it is wanted. */
const SCHEMAS: readonly { readonly of: string; readonly load: () => Promise<object> }[] = [
  { of: 'report', load: async () => (await import('../../config/saved-report.ts')).reportJsonSchema() },
  { of: 'lines', load: async () => (await import('../../config/lines-schema.ts')).linesJsonSchema() },
  { of: 'diff', load: async () => (await import('../../config/history-schema.ts')).diffJsonSchema() },
  { of: 'history', load: async () => (await import('../../config/history-schema.ts')).historyJsonSchema() },
  {
    of: 'notification',
    load: async () => (await import('../../config/notification-schema.ts')).notificationJsonSchema(),
  },
  { of: 'plan', load: async () => (await import('../../config/plan-schema.ts')).planJsonSchema() },
  { of: 'whatif', load: async () => (await import('../../config/what-if-schema.ts')).whatIfJsonSchema() },
];

export const schemaCommand = command({
  usage: 'schema [of]',
  summary: 'Print the JSON Schema of reports in JSON, or of what else is written in JSON',
  positionals: {
    of: {
      type: 'string',
      choices: SCHEMAS.map(({ of }) => of),
      default: 'report',
      describe:
        'whole reports, the lines of --format jsonl, what diff, history, plan and whatif write with -f json, or what generic webhooks get',
    },
  },
  options: { lines: { type: 'boolean', default: false, describe: 'the same as "schema lines"' } },
  examples: [
    ['schema > report.schema.json', 'for validators and editors'],
    ['schema lines > line.schema.json', 'the same for each line of JSON Lines'],
    ['schema diff > diff.schema.json', 'for what "diff -f json" writes'],
  ],
  async run(args, shell) {
    const wanted = args.lines ? 'lines' : args.of;
    const schema = await SCHEMAS.find(({ of }) => of === wanted)?.load();
    await shell.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
    return 0;
  },
});
