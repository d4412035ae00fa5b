import { TLS_1_2, TLS_1_3 } from '../../wire/iana/versions.ts';
import {
  always,
  type Cell,
  type Client,
  type ClientUse,
  confirmed,
  type Identity,
  type OfferRef,
  offers,
  type Principal,
  unconfirmed,
} from './client.ts';
import { MAC, OLD_MAC, WINDOWS } from './identities.ts';

type Offered = Cell<readonly OfferRef[]>;

/** What an Outlook does, by its year and the Windows that it runs on: TLS comes from Windows, not from Office. */
interface Setting {
  readonly year: 2003 | 2007 | 2010 | 2013;
  /** WinHTTP, with which Outlook speaks to the website. */
  readonly web: Offered;
  /** Schannel itself, for POP, IMAP and submission; null where nothing is known of them. */
  readonly mail: Offered | null;
  readonly principal: Principal;
  readonly unknownHashes?: NonNullable<Identity['unknownHashes']>;
}

const ALERT = confirmed('works-after-prompt', 'documented', 'kb2772058');
const PROXY_ERROR = confirmed('fails', 'documented', 'proxy-errors');
const QUESTION = confirmed('works-after-prompt', 'documented', 'sbs2007');

function uses({ year, web, mail, principal, unknownHashes }: Setting): readonly ClientUse[] {
  const identity: Omit<Identity, 'faults'> = {
    ...WINDOWS,
    names:
      year === 2013
        ? { ...WINDOWS.names, wildcard: confirmed(true, 'documented', 'supportability') }
        : WINDOWS.names,
    ...(unknownHashes === undefined ? {} : { unknownHashes }),
  };
  const listed = LISTED_TO[year];
  const byWeb = (services: ClientUse['services'], faults: Identity['faults']): ClientUse => ({
    services,
    offers: web,
    identity: { ...identity, faults },
    ...(listed === null ? { listReadTo: '2019' } : { listedTo: listed }),
  });
  const open = (what: string): Identity['faults'] =>
    always(unconfirmed(`whether ${what} asks or gives up when something is wrong with a certificate`));
  const entries = {
    2003: confirmed('none', 'derived', 'certificates-2010'),
    2007: confirmed('first', 'documented', 'sbs2007'),
    2010: confirmed('all', 'documented', 'certificates-2010'),
    2013: confirmed('all', 'documented', 'supportability'),
  } as const;
  const byMail = (services: ClientUse['services'], faults: Identity['faults']): readonly ClientUse[] =>
    mail === null
      ? []
      : [
          {
            services,
            offers: mail,
            identity: { ...identity, names: { ...identity.names, entries: entries[year] }, faults },
          },
        ];
  return [
    {
      ...byWeb(['outlook-anywhere'], always(PROXY_ERROR)),
      principal:
        principal === 'any-name'
          ? confirmed(principal, 'documented', 'certificates-2010')
          : confirmed(principal, 'weak', 'xp-principal'),
    },
    ...(year === 2003
      ? []
      : [byWeb(['autodiscover', 'ews'], always(ALERT)), byWeb(['oab'], open('the offline address book'))]),
    ...(year >= 2010 && principal === 'any-name'
      ? [
          {
            ...byWeb(['mapi-http'], open('MAPI over HTTP')),
            ...(year === 2010 ? { condition: 'with SP2, KB2956191 and KB2965295' } : {}),
          },
        ]
      : []),
    ...byMail(['pop', 'imap'], year === 2013 ? open('this Outlook') : always(QUESTION)),
    ...byMail(['submission'], open('sending')),
  ];
}

/** Supportability matrix; later ones are listed up to Exchange 2019, of SE nobody has read it. */
const LISTED_TO = {
  2003: confirmed('2010', 'derived', 'supportability'),
  2007: confirmed('2013', 'documented', 'supportability'),
  2010: confirmed('2016', 'documented', 'supportability'),
  2013: null,
} as const;

const XP = offers('derived', 'hello', 'ie8-xp');
const VISTA = offers('derived', 'hello', 'ie7-vista');
const UNTOUCHED_7 = offers('derived', 'hello', 'ie8-10-win7', 'ie8-win7');
const PREPARED_7 = offers('derived', 'kb3140245', 'ie11-win7', 'win7-list');
const WINDOWS_8_1 = offers('derived', 'winhttp', 'ie11-win81', 'win81-list');
const WINDOWS_10_BUILDS = ['win10-20h2-list', 'win10-1709-list', 'win10-1607-list', 'ie11-win10'];
const WINDOWS_10 = offers('derived', 'winhttp', ...WINDOWS_10_BUILDS);
const only = (lowest: number, highest: number, ...ids: readonly string[]): OfferRef[] =>
  ids.map((offer) => ({ offer, versions: [lowest, highest] }));

const UNKNOWN_STACK = unconfirmed('which TLS library it uses');

/** Outlook for Windows by the system that it runs on, and Outlook for Mac. */
export const OUTLOOK_CLIENTS: readonly Client[] = [
  {
    id: 'outlook-xp-presp3',
    title: 'Outlook 2003, XP pre-SP3',
    uses: uses({
      year: 2003,
      web: offers('derived', 'hello', 'ie6-xp'),
      mail: null,
      principal: 'common-name',
      unknownHashes: confirmed(['SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'], 'documented', 'sha2-windows'),
    }),
  },
  xp('outlook-2003-xp', 'Outlook 2003, XP SP3', 2003),
  xp('outlook-2007-xp', 'Outlook 2007, XP SP3', 2007),
  xp('outlook-2010-xp', 'Outlook 2010, XP SP3', 2010),
  {
    id: 'outlook-vista',
    title: 'Outlook 2007, Vista',
    uses: uses({ year: 2007, web: VISTA, mail: VISTA, principal: 'any-name' }),
  },
  {
    id: 'outlook-2007-win7',
    title: 'Outlook 2007, Windows 7',
    uses: uses({ year: 2007, web: UNTOUCHED_7, mail: UNTOUCHED_7, principal: 'any-name' }),
  },
  {
    id: 'outlook-2010-win7',
    title: 'Outlook 2010, Windows 7',
    uses: uses({ year: 2010, web: UNTOUCHED_7, mail: UNTOUCHED_7, principal: 'any-name' }),
  },
  {
    id: 'outlook-win7-default',
    title: 'Outlook 2013+, Win 7',
    uses: uses({ year: 2013, web: UNTOUCHED_7, mail: UNTOUCHED_7, principal: 'any-name' }),
  },
  {
    id: 'outlook-win7-kb3140245',
    title: 'Outlook 2013+, prepared 7',
    condition: 'with KB3140245, DefaultSecureProtocols of WinHTTP (both hives) and the Schannel client keys',
    uses: uses({ year: 2013, web: PREPARED_7, mail: PREPARED_7, principal: 'any-name' }),
  },
  {
    id: 'outlook-win81',
    title: 'Outlook 2013+, Win 8.1',
    uses: uses({ year: 2013, web: WINDOWS_8_1, mail: WINDOWS_8_1, principal: 'any-name' }),
  },
  {
    id: 'outlook-win10-old',
    title: 'Outlook 2013+, old Win 10',
    uses: uses({ year: 2013, web: WINDOWS_10, mail: WINDOWS_10, principal: 'any-name' }),
  },
  {
    id: 'outlook-win10',
    title: 'Outlook 2013+, Win 10',
    uses: uses({
      year: 2013,
      web: offers('derived', 'kb5017811', ...only(TLS_1_2, TLS_1_2, 'win10-22h2-list', 'win10-20h2-list')),
      mail: offers('derived', 'schannel', 'win10-22h2-list', 'win10-20h2-list'),
      principal: 'any-name',
    }),
  },
  {
    id: 'outlook-win11',
    title: 'Outlook 2016+, Win 11',
    uses: uses({
      year: 2013,
      web: offers('derived', 'winhttp', ...only(TLS_1_2, TLS_1_3, 'win11-22h2-list', 'win11-21h2-list')),
      mail: offers('derived', 'schannel', 'win11-22h2-list', 'win11-21h2-list'),
      principal: 'any-name',
    }),
  },
  {
    id: 'new-outlook',
    title: 'New Outlook',
    uses: [
      {
        services: ['mapi-http', 'ews', 'autodiscover'],
        offers: unconfirmed('what it offers'),
        identity: null,
        unsupported: confirmed(
          'it does not support accounts on an Exchange server of your own',
          'documented',
          'new-outlook',
        ),
      },
    ],
  },
  {
    id: 'outlook-mac-2016',
    title: 'Outlook 2016 for Mac',
    uses: [
      {
        services: ['ews', 'autodiscover'],
        offers: UNKNOWN_STACK,
        identity: { ...OLD_MAC, faults: always(confirmed('works-after-prompt', 'documented', 'kb3066652')) },
      },
    ],
  },
  {
    id: 'outlook-mac-2019',
    title: 'Outlook 2019/365 for Mac',
    uses: [
      {
        services: ['ews', 'autodiscover'],
        offers: UNKNOWN_STACK,
        identity: {
          ...MAC,
          faults: always(unconfirmed('whether it asks when something is wrong with a certificate')),
        },
      },
    ],
  },
  {
    id: 'outlook-mobile',
    title: 'Outlook for phones',
    uses: [
      {
        services: ['autodiscover', 'activesync'],
        offers: unconfirmed('what Microsoft 365, which connects in its place, demands of a server'),
        identity: null,
      },
    ],
  },
];

/** SHA-2 is known from SP3 on, but for SHA-224. */
function xp(id: string, title: string, year: Setting['year']): Client {
  const unknownHashes = confirmed(['SHA-224'], 'documented', 'sha2-windows');
  return { id, title, uses: uses({ year, web: XP, mail: XP, principal: 'common-name', unknownHashes }) };
}
