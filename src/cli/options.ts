import type { Options } from 'yargs';
import { SEVERITIES } from '../model/finding.ts';

/** Those of the library, which would have to be loaded for the help; a test holds the two to each other. */
const REVOCATION = ['stapled', 'online'] as const;
const FINGERPRINTS = ['none', 'basic', 'full'] as const;

/** Names of the report formats; the reporters themselves are loaded when one is needed. */
export const FORMATS = [
  'table',
  'json',
  'csv',
  'jsonl',
  'plain',
  'markdown',
  'nagios',
  'prometheus',
  'junit',
  'sarif',
  'html',
  'ecs',
] as const;

/** What the rows of CSV can be, as the reporter has them. */
const CSV_TABLES = ['findings', 'certificates', 'suites', 'endpoints', 'clients'] as const;

type OptionTable = Readonly<Record<string, Options>>;

/** What to look at. */
export const TARGETING = {
  targets: {
    type: 'string',
    requiresArg: true,
    group: 'Targets:',
    describe: 'file with targets, JSON or YAML; - reads standard input',
  },
  address: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'Targets:',
    describe: 'address to use instead of looking the host up; may be repeated',
  },
  name: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'Targets:',
    describe: 'name that clients use and the certificate must cover besides the host; may be repeated',
  },
  domain: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'Targets:',
    describe: 'mail domain, for its MTA-STS, DANE and Autodiscover; may be repeated',
  },
  resume: {
    type: 'string',
    requiresArg: true,
    group: 'Targets:',
    describe:
      'report in JSON of a run that was stopped: asks what it leaves open, of its own targets if none is named',
  },
  ipv4: { type: 'boolean', conflicts: 'ipv6', group: 'Targets:', describe: 'only IPv4 addresses' },
  ipv6: { type: 'boolean', group: 'Targets:', describe: 'only IPv6 addresses' },
} as const satisfies OptionTable;

/** How to ask. */
export const ASKING = {
  timeout: {
    type: 'number',
    requiresArg: true,
    group: 'Asking:',
    describe: 'seconds to wait for a connection or an answer [default: 5 and 10]',
  },
  deadline: { type: 'number', requiresArg: true, group: 'Asking:', describe: 'seconds for the whole run' },
  'endpoint-deadline': {
    type: 'number',
    requiresArg: true,
    group: 'Asking:',
    describe: 'seconds for one endpoint; what is open then stays unknown',
  },
  gentle: {
    type: 'boolean',
    default: false,
    group: 'Asking:',
    describe: 'one connection at a time to an address and service, one each second',
  },
  rate: {
    type: 'number',
    requiresArg: true,
    group: 'Asking:',
    describe: 'most connections begun in a second to one address and service',
  },
  concurrency: {
    type: 'number',
    requiresArg: true,
    group: 'Asking:',
    describe: 'connections at the same time [default: 20]',
  },
  'address-concurrency': {
    type: 'number',
    requiresArg: true,
    group: 'Asking:',
    describe: 'connections at the same time to one address [default: 6]',
  },
  'smtp-concurrency': {
    type: 'number',
    requiresArg: true,
    group: 'Asking:',
    describe: 'SMTP connections at the same time to one address [default: 3]',
  },
  resolver: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'Asking:',
    describe:
      'address of the name server to ask, whose word for DNSSEC is believed; NAME=ADDRESS twice compares split DNS',
  },
  ehlo: {
    type: 'string',
    requiresArg: true,
    group: 'Asking:',
    describe: 'name to greet SMTP servers with [default: our address]',
  },
  simulate: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'Asking:',
    describe:
      'also send the hellos of these clients, a connection each: ids with commas between, or all (up to 70)',
  },
  retries: {
    type: 'number',
    requiresArg: true,
    group: 'Asking:',
    describe: 'how often to ask again after a passing fault [default: 1]',
  },
  budget: {
    type: 'number',
    requiresArg: true,
    group: 'Asking:',
    describe: 'most connections for one endpoint [default: 500]',
  },
  'back-end': {
    type: 'boolean',
    default: false,
    group: 'Asking:',
    describe:
      'also ask what is for Exchange servers only: ports 444, 81, 808, 717, 2525 and others, and X-ANONYMOUSTLS on 25',
  },
  fingerprint: {
    type: 'string',
    choices: FINGERPRINTS,
    requiresArg: true,
    group: 'Asking:',
    describe:
      'what to ask besides TLS: none; basic: HTTPS, without login; full: NTLM on mail ports, too ' +
      '[default: basic in a scan, none in a check]',
  },
} as const satisfies OptionTable;

/** What to ask certification authorities. */
export const FETCHING = {
  'fetch-issuers': {
    type: 'boolean',
    group: 'Certification authorities:',
    describe: 'fetch the issuers that a server does not send from where its certificates say',
  },
  revocation: {
    type: 'string',
    choices: REVOCATION,
    requiresArg: true,
    group: 'Certification authorities:',
    describe:
      'what to go by: stapled: what servers bring; online: what authorities say, too [default: stapled]',
  },
  'allow-private-fetch': {
    type: 'boolean',
    group: 'Certification authorities:',
    describe: 'fetch from private addresses for targets with public ones, too',
  },
  fetches: {
    type: 'number',
    requiresArg: true,
    group: 'Certification authorities:',
    describe: 'most requests to authorities in a run [default: 200]',
  },
  // Declared as --cache, which is how the parser knows --no-cache.
  cache: {
    type: 'string',
    requiresArg: true,
    group: 'Certification authorities:',
    describe:
      'folder that keeps answers of authorities until they end; --no-cache: none [default: of the user]',
  },
} as const satisfies OptionTable;

/** What to judge by. */
export const JUDGING = {
  baseline: {
    type: 'string',
    requiresArg: true,
    group: 'Judging:',
    describe:
      'exchange-2019, exchange-se, exchange-2016, exchange-2013, or a file of your own [default: by the build that a server ' +
      'shows, else exchange-2019]',
  },
  ca: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'Judging:',
    describe: 'PEM file with a root certificate of your own; may be repeated',
  },
  'system-store': {
    type: 'boolean',
    default: false,
    group: 'Judging:',
    describe: 'also judge by the roots that this machine trusts',
  },
  clients: {
    type: 'string',
    requiresArg: true,
    group: 'Judging:',
    describe: 'file with clients of your own, JSON or YAML, beside those that are known',
  },
  waivers: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'Judging:',
    describe: 'file with accepted risks, JSON or YAML, besides those of the targets file; may be repeated',
  },
  'fail-on': {
    type: 'string',
    choices: SEVERITIES,
    default: 'medium',
    requiresArg: true,
    group: 'Judging:',
    describe: 'least severity that makes the exit code 1',
  },
  'warning-days': {
    type: 'number',
    requiresArg: true,
    group: 'Judging:',
    describe: 'report a certificate this long before it ends [default: 60]',
  },
  'critical-days': {
    type: 'number',
    requiresArg: true,
    group: 'Judging:',
    describe: 'and as a severe finding this long before [default: 30]',
  },
} as const satisfies OptionTable;

/** How a run behaves that nobody watches, and what it remembers. */
export const REMEMBERING = {
  state: {
    type: 'string',
    requiresArg: true,
    group: 'Unattended:',
    describe:
      'folder that keeps a report of each run, to say what has changed since the last one; "default" is that of the system',
  },
  keep: {
    type: 'number',
    requiresArg: true,
    group: 'Unattended:',
    describe: 'most reports to keep there [default: 100]',
  },
  'keep-days': {
    type: 'number',
    requiresArg: true,
    group: 'Unattended:',
    describe: 'days to keep them for [default: 400]',
  },
  'unreachable-after': {
    type: 'number',
    requiresArg: true,
    group: 'Unattended:',
    describe: 'runs in a row without an answer before a service is said to be unreachable [default: 2]',
  },
  'only-changes': {
    type: 'boolean',
    default: false,
    group: 'Unattended:',
    describe: 'print only what has changed since the last run, nothing if nothing has; needs --state',
  },
  notify: {
    type: 'string',
    requiresArg: true,
    group: 'Unattended:',
    describe: 'file that says who is told of changes by mail, Teams, Slack or another webhook, JSON or YAML',
  },
  jitter: {
    type: 'number',
    requiresArg: true,
    group: 'Unattended:',
    describe: 'wait a random time first, at most so many seconds',
  },
} as const satisfies OptionTable;

/** How text looks. */
export const LOOKS = {
  // Declared as --color, which is how the parser knows --no-color.
  color: {
    type: 'boolean',
    group: 'Output:',
    describe: 'colours even without a terminal; --no-color: none at all',
  },
  ascii: { type: 'boolean', default: false, group: 'Output:', describe: 'only ASCII characters' },
} as const satisfies OptionTable;

/** What comparisons are printed as. */
export const TABLE_OR_JSON = {
  format: {
    alias: 'f',
    type: 'string',
    choices: ['table', 'json'],
    default: 'table',
    requiresArg: true,
    group: 'Output:',
    describe: 'table for people, json for programs',
  },
} as const satisfies OptionTable;

/** How to report. */
export const REPORTING = {
  format: {
    alias: 'f',
    type: 'string',
    choices: FORMATS,
    default: 'table',
    requiresArg: true,
    group: 'Output:',
    describe: 'table for people, json to keep, csv for spreadsheets, jsonl for fleets: a line an endpoint',
  },
  plain: {
    type: 'boolean',
    default: false,
    group: 'Output:',
    describe: 'one record a line with tabs between its fields, for grep and cut: the same as -f plain',
  },
  by: {
    type: 'string',
    choices: ['host', 'certificate', 'client'],
    default: 'host',
    requiresArg: true,
    group: 'Output:',
    describe:
      'what the rows are: host: its endpoints; certificate: all that present it; client: can it connect, and why not',
  },
  output: {
    alias: 'o',
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'Output:',
    describe:
      'file to write the report to, whole or not at all; jsonl grows in it as endpoints end. FORMAT=FILE writes it in ' +
      'another format besides; may be repeated',
  },
  verbose: {
    alias: 'v',
    type: 'count',
    group: 'Output:',
    describe: 'what mends each finding, and the inventory; -vv: what passed, too',
  },
  explain: {
    type: 'boolean',
    default: false,
    group: 'Output:',
    describe: 'every question that was asked and its answer',
  },
  quiet: {
    alias: 'q',
    type: 'boolean',
    default: false,
    group: 'Output:',
    describe: 'no progress; from check and scan no table either if the exit code is 0',
  },
  ...LOOKS,
  'csv-table': {
    type: 'string',
    choices: CSV_TABLES,
    requiresArg: true,
    group: 'Output:',
    describe: 'what the rows of CSV are [default: findings, or what --by says]',
  },
  'csv-excel': {
    type: 'boolean',
    default: false,
    group: 'Output:',
    describe: 'CSV for Excel: byte order mark, formulas defused in every cell',
  },
  'csv-delimiter': {
    type: 'string',
    requiresArg: true,
    group: 'Output:',
    describe: 'character between CSV cells, or tab [default: ,]',
  },
} as const satisfies OptionTable;
