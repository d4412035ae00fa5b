import { PROGRAM } from '../ui.ts';

/** What the manual page says besides what the tables of commands and options say. */
export const DESCRIPTION: readonly string[] = [
  `${PROGRAM} connects to the HTTPS, SMTP, POP3 and IMAP services of Microsoft Exchange servers as clients and other mail ` +
    'servers do, finds out which versions, cipher suites, groups and certificates are really there, and judges them by the ' +
    'defaults of Exchange 2019 or by another baseline. Every finding comes with its reason, the commands that mend it, and ' +
    'the observations that it rests on.',
  'It never logs in, never sends mail, and never completes a handshake with an obsolete version. Every connection can be ' +
    'seen in the logs of the server: look only at what you are responsible for.',
  'What was not answered is unknown: it never counts as good.',
];

export const TARGETS_FILE: readonly string[] = [
  'JSON or YAML. A host without services stands for the standard ports of a Mailbox server: HTTPS 443, SMTP 25, 587, 465 ' +
    'and 2525, POP3 110 and 995, IMAP 143 and 993. A key that is not known is refused.',
];

export const TARGETS_EXAMPLE: readonly string[] = [
  'organization: Contoso',
  'baseline: exchange-2019',
  'targets:',
  '  - mail.contoso.com',
  '  - host: edge1.contoso.com',
  "    addresses: [203.0.113.25, '2001:db8::25']",
  "    services: [smtp, 'smtp:2525']",
  '    baseline: exchange-se',
  '    pace: { gentle: true, budget: 40 }',
  '  - host: webmail.contoso.com',
  '    names: [autodiscover.contoso.com]',
  '    services: [https, { protocol: imaps, names: [imap.contoso.com] }]',
];

/** Of the file; of a target; a test holds both to the schema. */
export const TARGETS_KEYS = {
  file: [
    ['organization', 'whose servers they are; stands in reports'],
    ['targets', 'hosts, each a name or an object with the keys below'],
    ['baseline', 'what all are judged by, instead of the baseline of their build'],
    ['baselines', 'files with baselines of your own, beside the targets file'],
    ['cas', 'PEM files with root certificates of your own, beside the targets file'],
    ['expiry', 'warningDays and criticalDays, as --warning-days and --critical-days'],
    ['domains', 'mail domains, as --domain'],
    ['fetchIssuers', 'true or false, as --fetch-issuers'],
    ['revocation', 'as --revocation'],
    ['allowPrivateFetch', 'true or false, as --allow-private-fetch'],
    ['fingerprint', 'as --fingerprint'],
    ['waivers', 'accepted risks: rule, optional host, endpoint, certificate and name; reason, who, until'],
  ],
  target: [
    ['host', 'a name or an address'],
    ['services', 'protocols, each with a port if it is not the usual one: https, imaps, smtp:2525'],
    ['addresses', 'to use instead of looking the host up'],
    ['views', 'addresses by the name of a view of split DNS'],
    ['names', 'that clients use and the certificate must cover besides the host'],
    ['baseline', 'what this host is judged by'],
    ['pace', 'gentle, budget and ehlo for this host, as the options mean them'],
  ],
} as const;

export const PLUGIN_STATUS =
  'With --format nagios the code is 0 OK, 1 WARNING, 2 CRITICAL or 3 UNKNOWN instead, also where the command line is at ' +
  'fault and for --help and --version. A demo that ran as it should ends with 0, whatever it found.';

/** A test holds them to what the program reads. */
export const ENVIRONMENT = [
  ['COLUMNS', 'width of tables and help where no terminal says it'],
  ['NO_COLOR', 'if it is not empty, no colours unless --color asks for them'],
  ['FORCE_COLOR', 'colours even without a terminal; 0 or false: none'],
  ['TERM', 'dumb: no colours'],
  ['CI', 'if it is set, no progress is drawn'],
  ['XDG_STATE_HOME', 'where "--state default" is: its folder exchange-tls; else ~/.local/state/exchange-tls'],
  ['XDG_CACHE_HOME', 'where answers of authorities and compiled code are kept; else ~/.cache/exchange-tls'],
  ['LOCALAPPDATA', 'the same two on Windows'],
  ['HOME', 'where these folders are if nothing else says it'],
  ['NODE_DISABLE_COMPILE_CACHE', '1: compiled code is not kept'],
] as const;

export const FILES = [
  ['~/.local/state/exchange-tls/', 'reports that --state default keeps'],
  ['~/.cache/exchange-tls/answers/', 'answers of certification authorities, until they end'],
  ['~/.cache/exchange-tls/compiled/', 'the program as it was compiled, for a quicker start'],
] as const;

export const SEE_ALSO = 'openssl-s_client(1ssl), dig(1), crontab(5), systemd.timer(5)';
