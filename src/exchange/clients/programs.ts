import { TLS_1_0, TLS_1_2 } from '../../wire/iana/versions.ts';
import type { ClientService } from '../../model/clients.ts';
import { always, type Client, confirmed, type Identity, offers, unconfirmed } from './client.ts';
import { ANGUS_MAIL, JAVA_MAIL, MOZILLA, NOT_KNOWN, WINDOWS } from './identities.ts';

const MAIL: readonly ClientService[] = ['imap', 'pop', 'submission'];

/** Thunderbird, programs on Java and .NET, devices that send mail. */
export const PROGRAM_CLIENTS: readonly Client[] = [
  program('thunderbird-60', 'Thunderbird 60', MOZILLA, 'thunderbird60'),
  program('thunderbird-68', 'Thunderbird 68', MOZILLA, 'thunderbird68'),
  program('thunderbird-91', 'Thunderbird 78-91', MOZILLA, 'thunderbird91'),
  {
    id: 'thunderbird-current',
    title: 'Thunderbird, current',
    uses: [{ services: MAIL, offers: offers('derived', 'hello', 'firefox137-win11'), identity: MOZILLA }],
  },
  program('java-6', 'Java 6, JavaMail', JAVA_MAIL, 'java6u45'),
  program('java-7', 'Java 7, JavaMail', JAVA_MAIL, 'java7u25'),
  program('java-8-old', 'Java 8 old, JavaMail', JAVA_MAIL, 'java8u161', 'java8u111', 'java8u31', 'java8b132'),
  program('java-8-current', 'Java 8u442, JavaMail', JAVA_MAIL, 'java8u442'),
  program('java-11-old', 'Java 11.0.2, JavaMail', JAVA_MAIL, 'java1102'),
  program('java-17-21', 'Java 17-21, JavaMail', JAVA_MAIL, 'java21', 'java17-21'),
  program('java-17-21-angus', 'Java 17-21, Angus Mail', ANGUS_MAIL, 'java21', 'java17-21'),
  {
    id: 'ews-managed-api',
    title: 'EWS Managed API',
    condition: 'built for .NET Framework 4.7 or later',
    uses: [
      {
        services: ['ews', 'autodiscover'],
        offers: offers('derived', 'dotnet', { offer: 'win10-22h2-list', versions: [TLS_1_0, TLS_1_2] }),
        identity: { ...WINDOWS, faults: always(confirmed('fails', 'documented', 'ews-api')) },
      },
    ],
  },
  {
    id: 'scanner-old',
    title: 'Device with TLS 1.0',
    uses: [
      {
        services: ['submission', 'smtp'],
        offers: offers('weak', 'xerox', 'openssl098y'),
        identity: NOT_KNOWN,
      },
    ],
  },
  {
    id: 'gmail-fetch',
    title: 'Gmail fetching by POP',
    uses: [
      {
        services: ['pop'],
        offers: unconfirmed('which versions and suites it offers'),
        identity: {
          ...NOT_KNOWN,
          roots: confirmed('unlisted', 'derived', 'gmail-pop'),
          privateRoots: confirmed(false, 'documented', 'gmail-pop'),
          faults: { ...NOT_KNOWN.faults, untrusted: confirmed('fails', 'documented', 'gmail-pop') },
        },
      },
    ],
  },
];

function program(id: string, title: string, identity: Identity, ...ids: readonly string[]): Client {
  return { id, title, uses: [{ services: MAIL, offers: offers('recorded', 'hello', ...ids), identity }] };
}
