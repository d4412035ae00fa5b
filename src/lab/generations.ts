import type { ExchangeProduct } from '../exchange/builds.ts';
import { WINDOWS, type WindowsId } from '../exchange/windows.ts';
import type { SignatureHash } from './issue.ts';
import { CLIENT_LINES, CLIENT_PROXY_LINES, FRONTEND_LINES, HUB_LINES, LINES_2010 } from './mail-lines.ts';
import { exchange2019, exchangeSe, exchangeSeMail, plainWindows } from './policies.ts';
import type { Chains, TlsPolicy } from './tls-policy.ts';

export type GenerationId =
  'exchange-2010' | 'exchange-2013' | 'exchange-2016' | 'exchange-2019' | 'exchange-se';

/** EHLO lines of the Receive connectors, without STARTTLS. */
export interface ConnectorLines {
  readonly frontend: readonly string[];
  readonly client: readonly string[];
  readonly clientProxy: readonly string[];
  readonly hub: readonly string[];
}

/** How one generation of Exchange answers from outside. */
export interface Generation {
  readonly id: GenerationId;
  readonly product: ExchangeProduct;
  /** Its newest build. */
  readonly build: string;
  /** The Windows Server it typically runs on. */
  readonly windows: WindowsId;
  /** Version in X-AspNet-Version. */
  readonly aspNet: string;
  /** Where the resources of the logon page are, by build. */
  readonly resources: (build: string) => string;
  /** X-FEServer, X-BEServer and the health pages, which came with the front end of 2013. */
  readonly frontEnd: boolean;
  readonly exportTool: boolean;
  readonly autodiscoverJson: boolean;
  readonly connectors: ConnectorLines;
  /** Of the certificates that Setup makes for a fresh installation (KB5006983). */
  readonly selfSignedHash: SignatureHash;
  /** TLS of the web, POP3 and IMAP4. */
  readonly tls: (chains: Chains) => TlsPolicy;
  /** TLS of SMTP. */
  readonly mailTls: (chains: Chains) => TlsPolicy;
}

/** `Server` header of IIS and NTLM version of the Windows Server. */
export function windowsOf({ windows }: Generation): (typeof WINDOWS)[number] {
  const found = WINDOWS.find(({ id }) => id === windows);
  if (found === undefined) throw new RangeError(`no Windows ${windows}`);
  return found;
}

const WITHOUT_SMTPUTF8: ConnectorLines = {
  frontend: without(FRONTEND_LINES),
  client: without(CLIENT_LINES),
  clientProxy: without(CLIENT_PROXY_LINES),
  hub: without(HUB_LINES),
};
const CONNECTORS: ConnectorLines = {
  frontend: FRONTEND_LINES,
  client: CLIENT_LINES,
  clientProxy: CLIENT_PROXY_LINES,
  hub: HUB_LINES,
};

/** The build alone names the cumulative update here. */
const owaResources = (build: string): string =>
  `/owa/auth/${build.split('.').slice(0, 3).join('.')}/themes/resources`;

/**
 * Oldest first. What each says of itself: the public scripts and checks that read it (righel/ms-exchange-version-nse,
 * Greenbone's check for Outlook on the web, nmap); TLS: the defaults of Schannel, which Exchange 2019 Setup and later
 * change (Microsoft Learn "Exchange Server TLS configuration best practices"). Builds as of 2 October 2026. No one source
 * states X-AspNet-Version, nor that Exchange 2016 is the first with autodiscover.json, nor whether Exchange SE still has
 * the export tool; it is left out there.
 */
export const GENERATIONS: readonly Generation[] = [
  {
    id: 'exchange-2010',
    product: '2010',
    build: '14.3.513.0',
    windows: '2008r2',
    aspNet: '2.0.50727',
    resources: (build) => `/owa/${build}/themes/resources`,
    frontEnd: false,
    exportTool: false,
    autodiscoverJson: false,
    connectors: {
      frontend: LINES_2010,
      client: LINES_2010.filter((line) => !line.startsWith('X')),
      clientProxy: LINES_2010,
      hub: LINES_2010,
    },
    selfSignedHash: 'SHA-1',
    ...plain('2008r2'),
  },
  {
    id: 'exchange-2013',
    product: '2013',
    build: '15.0.1497.48',
    windows: '2012r2',
    aspNet: '4.0.30319',
    resources: owaResources,
    frontEnd: true,
    exportTool: true,
    autodiscoverJson: false,
    connectors: WITHOUT_SMTPUTF8,
    selfSignedHash: 'SHA-1',
    ...plain('2012r2'),
  },
  {
    id: 'exchange-2016',
    product: '2016',
    build: '15.1.2507.75',
    windows: '2016',
    aspNet: '4.0.30319',
    resources: owaResources,
    frontEnd: true,
    exportTool: true,
    autodiscoverJson: true,
    connectors: WITHOUT_SMTPUTF8,
    selfSignedHash: 'SHA-256',
    ...plain('2016'),
  },
  {
    id: 'exchange-2019',
    product: '2019',
    build: '15.2.1748.53',
    windows: '2019',
    aspNet: '4.0.30319',
    resources: owaResources,
    frontEnd: true,
    exportTool: true,
    autodiscoverJson: true,
    connectors: CONNECTORS,
    selfSignedHash: 'SHA-256',
    tls: exchange2019,
    mailTls: exchange2019,
  },
  {
    id: 'exchange-se',
    product: 'SE',
    build: '15.2.2562.53',
    windows: '2022',
    aspNet: '4.0.30319',
    resources: owaResources,
    frontEnd: true,
    exportTool: false,
    autodiscoverJson: true,
    connectors: CONNECTORS,
    selfSignedHash: 'SHA-256',
    tls: exchangeSe,
    mailTls: exchangeSeMail,
  },
];

export function generation(id: GenerationId): Generation {
  const found = GENERATIONS.find((one) => one.id === id);
  if (found === undefined) throw new RangeError(`no generation ${id}`);
  return found;
}

function plain(windows: WindowsId): Pick<Generation, 'tls' | 'mailTls'> {
  const tls = (chains: Chains): TlsPolicy => plainWindows(windows, chains);
  return { tls, mailTls: tls };
}

/** The samples that have the line are of Exchange 2019 and later. */
function without(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line !== 'SMTPUTF8');
}
