import type { ExchangeProduct } from './builds.ts';
import type { SourceId } from './sources.ts';

export const DIRECTORY_IDS = [
  'owa',
  'ecp',
  'ews',
  'autodiscover',
  'mapi',
  'activesync',
  'oab',
  'rpc',
  'powershell',
  'api',
] as const;
export type DirectoryId = (typeof DIRECTORY_IDS)[number];

/** Ways of signing in as the header WWW-Authenticate names them. */
export type AuthenticationScheme = 'Basic' | 'NTLM' | 'Negotiate';

/** A virtual directory of the website for clients, "Default Web Site". */
export interface VirtualDirectory {
  readonly id: DirectoryId;
  /** As IIS has it; its case does not matter to the server. */
  readonly name: string;
  readonly title: string;
  /** What to ask for without signing in. */
  readonly path: string;
  /** Status codes that the directory itself gives to somebody who has not signed in. */
  readonly expected: readonly number[];
  /** Schemes that IIS offers by default, besides anonymous access. */
  readonly authentication: readonly AuthenticationScheme[];
  /** A form on a page of its own takes the password, instead of a dialogue of the browser. */
  readonly forms: boolean;
  /** Products that refuse plain HTTP for it by default. */
  readonly tlsRequiredBy: readonly ExchangeProduct[];
  /** The page that a load balancer is told to ask for; null if there is none. */
  readonly healthPage: string | null;
  /** Products that have it. */
  readonly products: readonly ExchangeProduct[];
  /** The release that brought it, where that was none of the first ones: `CU3` of the first of `products`. */
  readonly since: string | null;
  /** Extended Protection that Setup turns on since Exchange 2019 CU14; `allow` takes clients without it. */
  readonly extendedProtection: 'required' | 'allow' | 'off';
  readonly sources: readonly SourceId[];
  /** What no source states outright. */
  readonly unconfirmed: readonly string[];
}

const ALL: readonly ExchangeProduct[] = ['2010', '2013', '2016', '2019', 'SE'];
const SINCE_2013: readonly ExchangeProduct[] = ['2013', '2016', '2019', 'SE'];
const SINCE_2016: readonly ExchangeProduct[] = ['2016', '2019', 'SE'];

const NO_HEALTH_2010 = 'the page healthcheck.htm is known from Exchange 2013 on';

/**
 * The virtual directories that clients use, in the order in which they are asked for. Paths, authentication and whether
 * TLS is required: Microsoft Learn "Default settings for Exchange virtual directories" and the IIS configuration in the
 * test data of CSS-Exchange (2016 and 2019 are the same there); those of 2010 are known from blogs. Health pages:
 * Microsoft Learn "Load balancing in Exchange Server". Extended Protection: Microsoft Learn "Configure Windows Extended
 * Protection in Exchange Server". Each row names its sources, with their dates in sources.ts.
 */
export const VIRTUAL_DIRECTORIES: readonly VirtualDirectory[] = [
  {
    id: 'owa',
    name: 'owa',
    title: 'Outlook on the web',
    path: '/owa/',
    expected: [302],
    authentication: ['Basic'],
    forms: true,
    tlsRequiredBy: ALL,
    healthPage: '/owa/healthcheck.htm',
    products: ALL,
    since: null,
    extendedProtection: 'required',
    sources: ['virtual-directories', 'css-exchange', 'load-balancing', 'extended-protection'],
    unconfirmed: [NO_HEALTH_2010],
  },
  {
    id: 'ecp',
    name: 'ecp',
    title: 'Exchange admin center and options of users',
    path: '/ecp/',
    expected: [302],
    authentication: ['Basic'],
    forms: true,
    tlsRequiredBy: ALL,
    healthPage: '/ecp/healthcheck.htm',
    products: ALL,
    since: null,
    extendedProtection: 'required',
    sources: ['virtual-directories', 'css-exchange', 'load-balancing', 'extended-protection'],
    unconfirmed: [NO_HEALTH_2010],
  },
  {
    id: 'ews',
    name: 'EWS',
    title: 'Exchange Web Services',
    path: '/ews/exchange.asmx',
    expected: [401],
    authentication: ['NTLM', 'Negotiate'],
    forms: false,
    tlsRequiredBy: ALL,
    healthPage: '/ews/healthcheck.htm',
    products: ALL,
    since: null,
    extendedProtection: 'allow',
    sources: ['virtual-directories', 'css-exchange', 'load-balancing', 'extended-protection'],
    unconfirmed: [NO_HEALTH_2010],
  },
  {
    id: 'autodiscover',
    name: 'Autodiscover',
    title: 'Autodiscover',
    path: '/autodiscover/autodiscover.xml',
    expected: [401],
    authentication: ['Basic', 'NTLM', 'Negotiate'],
    forms: false,
    tlsRequiredBy: ALL,
    healthPage: '/autodiscover/healthcheck.htm',
    products: ALL,
    since: null,
    extendedProtection: 'off',
    sources: ['virtual-directories', 'css-exchange', 'load-balancing', 'extended-protection'],
    unconfirmed: [NO_HEALTH_2010],
  },
  {
    id: 'mapi',
    name: 'mapi',
    title: 'MAPI over HTTP',
    path: '/mapi/emsmdb/',
    expected: [401],
    authentication: ['NTLM', 'Negotiate'],
    forms: false,
    tlsRequiredBy: SINCE_2013,
    healthPage: '/mapi/healthcheck.htm',
    products: SINCE_2013,
    since: 'SP1',
    extendedProtection: 'required',
    sources: ['virtual-directories', 'css-exchange', 'load-balancing', 'extended-protection'],
    unconfirmed: [],
  },
  {
    id: 'activesync',
    name: 'Microsoft-Server-ActiveSync',
    title: 'Exchange ActiveSync',
    path: '/Microsoft-Server-ActiveSync',
    expected: [401],
    authentication: ['Basic'],
    forms: false,
    tlsRequiredBy: ALL,
    healthPage: '/Microsoft-Server-ActiveSync/healthcheck.htm',
    products: ALL,
    since: null,
    extendedProtection: 'allow',
    sources: ['virtual-directories', 'css-exchange', 'load-balancing', 'extended-protection'],
    unconfirmed: [NO_HEALTH_2010],
  },
  {
    id: 'oab',
    name: 'OAB',
    title: 'Offline address book',
    path: '/oab/',
    expected: [401],
    authentication: ['NTLM', 'Negotiate'],
    forms: false,
    tlsRequiredBy: SINCE_2016,
    healthPage: '/oab/healthcheck.htm',
    products: ALL,
    since: null,
    extendedProtection: 'allow',
    sources: [
      'virtual-directories',
      'virtual-directories-2010',
      'css-exchange',
      'load-balancing',
      'extended-protection',
    ],
    unconfirmed: [NO_HEALTH_2010],
  },
  {
    id: 'rpc',
    name: 'Rpc',
    title: 'Outlook Anywhere',
    path: '/rpc/rpcproxy.dll',
    expected: [401],
    authentication: ['Basic', 'NTLM', 'Negotiate'],
    forms: false,
    tlsRequiredBy: ['2010', '2013'],
    healthPage: '/rpc/healthcheck.htm',
    products: ALL,
    since: null,
    extendedProtection: 'required',
    sources: [
      'virtual-directories',
      'virtual-directories-2010',
      'css-exchange',
      'load-balancing',
      'extended-protection',
    ],
    unconfirmed: [NO_HEALTH_2010],
  },
  {
    id: 'powershell',
    name: 'PowerShell',
    title: 'Remote PowerShell',
    path: '/powershell/',
    expected: [401, 200],
    authentication: [],
    forms: false,
    tlsRequiredBy: [],
    healthPage: '/powershell/healthcheck.htm',
    products: ALL,
    since: null,
    extendedProtection: 'off',
    sources: [
      'virtual-directories',
      'virtual-directories-2010',
      'css-exchange',
      'load-balancing',
      'extended-protection',
    ],
    unconfirmed: [NO_HEALTH_2010, 'which status it gives to somebody who has not signed in'],
  },
  {
    id: 'api',
    name: 'API',
    title: 'REST API',
    path: '/api/',
    expected: [401],
    authentication: ['NTLM', 'Negotiate'],
    forms: false,
    tlsRequiredBy: SINCE_2016,
    healthPage: null,
    products: SINCE_2016,
    since: 'CU3',
    extendedProtection: 'required',
    sources: ['virtual-directories', 'css-exchange', 'extended-protection'],
    unconfirmed: [],
  },
];

/** One thing to ask for: a directory itself, or its health page. */
export interface DirectoryRequest {
  readonly directory: DirectoryId;
  readonly purpose: 'directory' | 'health';
  readonly path: string;
}

/** What a look at the virtual directories asks for over TLS, on one connection, in this order: 19 requests. */
export const DIRECTORY_REQUESTS: readonly DirectoryRequest[] = VIRTUAL_DIRECTORIES.flatMap(
  ({ id, path, healthPage }): readonly DirectoryRequest[] => [
    { directory: id, purpose: 'directory', path },
    ...(healthPage === null ? [] : [{ directory: id, purpose: 'health', path: healthPage } as const]),
  ],
);

/**
 * What it asks for over plain HTTP on port 80 of the same address, on one connection, in this order: the page that
 * browsers meet first, and the directories that are offered Basic authentication or do not require TLS by default.
 */
export const PLAIN_PATHS: readonly string[] = [
  '/',
  ...VIRTUAL_DIRECTORIES.filter(({ id }) =>
    ['owa', 'autodiscover', 'activesync', 'rpc', 'powershell'].includes(id),
  ).map(({ path }) => path),
];

/** The request that a path belongs to, in any case of letters and with any query; undefined for other paths. */
export function directoryRequest(path: string): DirectoryRequest | undefined {
  const bare = path.split(/[?#]/, 1)[0]?.toLowerCase();
  return DIRECTORY_REQUESTS.find((request) => request.path.toLowerCase() === bare);
}

export function directory(id: DirectoryId): VirtualDirectory {
  const found = VIRTUAL_DIRECTORIES.find((one) => one.id === id);
  if (found === undefined) throw new RangeError(`no directory ${id}`);
  return found;
}
