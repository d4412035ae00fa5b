/** How Microsoft's hosted service shows itself in DNS. */
export interface OnlineName {
  /** The name itself and everything below it. */
  readonly suffix: string;
  readonly what: 'mail' | 'autodiscover' | 'clients';
  /** False: generally known, and no statement by Microsoft was at hand. */
  readonly confirmed: boolean;
  readonly source: string;
  /** When the source was read. */
  readonly date: string;
}

const ONLINE_NAMES: readonly OnlineName[] = [
  {
    suffix: 'mail.protection.outlook.com',
    what: 'mail',
    confirmed: true,
    source:
      'CSS-Exchange HealthChecker, Invoke-AnalyzerHybridInformation.ps1: the service domain of connectors',
    date: '2026-11-22',
  },
  { suffix: 'mx.microsoft', what: 'mail', confirmed: false, source: 'general knowledge', date: '2026-11-22' },
  {
    suffix: 'mail.protection.partner.outlook.cn',
    what: 'mail',
    confirmed: false,
    source: 'general knowledge',
    date: '2026-11-22',
  },
  {
    suffix: 'autodiscover.outlook.com',
    what: 'autodiscover',
    confirmed: false,
    source: 'general knowledge',
    date: '2026-11-22',
  },
  {
    suffix: 'autodiscover-s.outlook.com',
    what: 'autodiscover',
    confirmed: false,
    source: 'general knowledge',
    date: '2026-11-22',
  },
  {
    suffix: 'outlook.office365.com',
    what: 'clients',
    confirmed: true,
    source: 'public mail-client profiles that quote its IMAP server',
    date: '2026-11-22',
  },
  {
    suffix: 'outlook.office.com',
    what: 'clients',
    confirmed: false,
    source: 'general knowledge',
    date: '2026-11-22',
  },
  {
    suffix: 'outlook.com',
    what: 'clients',
    confirmed: false,
    source: 'general knowledge',
    date: '2026-11-22',
  },
];

/** The row of a host name of Exchange Online; null for every other name. */
export function exchangeOnline(name: string): OnlineName | null {
  const host = name.toLowerCase().replace(/\.$/, '');
  return ONLINE_NAMES.find(({ suffix }) => host === suffix || host.endsWith(`.${suffix}`)) ?? null;
}
