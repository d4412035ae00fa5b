import type { HttpAnswer, HttpObservation } from '../model/observation.ts';
import { identityOf } from '../wire/ntlm-identity.ts';
import { readChallenge } from '../wire/ntlm.ts';
import { headerValues } from './http-answers.ts';
import type { BuildSource, NameKind } from './types.ts';

/** What one answer tells of a product; all texts are the server's. */
export interface Told {
  readonly builds: readonly { readonly value: string; readonly source: BuildSource }[];
  readonly windows: readonly string[];
  readonly iis: readonly string[];
  readonly names: readonly {
    readonly kind: NameKind;
    readonly value: string;
    readonly source: string;
  }[];
  readonly modernAuth: {
    readonly tenant: string | null;
    readonly authorizationUri: string | null;
  } | null;
}

/** What an HTTP answer tells, by its headers, its challenges and a few patterns in its body. */
export function toldByHttp({ asked }: HttpObservation, answer: HttpAnswer): Told {
  const challenges = headerValues(answer, 'www-authenticate');
  const identities = challenges
    .map(ntlmToken)
    .filter((token) => token !== null)
    .map(toldByChallenge);
  return {
    builds: [
      ...headerValues(answer, 'x-owa-version')
        .filter((value) => BUILD.test(value.trim()))
        .map((value) => ({ value: value.trim(), source: 'x-owa-version' as const })),
      ...buildsIn(asked.path, answer),
    ],
    windows: identities.flatMap(({ windows }) => windows),
    iis: headerValues(answer, 'server').filter((value) => /^microsoft-iis\//i.test(value)),
    names: [
      ...NAME_HEADERS.flatMap(({ header, kind }) =>
        headerValues(answer, header).flatMap((value) =>
          NAME.test(value.trim()) ? [{ kind, value: value.trim(), source: header }] : [],
        ),
      ),
      ...challenges.flatMap((value) => {
        const realm = /^basic\s.{0,200}?\brealm="([^"]{1,255})"/is.exec(value)?.[1] ?? '';
        return NAME.test(realm) ? [{ kind: 'realm' as const, value: realm, source: 'realm' }] : [];
      }),
      ...identities.flatMap(({ names }) => names),
    ],
    modernAuth: challenges.map(bearer).find((found) => found !== null) ?? null,
  };
}

/** Names, domain and version of Windows in a challenge; nothing if it cannot be read. */
export function toldByChallenge(base64: string): Told {
  const reading = readChallenge(new Uint8Array(Buffer.from(base64, 'base64')));
  if (!reading.ok) return NOTHING;
  const { windows, timestamp: _, ...names } = identityOf(reading.challenge);
  return {
    ...NOTHING,
    windows: windows === null ? [] : [windows],
    names: KINDS.flatMap(({ kind, of }) => {
      const value = names[of];
      return value === null ? [] : [{ kind, value: value.slice(0, MOST_NAME), source: 'ntlm' }];
    }),
  };
}

const NOTHING: Told = { builds: [], windows: [], iis: [], names: [], modernAuth: null };

/** Longest name of DNS (RFC 1035, 2.3.4). */
const MOST_NAME = 255;

const BUILD = /^\d{1,5}(?:\.\d{1,5}){2,3}$/;
/** A host name or an address, perhaps with a port; anything else in these places is no name of a server. */
const NAME = /^[\w.:[\]-]{1,255}$/;

const NAME_HEADERS: readonly { readonly header: string; readonly kind: NameKind }[] = [
  { header: 'x-feserver', kind: 'front-end' },
  { header: 'x-beserver', kind: 'back-end' },
  { header: 'x-diaginfo', kind: 'back-end' },
  { header: 'x-calculatedbetarget', kind: 'back-end' },
];

const KINDS = [
  { kind: 'netbios-computer', of: 'netbiosComputer' },
  { kind: 'netbios-domain', of: 'netbiosDomain' },
  { kind: 'dns-computer', of: 'dnsComputer' },
  { kind: 'dns-domain', of: 'dnsDomain' },
  { kind: 'dns-forest', of: 'dnsForest' },
] as const;

/** More versions in one page than any honest one has. */
const MOST_PATHS = 10;

/** `/owa/auth/15.2.1544/themes/` in a page, and the identity of the export tool in its manifest. */
function buildsIn(path: string, { http, body }: HttpAnswer): Told['builds'] {
  if (/\/exporttool\//i.test(path)) {
    // The first identity is that of the program, the others of what it needs.
    const found = /<(?:\w{1,10}:)?assemblyIdentity\b[^>]{0,500}?\bversion="(\d{1,5}(?:\.\d{1,5}){3})"/i.exec(
      body,
    );
    return http === 200 && found?.[1] !== undefined ? [{ value: found[1], source: 'exporttool' }] : [];
  }
  const found = body.matchAll(/\/(?:owa|ecp)\/(?:auth\/|prem\/)?(\d{1,2}(?:\.\d{1,5}){2,3})\//gi);
  const values = new Set<string>();
  for (const [, value = ''] of found) {
    values.add(value);
    if (values.size === MOST_PATHS) break;
  }
  return [...values].map((value) => ({ value, source: 'resource-path' }));
}

/** What stands behind NTLM or Negotiate; a bare word is only an offer. */
function ntlmToken(value: string): string | null {
  return /^(?:ntlm|negotiate)\s+([A-Za-z0-9+/]+={0,2})$/i.exec(value.trim())?.[1] ?? null;
}

/** Exchange as a resource of OAuth (MS-XOAUTH, 4.6). */
function bearer(value: string): Told['modernAuth'] {
  if (!/^bearer\s/i.test(value)) return null;
  const issuers = /\btrusted_issuers="([^"]{0,2000})"/i.exec(value)?.[1] ?? '';
  const tenant = /@([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/i.exec(issuers)?.[1] ?? null;
  const authorizationUri = /\bauthorization_uri="([^"]{1,500})"/i.exec(value)?.[1] ?? null;
  return tenant === null && authorizationUri === null && issuers === '' ? null : { tenant, authorizationUri };
}
