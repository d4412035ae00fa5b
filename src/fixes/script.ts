import type { Finding } from '../model/finding.ts';
import type { EndpointResult, Report } from '../model/report.ts';
import { serviceFamily } from '../model/protocol.ts';
import { forTerminal } from '../reporters/escape.ts';
import { comment, quote } from '../rules/powershell.ts';
import { forOldWindows, keepForClients, oldWindows } from './old-windows.ts';
import { PHASE_TITLES, type Phase } from './phase.ts';
import { type Step, type Work, workOf } from './steps.ts';

/** Servers that have something to mend, in the order of the report; null stands for the organization and its domains. */
export function serversToMend(report: Report): readonly (string | null)[] {
  const failed = report.findings.filter(isMendable);
  const hosts = [...new Set(report.endpoints.map(({ host }) => host))];
  const own = hosts.filter((host) => failed.some((finding) => hostsOf(finding, report).includes(host)));
  return failed.some((finding) => hostsOf(finding, report).length === 0) ? [...own, null] : own;
}

/**
 * PowerShell for the Exchange Management Shell that mends what failed, server by server, in the order of work, with what
 * to look at before and after and how to go back. Only ASCII: Windows PowerShell reads a file without a byte order
 * mark in the code page of the machine, in which a letter of UTF-8 can turn into a quotation mark. It ends itself when
 * run as a whole.
 *
 * @param servers those of `serversToMend` that are wanted
 */
export function fixScript(report: Report, servers: readonly (string | null)[]): string {
  const failed = report.findings.filter(isMendable);
  const sections = servers.map((server) =>
    section(
      server,
      failed.filter((finding) => {
        const hosts = hostsOf(finding, report);
        return server === null ? hosts.length === 0 : hosts.includes(server);
      }),
      report,
    ),
  );
  return [...head(report, servers), ...sections.flat()].map((line) => `${ascii(line)}\n`).join('');
}

function isMendable({ outcome, fix }: Finding): boolean {
  return outcome === 'fail' && fix.length > 0;
}

function hostsOf({ subject, endpoints }: Finding, report: Report): readonly string[] {
  const ids = new Set([...endpoints, ...(subject.endpoint === undefined ? [] : [subject.endpoint])]);
  const hosts = report.endpoints.filter(({ id }) => ids.has(id)).map(({ host }) => host);
  const own = report.endpoints.some(({ host }) => host === subject.host) ? [subject.host ?? ''] : [];
  return [...new Set([...own, ...hosts])];
}

function head({ judged, tool, summary }: Report, servers: readonly (string | null)[]): readonly string[] {
  return [
    comment(
      `Written by exchange-tls ${tool.version} from what was seen until ${judged.at}; exchange-tls runs none of it.`,
    ),
    '# Read it, then run it piece by piece in the Exchange Management Shell of the server that a section is about.',
    '# What stands in <> is not known from outside. "Not confirmed" marks what no page of Microsoft states.',
    comment(`Sections: ${servers.map(titleOf).join(', ')}.`),
    ...(summary.not_assessed.length === 0
      ? []
      : [comment(`Could not be assessed, so nothing is here for: ${summary.not_assessed.join(', ')}`)]),
    "throw 'Read this script and run it piece by piece.'",
    '',
  ];
}

function titleOf(server: string | null): string {
  return server ?? 'the organization and its mail domains';
}

function section(server: string | null, findings: readonly Finding[], report: Report): readonly string[] {
  const endpoints = report.endpoints.filter(({ host }) => host === server);
  const own = workOf(findings, report);
  const work = { ...own, steps: own.steps.map((step) => onDevice(step, endpoints)) };
  const phases = [...new Set(work.steps.map(({ phase }) => phase))];
  // Phases in which there is something to run.
  const active = phases.filter((phase) =>
    work.steps.some((step) => step.phase === phase && step.instead === null),
  );
  const windows = oldWindows(endpoints);
  const lines = [
    RULER,
    comment(titleOf(server) + addresses(endpoints)),
    RULER,
    ...device(endpoints),
    ...generation(endpoints),
    ...(windows !== null && active.includes('protocol') ? [keepForClients(windows)] : []),
    ...before(active),
    ...phases.flatMap((phase, at) => [
      '',
      comment(`${at + 1}. ${PHASE_TITLES[phase]}`),
      ...work.steps.filter((step) => step.phase === phase).flatMap((step) => stepLines(step, server, report)),
    ]),
    ...restart(work, active),
    ...after(server, active),
    ...undo(endpoints, report, active),
    '',
  ];
  return windows === null ? lines : lines.map((line) => forOldWindows(line, windows));
}

const RULER = `# ${'='.repeat(70)}`;

function addresses(endpoints: readonly EndpointResult[]): string {
  const known = [...new Set(endpoints.flatMap(({ address }) => address ?? []))];
  return known.length === 0 ? '' : ` (${known.join(', ')})`;
}

/** Where something else answers, the server is not the place to change TLS or the certificate. */
function device(endpoints: readonly EndpointResult[]): readonly string[] {
  const lines = endpoints
    .filter(isFronted)
    .map(({ port, product }) =>
      comment(
        `Port ${port}: ${product?.front.product ?? `a ${product?.front.kind ?? 'device'}`} answers, not Exchange itself. What is said of TLS and certificates there has to be done on it.`,
      ),
    );
  return [...new Set(lines)];
}

/**
 * TLS of a place where something else answers is not that of the server: it would be changed and restarted for nothing.
 * One place where Exchange answers itself is enough, as the settings are those of the machine.
 */
function onDevice(step: Step, endpoints: readonly EndpointResult[]): Step {
  const meant = new Set(step.findings.flatMap((finding) => finding.endpoints));
  const places = endpoints.filter(({ id }) => meant.has(id));
  return step.phase === 'protocol' && step.instead === null && places.length > 0 && places.every(isFronted)
    ? { ...step, instead: 'For the device that answers; on a server of Exchange behind it these would be:' }
    : step;
}

function isFronted({ product }: EndpointResult): boolean {
  return product !== null && !['exchange', 'unknown'].includes(product.front.kind);
}

/** What is known of connectors and services begins with Exchange 2013 (Microsoft Learn "Receive connectors"). */
function generation(endpoints: readonly EndpointResult[]): readonly string[] {
  return endpoints.some(({ product }) => product?.build?.startsWith('14.') === true)
    ? [
        '# Exchange 2010: connectors and services have names of their own, and below are those of Exchange 2013 and later.',
        '# Look for yours: Get-ReceiveConnector; Get-Service MSExchange*',
      ]
    : [];
}

function stepLines(step: Step, server: string | null, report: Report): readonly string[] {
  return [
    '',
    // Three blanks: what a server calls itself stands at no place that PowerShell looks at.
    ...alike(step.findings).map(
      ([{ severity, rule, message }, ids]) =>
        `#   [${severity}] ${rule}${where(ids, server, report)}: ${plain(message)}`,
    ),
    ...(step.instead === null
      ? step.lines
      : [comment(step.instead), ...step.lines.map((line) => comment(line.replace(/^# /, '')))]),
  ];
}

function plain(text: string): string {
  return comment(text).slice(2);
}

/** The same said of several ports is said once. */
function alike(
  findings: readonly Finding[],
): readonly (readonly [first: Finding, endpoints: readonly string[]])[] {
  const groups = new Map<string, { readonly first: Finding; readonly endpoints: string[] }>();
  for (const finding of findings) {
    const key = [finding.rule, finding.severity, finding.message].join(' ');
    const group = groups.get(key) ?? { first: finding, endpoints: [] };
    group.endpoints.push(...finding.endpoints);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ first, endpoints }) => [first, endpoints]);
}

/** Ports of the server, and the addresses if not all are meant. */
function where(endpoints: readonly string[], server: string | null, report: Report): string {
  const own = report.endpoints.filter(({ id, host }) => host === server && endpoints.includes(id));
  if (own.length === 0) return '';
  const ports = [...new Set(own.map(({ port }) => port))].join(', ');
  const all = new Set(report.endpoints.filter(({ host }) => host === server).map(({ address }) => address));
  const meant = [...new Set(own.map(({ address }) => address))];
  return ` on ${ports}${meant.length < all.size ? ` at ${meant.join(', ')}` : ''}`;
}

const CERTIFICATES =
  'Get-ExchangeCertificate | Format-List Thumbprint, Services, NotAfter, Issuer, Subject, CertificateDomains';
const CONNECTORS =
  'Get-ReceiveConnector -Server $env:COMPUTERNAME | Format-List Identity, Bindings, Fqdn, Banner, AuthMechanism, TlsCertificateName';
const SEND_CONNECTORS =
  'Get-SendConnector | Format-List Identity, Fqdn, TlsAuthLevel, TlsDomain, TlsCertificateName';

function before(phases: readonly Phase[]): readonly string[] {
  const isBound = phases.includes('certificate') || phases.includes('binding') || phases.includes('setting');
  if (!isBound && !phases.includes('protocol')) return [];
  return [
    '',
    '# Before: keep what is there now',
    ...(isBound
      ? [
          `${CERTIFICATES} | Out-File "$env:TEMP\\certificates-before.txt"`,
          `${CONNECTORS} | Out-File "$env:TEMP\\connectors-before.txt"`,
          `${SEND_CONNECTORS} | Out-File -Append "$env:TEMP\\connectors-before.txt"`,
          'Get-PopSettings | Format-List | Out-File "$env:TEMP\\pop-before.txt"',
          'Get-ImapSettings | Format-List | Out-File "$env:TEMP\\imap-before.txt"',
        ]
      : []),
    ...(phases.includes('protocol')
      ? [
          ...KEYS.map(([key, file]) => `reg.exe export ${quote(key)} "$env:TEMP\\${file}-before.reg" /y`),
          '(Get-TlsCipherSuite).Name | Out-File "$env:TEMP\\suites-before.txt"',
          '# See in the logs of Exchange and IIS that nobody needs what is turned off, and that every server has TLS 1.2.',
        ]
      : []),
  ];
}

const KEYS = [
  ['HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL', 'schannel'],
  ['HKLM\\SOFTWARE\\Microsoft\\.NETFramework', 'net'],
  ['HKLM\\SOFTWARE\\Wow6432Node\\Microsoft\\.NETFramework', 'net32'],
] as const;

function restart({ restarts }: Work, phases: readonly Phase[]): readonly string[] {
  const machine = phases.includes('protocol');
  if (restarts.length === 0 && !machine) return [];
  const services = restarts.filter((one) => one !== 'iisreset').toSorted();
  return [
    '',
    '# Restart, once, when all of the above is done',
    ...(machine
      ? [
          '# A member of a database availability group goes into maintenance first (StartDagServerMaintenance.ps1).',
          'Restart-Computer -Confirm',
        ]
      : [
          ...(restarts.includes('iisreset') ? ['iisreset'] : []),
          ...(services.length === 0 ? [] : [`Restart-Service ${services.join(', ')}`]),
        ]),
  ];
}

function after(server: string | null, phases: readonly Phase[]): readonly string[] {
  if (server === null) return [];
  return [
    '',
    '# After: see that it is so',
    ...(phases.includes('certificate') || phases.includes('binding')
      ? [CERTIFICATES, CONNECTORS, SEND_CONNECTORS]
      : []),
    ...(phases.includes('protocol') ? ['(Get-TlsCipherSuite).Name'] : []),
    '# From another machine, and on the server HealthChecker.ps1 of CSS-Exchange:',
    comment(`exchange-tls scan ${quote(server)}`),
  ];
}

/** Comments, so that going back is never part of going on. */
function undo(
  endpoints: readonly EndpointResult[],
  report: Report,
  phases: readonly Phase[],
): readonly string[] {
  const isBound = phases.includes('certificate') || phases.includes('binding');
  const presented = isBound ? presentedNow(endpoints, report) : [];
  const lines = [
    ...(presented.length === 0
      ? []
      : [
          '# The certificates of before, as long as they are not removed; settings of connectors, POP and IMAP are in the files.',
          ...presented.map(
            ([thumbprint, services]) =>
              `# Enable-ExchangeCertificate -Thumbprint ${quote(thumbprint)} -Services ${services.join(',')}`,
          ),
        ]),
    ...(phases.includes('protocol')
      ? [
          '# Old values come back with these; those that were not there before stay and have to be removed by hand. Then restart.',
          ...KEYS.map(([, file]) => `# reg.exe import "$env:TEMP\\${file}-before.reg"`),
          '# $position = 0; foreach ($suite in Get-Content "$env:TEMP\\suites-before.txt") { Enable-TlsCipherSuite -Name $suite -Position $position; $position++ }',
        ]
      : []),
  ];
  return lines.length === 0 ? [] : ['', '# To go back', ...lines];
}

const SERVICES = { web: 'IIS', smtp: 'SMTP', pop: 'POP', imap: 'IMAP', other: null } as const;

function presentedNow(
  endpoints: readonly EndpointResult[],
  { certificates }: Report,
): readonly (readonly [thumbprint: string, services: readonly string[]])[] {
  const found = new Map<string, Set<string>>();
  for (const { chains, protocol } of endpoints) {
    const [leaf] = chains[0]?.certificates ?? [];
    const certificate = certificates.find(({ sha256 }) => sha256 === leaf);
    const service = SERVICES[serviceFamily(protocol)];
    if (certificate === undefined || service === null || protocol === 'smtp-anonymous') continue;
    const { thumbprint, names } = certificate;
    // POP and IMAP are not enabled for a wildcard, but told its name, and that is in the files.
    if ((service === 'POP' || service === 'IMAP') && names.some((name) => name.startsWith('*'))) continue;
    found.set(thumbprint, (found.get(thumbprint) ?? new Set()).add(service));
  }
  return [...found].map(([thumbprint, services]) => [thumbprint, [...services]]);
}

/** A command cannot be written with other characters: it is for somebody to type. */
function ascii(line: string): string {
  if (/^[\x20-\x7E]*$/.test(line)) return line;
  const shown = forTerminal(line, true);
  return line.startsWith('#') ? shown : `# To be typed, as it has other characters than ASCII: ${shown}`;
}
