/** What can stand there, as far as a shell can help with it. */
export type ValueSource =
  | 'baseline'
  | 'client'
  | 'clients'
  | 'command'
  | 'file'
  | 'folder'
  | 'free'
  | 'output'
  | 'rule'
  | 'state'
  | 'tab';

export interface ValueKind {
  /** How help shows it: `FILE`. */
  readonly shown: string;
  readonly source: ValueSource;
}

/**
 * The value of an option, or of a positional, of a command. A test holds this table to the options that there are.
 *
 * @param name without hyphens
 */
export function valueOf(command: string, name: string): ValueKind | undefined {
  return VALUES[`${command} ${name}`] ?? VALUES[name];
}

const FILE: ValueKind = { shown: 'FILE', source: 'file' };

function free(shown: string): ValueKind {
  return { shown, source: 'free' };
}

const VALUES: Readonly<Record<string, ValueKind>> = {
  targets: FILE,
  resume: FILE,
  ca: FILE,
  clients: FILE,
  waivers: FILE,
  notify: FILE,
  report: FILE,
  file: FILE,
  old: FILE,
  new: FILE,
  output: { shown: 'FILE', source: 'output' },
  'fix output': FILE,
  'discover output': FILE,
  cache: { shown: 'DIR', source: 'folder' },
  state: { shown: 'DIR', source: 'state' },
  baseline: { shown: 'BASELINE', source: 'baseline' },
  policy: { shown: 'BASELINE', source: 'baseline' },
  client: { shown: 'CLIENT', source: 'client' },
  simulate: { shown: 'CLIENTS', source: 'clients' },
  id: { shown: 'RULE', source: 'rule' },
  finding: { shown: 'FINDING', source: 'rule' },
  words: { shown: 'COMMAND', source: 'command' },
  'csv-delimiter': { shown: 'CHAR', source: 'tab' },
  address: free('ADDRESS'),
  resolver: free('ADDRESS'),
  name: free('NAME'),
  ehlo: free('NAME'),
  domain: free('DOMAIN'),
  domains: free('DOMAIN'),
  host: free('HOST'),
  hosts: free('HOST'),
  hostname: free('HOST'),
  server: free('HOST'),
  at: free('TIME'),
  timeout: free('SECONDS'),
  deadline: free('SECONDS'),
  'endpoint-deadline': free('SECONDS'),
  jitter: free('SECONDS'),
  'warning-days': free('DAYS'),
  'critical-days': free('DAYS'),
  'keep-days': free('DAYS'),
  'fail-on': free('SEVERITY'),
  fingerprint: free('DEPTH'),
  revocation: free('HOW'),
  every: free('PERIOD'),
  names: free('HOW'),
  by: free('WHAT'),
  'csv-table': free('ROWS'),
};
