import { command } from '../command.ts';
import { JUDGING, LOOKS, TABLE_OR_JSON, TARGETING } from '../options.ts';

export const planCommand = command({
  usage: 'plan <file>',
  summary:
    'Work out the fewest certificates that serve every service, what to type, and which findings would go',
  positionals: {
    file: {
      type: 'string',
      demandOption: true,
      describe: 'file that --format json wrote, or a targets file; - is standard input',
    },
  },
  options: {
    client: {
      type: 'string',
      array: true,
      requiresArg: true,
      group: 'Planning:',
      describe: 'id of an old client that has to be served as well, as "clients" lists them; may be repeated',
    },
    names: {
      type: 'string',
      choices: ['auto', 'san', 'wildcard'],
      default: 'auto',
      requiresArg: true,
      group: 'Planning:',
      describe:
        'how names are covered: san: each by itself; wildcard: by wildcards; auto: by one where it is worth it',
    },
    domain: {
      ...TARGETING.domain,
      group: 'Planning:',
      describe: 'mail domain, for its Autodiscover; may be repeated',
    },
    clients: JUDGING.clients,
    baseline: JUDGING.baseline,
    ca: JUDGING.ca,
    'system-store': JUDGING['system-store'],
    ...TABLE_OR_JSON,
    ...LOOKS,
  },
  examples: [
    ['plan report.json', 'by what was seen'],
    ['plan targets.json --domain contoso.com', 'before anything is there'],
    ['plan report.json -f json', 'the same for a program'],
    ['plan report.json --client outlook-2007-win7', 'with a client that reads fewer names'],
  ],
  run: async (args, shell) => (await import('../plan.ts')).showPlan(args, shell),
});
