import { command } from '../command.ts';
import { ASKING, JUDGING, REPORTING, TARGETING } from '../options.ts';

export const checkCommand = command({
  usage: 'check [hosts..]',
  summary: 'Ask only what decides the rules, with as few connections as that takes: a health check',
  positionals: {
    hosts: {
      type: 'string',
      array: true,
      describe: 'mail.contoso.com for every standard port, or protocol://host:port',
    },
  },
  options: { ...TARGETING, ...ASKING, ...JUDGING, ...REPORTING },
  examples: [
    ['check mail.contoso.com', 'is anything wrong?'],
    ['check --targets targets.json --fail-on high -q', 'from a scheduler: the exit code says it'],
    ['check imaps://mail.contoso.com --explain', 'with every question and answer'],
    ['check mail.contoso.com --name autodiscover.contoso.com', 'is that name in the certificate?'],
    ['check --targets fleet.json -f jsonl -o fleet.jsonl', 'thousands of endpoints, a line each'],
  ],
  run: async (args, shell) => (await import('../assess.ts')).assess('check', args, shell),
});
