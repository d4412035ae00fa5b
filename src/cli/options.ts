import type { Options } from 'yargs';
import { SEVERITIES } from '../model/finding.ts';

/** Names of the report formats; the reporters themselves are loaded when one is needed. */
export const FORMATS = ['table', 'json', 'csv', 'jsonl'] as const;

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
  resume: {
    type: 'string',
    requiresArg: true,
    group: 'Targets:',
    describe:
      'report in JSON of a run that was stopped: asks only what is open, of its targets if none is named',
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
  ehlo: {
    type: 'string',
    requiresArg: true,
    group: 'Asking:',
    describe: 'name to greet SMTP servers with [default: our address]',
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
} as const satisfies OptionTable;

/** What to judge by. */
export const JUDGING = {
  baseline: {
    type: 'string',
    requiresArg: true,
    group: 'Judging:',
    describe: 'exchange-2019, exchange-se, exchange-2016, or a file of your own [default: exchange-2019]',
  },
  ca: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'Judging:',
    describe: 'PEM file with a root certificate of your own; may be repeated',
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
    describe: 'and as severe this long before [default: 30]',
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
  output: {
    alias: 'o',
    type: 'string',
    requiresArg: true,
    group: 'Output:',
    describe: 'file to write the report to, whole or not at all; jsonl grows in it as endpoints end',
  },
  verbose: {
    alias: 'v',
    type: 'count',
    group: 'Output:',
    describe: 'fixes and inventory; -vv: what passed, too',
  },
  explain: {
    type: 'boolean',
    default: false,
    group: 'Output:',
    describe: 'every question that was asked and its answer',
  },
  quiet: { alias: 'q', type: 'boolean', default: false, group: 'Output:', describe: 'no progress' },
  ...LOOKS,
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
