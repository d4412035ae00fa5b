/** Where the signs of other products are known from, with the date of the copy that was read. */
export const FRONT_SOURCES = {
  wafw00f: { title: 'EnableSecurity/wafw00f, wafw00f/plugins', date: '2026-03', confirmed: true },
  recog: { title: 'rapid7/recog, xml/http_cookies.xml', date: '2023-11', confirmed: true },
  greenbone: {
    title: 'Greenbone smtpserver_detect.nasl, OID 1.3.6.1.4.1.25623.1.0.10263',
    date: '2024-09-25',
    confirmed: true,
  },
  'rfc-9110': { title: 'RFC 9110, 7.6.3: every proxy adds itself to Via', date: '2022-06', confirmed: true },
  'public-dialogues': { title: 'public transcripts of SMTP sessions', date: '2026-11', confirmed: true },
  usual: { title: 'general knowledge', date: '2026-11-22', confirmed: false },
} as const;

export type FrontSource = keyof typeof FRONT_SOURCES;

/** What stands in front of Exchange, or in its place. */
export type FrontKind = 'reverse-proxy' | 'load-balancer' | 'mail-gateway' | 'other-server';

/** A sign in what a server says that Exchange and IIS do not give by themselves. */
export interface FrontSign {
  readonly kind: FrontKind;
  /** `nginx`; null where the sign does not say whose it is. */
  readonly product: string | null;
  /** A response header by its name in lower case, the name of a cookie that is set, or a greeting on a mail port. */
  readonly in: 'banner' | 'cookie' | { readonly header: string };
  readonly pattern: RegExp;
  readonly source: FrontSource;
}

/** More specific ones first: the first that matches a place counts for it. */
export const FRONT_SIGNS: readonly FrontSign[] = [
  server('load-balancer', 'F5 BIG-IP', /^big[-_]?ip/i, 'wafw00f'),
  server('reverse-proxy', 'Cloudflare', /^cloudflare/i, 'wafw00f'),
  server('reverse-proxy', 'Azure Application Gateway', /^microsoft-azure-application-gateway/i, 'wafw00f'),
  server('load-balancer', 'AWS Elastic Load Balancing', /^awselb\//i, 'wafw00f'),
  server('reverse-proxy', 'Akamai', /^akamaighost/i, 'wafw00f'),
  server('reverse-proxy', 'Envoy', /^(?:istio-)?envoy/i, 'wafw00f'),
  server('reverse-proxy', 'LiteSpeed', /^litespeed/i, 'wafw00f'),
  server('reverse-proxy', 'OpenResty', /^openresty/i, 'usual'),
  server('reverse-proxy', 'nginx', /^nginx/i, 'usual'),
  server('reverse-proxy', 'Apache', /^apache/i, 'usual'),
  server('reverse-proxy', 'Caddy', /^caddy/i, 'usual'),
  server('reverse-proxy', 'Squid', /^squid/i, 'usual'),
  { ...header('x-servedby', 'load-balancer', 'Kemp LoadMaster', 'wafw00f'), pattern: /^KEMP-LM/i },
  { ...header('x-powered-by', 'reverse-proxy', 'Application Request Routing', 'usual'), pattern: /^ARR\//i },
  { ...header('via', 'load-balancer', 'NetScaler', 'wafw00f'), pattern: /NS-CACHE/i },
  { ...header('via', 'reverse-proxy', 'Varnish', 'usual'), pattern: /varnish/i },
  header('via', 'reverse-proxy', null, 'rfc-9110'),
  header('cf-ray', 'reverse-proxy', 'Cloudflare', 'wafw00f'),
  header('x-envoy-upstream-service-time', 'reverse-proxy', 'Envoy', 'wafw00f'),
  header('x-varnish', 'reverse-proxy', 'Varnish', 'usual'),
  header('x-cache', 'reverse-proxy', null, 'usual'),
  cookie('load-balancer', 'F5 BIG-IP', /^(?:BIGipServer|BigIPCookie$)/i, 'recog'),
  cookie('load-balancer', 'NetScaler', /^(?:NSC_|citrix_ns_id|ns_af$)/, 'wafw00f'),
  cookie(
    'load-balancer',
    'Barracuda',
    /^(?:barra_counter_session|BNI__BARRACUDA_LB_COOKIE|BNI_persistence|BN[IE]S_)/,
    'wafw00f',
  ),
  cookie('reverse-proxy', 'FortiWeb', /^FORTIWAFSID$/, 'wafw00f'),
  cookie('reverse-proxy', 'Imperva', /^(?:visid_incap_|incap_ses_)/, 'wafw00f'),
  cookie('load-balancer', 'AWS Elastic Load Balancing', /^(?:AWSALB|AWSELB)/, 'wafw00f'),
  cookie('reverse-proxy', 'Azure Application Gateway', /^ApplicationGatewayAffinity/, 'wafw00f'),
  cookie('load-balancer', 'HAProxy', /^SERVERID$/, 'recog'),
  banner(
    'mail-gateway',
    'Exchange Online Protection',
    /\.mail\.protection\.outlook\.com Microsoft ESMTP/i,
    'public-dialogues',
  ),
  banner('mail-gateway', 'Proofpoint', /\.pphosted\.com ESMTP /i, 'public-dialogues'),
  banner('mail-gateway', 'Mimecast', /\.mimecast\.com ESMTP/i, 'usual'),
  banner('mail-gateway', 'Symantec Messaging Gateway', /ESMTP Symantec Messaging Gateway/, 'greenbone'),
  banner('mail-gateway', 'Sophos Email Appliance', /Sophos Email Appliance/, 'greenbone'),
  banner('mail-gateway', 'Barracuda Email Security Gateway', /ESMTP \([0-9a-f]{32}\)/i, 'greenbone'),
  banner('mail-gateway', 'SonicWall Email Security', /\bSonicWall /, 'greenbone'),
  banner('mail-gateway', 'Trend Micro IMSVA', /ESMTP IMSVA$/, 'greenbone'),
  banner('mail-gateway', 'OpenSMTPD', /ESMTP OpenSMTPD/, 'greenbone'),
  banner('mail-gateway', 'Postfix', /ESMTP Postfix\b/i, 'usual'),
  banner('mail-gateway', 'Exim', /ESMTP Exim\b/, 'usual'),
  banner('mail-gateway', 'Sendmail', /ESMTP Sendmail\b/, 'usual'),
  banner('other-server', 'HCL Domino', /(?:HCL|IBM|Lotus) Domino/, 'greenbone'),
  banner('other-server', 'MDaemon', / MDaemon /, 'greenbone'),
  banner('other-server', 'Dovecot', /\bDovecot\b.*ready/i, 'usual'),
];

/** Values of `Server` that the HTTP stack of Windows gives by itself. */
export const WINDOWS_SERVER = /^microsoft-(?:iis|httpapi)\//i;

/**
 * Suites that no list of Schannel has at TLS 1.2 or below, and groups that it has not at all (Microsoft Learn "Cipher
 * Suites in TLS/SSL" and "TLS Elliptic Curves", one page a release, 2026-08). ChaCha20 at TLS 1.3 is no sign: Windows
 * Server 2022 has it, though not by default.
 */
export const NOT_SCHANNEL = {
  suites: /_(?:CHACHA20|CAMELLIA|ARIA|SEED|IDEA)_|_CCM(?:_|$)/,
  groups: [30] as readonly number[],
} as const;

function server(kind: FrontKind, product: string, pattern: RegExp, source: FrontSource): FrontSign {
  return { kind, product, in: { header: 'server' }, pattern, source };
}

/** The header by itself is the sign, whatever it says. */
function header(name: string, kind: FrontKind, product: string | null, source: FrontSource): FrontSign {
  return { kind, product, in: { header: name }, pattern: /(?:)/, source };
}

function cookie(kind: FrontKind, product: string, pattern: RegExp, source: FrontSource): FrontSign {
  return { kind, product, in: 'cookie', pattern, source };
}

function banner(kind: FrontKind, product: string, pattern: RegExp, source: FrontSource): FrontSign {
  return { kind, product, in: 'banner', pattern, source };
}
