import { command } from '../command.ts';
import { thresholdDays } from '../threshold-days.ts';
import { ASKING, FETCHING, JUDGING, REMEMBERING, REPORTING, TARGETING } from '../options.ts';

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
  options: {
    hostname: {
      alias: 'H',
      type: 'string',
      array: true,
      requiresArg: true,
      group: 'Targets:',
      describe: 'host to look at, as monitoring plugins are told; may be repeated',
    },
    ...TARGETING,
    ...ASKING,
    deadline: { ...ASKING.deadline, alias: 't' },
    ...FETCHING,
    ...JUDGING,
    'warning-days': { ...JUDGING['warning-days'], alias: 'w', type: 'string', coerce: thresholdDays },
    'critical-days': { ...JUDGING['critical-days'], alias: 'c', type: 'string', coerce: thresholdDays },
    ...REPORTING,
    ...REMEMBERING,
  },
  examples: [
    ['check mail.contoso.com', 'is anything wrong?'],
    ['check --targets targets.json --fail-on high -q', 'from a scheduler: the exit code says it'],
    ['check --targets targets.json --state default --only-changes', 'and only what is new'],
    ['check imaps://mail.contoso.com --explain', 'with every question and answer'],
    ['check mail.contoso.com --name autodiscover.contoso.com', 'is that name in the certificate?'],
    ['check -H mail.contoso.com -w 30: -c 14: -t 50 -f nagios', 'from Nagios or Icinga'],
    ['check --targets fleet.json -f jsonl -o fleet.jsonl', 'thousands of endpoints, a line each'],
  ],
  run: async ({ hostname = [], hosts = [], ...args }, shell) =>
    (await import('../assess.ts')).assess('check', { ...args, hosts: [...hosts, ...hostname] }, shell),
});
