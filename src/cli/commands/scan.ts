import { command } from '../command.ts';
import { ASKING, FETCHING, JUDGING, REMEMBERING, REPORTING, TARGETING } from '../options.ts';

export const scanCommand = command({
  usage: 'scan [hosts..]',
  summary: 'Take the whole inventory: versions, suites in order, groups, certificates; then judge it',
  positionals: {
    hosts: {
      type: 'string',
      array: true,
      describe: 'mail.contoso.com for every standard port, or protocol://host:port',
    },
  },
  options: { ...TARGETING, ...ASKING, ...FETCHING, ...JUDGING, ...REPORTING, ...REMEMBERING },
  examples: [
    ['scan mail.contoso.com', 'every standard port of one host'],
    ['scan https://mail.contoso.com smtp://edge1:2525', 'two services'],
    ['scan mail.contoso.com --address 203.0.113.7', 'one server behind a shared name'],
    ['scan --targets targets.json -f json -o report.json', 'an organization, to keep'],
    ['scan mail.contoso.com --revocation online', 'is any of its certificates revoked?'],
    ['scan --resume report.json -f json -o whole.json', 'what a run that was stopped left open'],
  ],
  run: async (args, shell) => (await import('../assess.ts')).assess('scan', args, shell),
});
