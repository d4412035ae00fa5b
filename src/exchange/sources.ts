/** Where rows of tables on Exchange come from, with the date of the copy that was read. */
export interface Source {
  readonly title: string;
  readonly url: string;
  /** Year and month, or day, of what was read. */
  readonly date: string;
}

const LEARN = 'https://learn.microsoft.com/en-us/exchange';

export const SOURCES = {
  'virtual-directories': {
    title: 'Microsoft Learn: Default settings for Exchange virtual directories',
    url: `${LEARN}/clients/default-virtual-directory-settings`,
    date: '2026-11',
  },
  'virtual-directories-2010': {
    title: 'davidmtechblog and frankysweb: default settings of virtual directories of Exchange 2010',
    url: 'https://www.frankysweb.de',
    date: '2026-11',
  },
  'css-exchange': {
    title: 'CSS-Exchange: HealthChecker, IIS configuration in the test data E16 and E19 (commit f88378b)',
    url: 'https://github.com/microsoft/CSS-Exchange/tree/main/Diagnostics/HealthChecker/Tests/DataCollection',
    date: '2026-04-02',
  },
  'load-balancing': {
    title: 'Microsoft Learn: Load balancing in Exchange Server',
    url: `${LEARN}/architecture/client-access/load-balancing`,
    date: '2026-11',
  },
  'extended-protection': {
    title: 'Microsoft Learn: Configure Windows Extended Protection in Exchange Server',
    url: `${LEARN}/plan-and-deploy/post-installation-tasks/security-best-practices/exchange-extended-protection`,
    date: '2026-11',
  },
  ports: {
    title: 'Microsoft Learn: Network ports for clients and mail flow in Exchange',
    url: `${LEARN}/plan-and-deploy/deployment-ref/network-ports`,
    date: '2026-11',
  },
  'receive-connectors': {
    title: 'Microsoft Learn: Receive connectors',
    url: `${LEARN}/mail-flow/connectors/receive-connectors`,
    date: '2026-11',
  },
  'pop-imap': {
    title: 'Microsoft Learn: POP3 and IMAP4 in Exchange Server',
    url: `${LEARN}/clients/pop3-and-imap4/pop3-and-imap4`,
    date: '2026-11',
  },
  'pop-settings': {
    title: 'Microsoft Learn: Set-PopSettings',
    url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/set-popsettings',
    date: '2026-11',
  },
  certificates: {
    title: 'Microsoft Learn: Digital certificates and encryption in Exchange Server',
    url: `${LEARN}/architecture/client-access/certificates`,
    date: '2026-11',
  },
} as const satisfies Readonly<Record<string, Source>>;

export type SourceId = keyof typeof SOURCES;
