import {
  directory,
  type DirectoryId,
  directoryRequest,
  type DirectoryRequest,
} from '../exchange/directories.ts';
import { isNegotiate } from '../wire/ntlm.ts';
import { type Generation, windowsOf } from './generations.ts';
import type { Site, SiteAnswer, SiteRequest } from './http-site.ts';
import type { Machine } from './ntlm-exchange.ts';

/**
 * The website of an Exchange server, before anybody has logged on. Paths and schemes are those of the table of virtual
 * directories. No source states the text of a health page, the exact status of plain HTTP (403), nor what /powershell/
 * says to strangers: there the lab shows one likely answer.
 */
export interface ExchangeSite {
  readonly generation: Generation;
  /** Instead of the newest one of its generation. */
  readonly build?: string;
  readonly machine: Machine;
  /** The NTLM challenge. */
  readonly challenge: () => Uint8Array;
  /** The header request-id, new for each request. */
  readonly requestId: () => string;
  /** Plain HTTP on port 80: directories that require TLS refuse. */
  readonly tls: boolean;
  /** The site on port 444, to which the front end hands requests on. */
  readonly backEnd?: boolean;
  /** Hybrid modern authentication is on, for this tenant: a GUID. */
  readonly tenant?: string;
  /** HSTS, which Exchange does not have by default; value of the header. */
  readonly hsts?: string;
  /** Directories whose health page says that they are not well. */
  readonly unhealthy?: readonly DirectoryId[];
}

type Headers = SiteAnswer['headers'];

export function exchangeSite(options: ExchangeSite): Site {
  const always = headersOf(options);
  return (request) => {
    const { status, headers, body } = answerOf(request, options);
    const id: Headers = [['request-id', options.requestId()]];
    return { status, headers: [...always, ...id, ...headers], body };
  };
}

function headersOf({ generation, machine, backEnd = false, hsts, tls }: ExchangeSite): Headers {
  const { server } = machine;
  const named: Headers = backEnd
    ? [
        ['X-BEServer', server],
        ['X-DiagInfo', server],
      ]
    : [['X-FEServer', server]];
  return [
    ['Server', windowsOf(generation).iis],
    ['X-Powered-By', 'ASP.NET'],
    ...(generation.frontEnd ? named : []),
    ...(hsts === undefined || !tls ? [] : ([['Strict-Transport-Security', hsts]] as const)),
  ];
}

function answerOf(request: SiteRequest, options: ExchangeSite): SiteAnswer {
  const { generation, tls } = options;
  const path = request.path.toLowerCase();
  const asked = directoryRequest(path);
  const present = asked !== undefined && directory(asked.directory).products.includes(generation.product);
  if (!tls && !(present && !directory(asked.directory).tlsRequiredBy.includes(generation.product))) {
    return page(403, '403.4 - Forbidden: SSL is required to view this resource.');
  }
  if (present) return directoryAnswer(asked, request, options);
  switch (path) {
    case '/':
      return moved(`https://${request.host}/owa/`, []);
    case '/owa/auth/logon.aspx':
      return logonPage(options);
    case '/ecp/current/exporttool/microsoft.exchange.ediscovery.exporttool.application':
      return generation.exportTool ? manifest(options) : NOT_FOUND;
    case '/autodiscover/autodiscover.json':
      return generation.autodiscoverJson ? autodiscover(request) : NOT_FOUND;
    default:
      return NOT_FOUND;
  }
}

function directoryAnswer(
  { directory: id, purpose }: DirectoryRequest,
  request: SiteRequest,
  options: ExchangeSite,
): SiteAnswer {
  const { generation, machine, unhealthy = [] } = options;
  if (purpose === 'health') {
    if (!generation.frontEnd) return NOT_FOUND;
    if (unhealthy.includes(id)) return page(500, '500 - Internal server error.');
    const body = `200 OK<br/>${machine.server}.${machine.domain}`;
    return { status: 200, headers: [['Content-Type', 'text/html']], body };
  }
  const { forms } = directory(id);
  if (forms) {
    const back = encodeURIComponent(`https://${request.host}/${id}/`);
    return moved(`https://${request.host}/owa/auth/logon.aspx?url=${back}&reason=0`, aboutOwa(options));
  }
  return challengeAnswer(id, request, options);
}

const UNAUTHORIZED = '401 - Unauthorized: Access is denied due to invalid credentials.';

/** One NTLM message is answered by the challenge alone (MS-NTHT, 4.1); all else by what can be used. */
function challengeAnswer(
  id: DirectoryId,
  { authorization, host }: SiteRequest,
  options: ExchangeSite,
): SiteAnswer {
  const { authentication } = directory(id);
  const [scheme = '', token = ''] = authorization?.split(' ') ?? [];
  const ntlm = authentication.some((one) => one.toLowerCase() === scheme.toLowerCase() && one !== 'Basic');
  if (ntlm && isNegotiate(Buffer.from(token, 'base64'))) {
    const message = Buffer.from(options.challenge()).toString('base64');
    return page(401, UNAUTHORIZED, [['WWW-Authenticate', `${scheme} ${message}`]]);
  }
  const schemes = authentication.map((one) => (one === 'Basic' ? `Basic realm="${host}"` : one));
  const bearer = options.tenant !== undefined && MODERN.includes(id) ? [bearerOf(options.tenant)] : [];
  return page(401, UNAUTHORIZED, [
    ...(id === 'activesync' ? aboutOwa(options) : []),
    ...[...bearer, ...schemes].map((value) => ['WWW-Authenticate', value] as const),
  ]);
}

/** Where hybrid modern authentication offers Bearer (Microsoft Learn "Configure ... hybrid modern authentication"). */
const MODERN: readonly DirectoryId[] = ['activesync', 'ews', 'mapi', 'autodiscover', 'oab'];

function bearerOf(tenant: string): string {
  return (
    `Bearer client_id="00000002-0000-0ff1-ce00-000000000000", trusted_issuers="00000001-0000-0000-c000-000000000000@${tenant}", ` +
    'token_types="app_asserted_user_v1 service_asserted_app_v1", authorization_uri="https://login.windows.net/common/oauth2/authorize"'
  );
}

function logonPage(options: ExchangeSite): SiteAnswer {
  const { generation, build = generation.build } = options;
  const resources = generation.resources(build);
  const body = [
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN">',
    '<html><head><title>Outlook</title>',
    `<link rel="shortcut icon" href="${resources}/favicon.ico" type="image/x-icon">`,
    `<link type="text/css" rel="stylesheet" href="${resources}/logon.css">`,
    '</head><body class="signInBg"><form action="/owa/auth.owa" method="POST"></form></body></html>',
  ].join('\r\n');
  return { status: 200, headers: [...HTML, ...aboutOwa(options)], body };
}

function manifest({ generation, build = generation.build }: ExchangeSite): SiteAnswer {
  const body =
    '<?xml version="1.0" encoding="utf-8"?>\r\n<asmv1:assembly xmlns:asmv1="urn:schemas-microsoft-com:asm.v1">' +
    `<assemblyIdentity name="microsoft.exchange.ediscovery.exporttool.application" version="${build}" language="neutral" />` +
    '</asmv1:assembly>';
  return { status: 200, headers: [['Content-Type', 'application/x-ms-application']], body };
}

function autodiscover({ query, host }: SiteRequest): SiteAnswer {
  const protocol = query.get('Protocol') ?? 'Autodiscoverv1';
  const urls: Readonly<Record<string, string>> = {
    activesync: '/Microsoft-Server-ActiveSync',
    ews: '/EWS/Exchange.asmx',
    autodiscoverv1: '/autodiscover/autodiscover.xml',
  };
  const path = urls[protocol.toLowerCase()];
  return path === undefined
    ? page(400, '400 - Bad Request')
    : {
        status: 200,
        headers: [['Content-Type', 'application/json; charset=utf-8']],
        body: JSON.stringify({ Protocol: protocol, Url: `https://${host}${path}` }),
      };
}

function aboutOwa({ generation, build = generation.build }: ExchangeSite): Headers {
  return [
    ['X-OWA-Version', build],
    ['X-AspNet-Version', generation.aspNet],
  ];
}

const HTML: Headers = [['Content-Type', 'text/html; charset=utf-8']];

function moved(location: string, headers: Headers): SiteAnswer {
  const body = `<html><head><title>Object moved</title></head><body><a href="${location}">here</a></body></html>`;
  return { status: 302, headers: [...HTML, ['Location', location], ...headers], body };
}

/** A page of IIS itself. */
function page(status: number, title: string, headers: Headers = []): SiteAnswer {
  return {
    status,
    headers: [['Content-Type', 'text/html'], ...headers],
    body: `<html><body><h2>${title}</h2></body></html>`,
  };
}

const NOT_FOUND = page(404, '404 - File or directory not found.');
