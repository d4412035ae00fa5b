import { SSL_3_0, TLS_1_0 } from '../../wire/iana/versions.ts';
import type { ClientService } from '../../model/clients.ts';
import { type Client, type ClientUse, confirmed, type Identity, offers, unconfirmed } from './client.ts';
import { ANDROID, IOS, MAC, OLD_ANDROID, OLD_IOS, OLD_MAC, WINDOWS_MOBILE } from './identities.ts';

const PHONE: readonly ClientService[] = ['activesync', 'imap', 'pop', 'submission'];
const MAC_MAIL: readonly ClientService[] = ['ews', 'imap', 'pop', 'submission'];

/** Apple Mail, phones and tablets. A record of the system's browser stands for its mail program. */
export const DEVICE_CLIENTS: readonly Client[] = [
  mac('apple-mail-osx106', 'Apple Mail, OS X 10.6', OLD_MAC, 'safari51-osx106'),
  mac('apple-mail-osx108', 'Apple Mail, OS X 10.8', OLD_MAC, 'safari60-osx108'),
  mac('apple-mail-osx109', 'Apple Mail, OS X 10.9', OLD_MAC, 'safari7-osx109'),
  mac('apple-mail-osx1010', 'Apple Mail, OS X 10.10', OLD_MAC, 'safari8-osx1010'),
  mac('apple-mail-osx1011', 'Apple Mail, OS X 10.11', OLD_MAC, 'safari9-osx1011'),
  mac('apple-mail-macos1012', 'Apple Mail, macOS 10.12', OLD_MAC, 'safari10-macos1012'),
  {
    id: 'apple-mail-macos12',
    title: 'Apple Mail 16, macOS 12',
    uses: [
      {
        services: ['imap', 'pop', 'submission'],
        offers: offers('recorded', 'hello', 'apple-mail-16'),
        identity: MAC,
      },
      { services: ['ews'], offers: offers('derived', 'hello', 'apple-mail-16'), identity: MAC },
    ],
  },
  phone('ios-5', 'iOS 5 Mail', OLD_IOS, 'safari5-ios5'),
  phone('ios-6', 'iOS 6 Mail', OLD_IOS, 'safari6-ios6'),
  phone('ios-7', 'iOS 7 Mail', OLD_IOS, 'safari7-ios7'),
  phone('ios-8', 'iOS 8 Mail', OLD_IOS, 'safari8-ios8'),
  phone('ios-9', 'iOS 9 Mail', OLD_IOS, 'safari9-ios9'),
  phone('ios-10', 'iOS 10 Mail', OLD_IOS, 'safari10-ios10'),
  phone('ios-12', 'iOS 12 Mail', OLD_IOS, 'safari121-ios12'),
  phone('ios-18', 'iOS 18 Mail', IOS, 'safari184-ios18'),
  phone('ios-26', 'iOS 26 Mail', IOS, 'safari264-ios26'),
  phone('android-2', 'Android 2 mail', OLD_ANDROID, 'android237'),
  phone(
    'android-40-43',
    'Android 4.0-4.3 mail',
    OLD_ANDROID,
    'android43',
    'android422',
    'android411',
    'android404',
  ),
  {
    id: 'android-44',
    title: 'Android 4.4 mail',
    uses: [
      {
        services: PHONE,
        // A program that takes the defaults of the platform has TLS 1.0 alone, and which ones do is not known.
        offers: offers('derived', 'android-sockets', 'android442', {
          offer: 'android442',
          versions: [SSL_3_0, TLS_1_0],
        }),
        identity: OLD_ANDROID,
      },
    ],
  },
  phone('android-5', 'Android 5 Gmail app', ANDROID, 'android500'),
  phone('android-6', 'Android 6 Gmail app', ANDROID, 'android60'),
  phone('android-70', 'Android 7.0 Gmail app', ANDROID, 'android70'),
  phone('android-8', 'Android 8 Gmail app', ANDROID, 'android81'),
  phone('android-9', 'Android 9 Gmail app', ANDROID, 'android90'),
  phone('android-10', 'Android 10 Gmail app', ANDROID, 'android100'),
  phone('android-11-12', 'Android 11-12 Gmail app', ANDROID, 'android11-12'),
  phone('android-13-14', 'Android 13-14 Gmail app', ANDROID, 'android13-14'),
  phone('android-15-16', 'Android 15-16 Gmail app', ANDROID, 'android15-16', 'android16'),
  {
    id: 'windows-mobile-5',
    title: 'Windows Mobile 5',
    uses: [
      windowsMobile({
        ...WINDOWS_MOBILE,
        names: { ...WINDOWS_MOBILE.names, wildcard: confirmed(false, 'documented', 'certificates-2010') },
      }),
    ],
  },
  {
    id: 'windows-mobile-6',
    title: 'Windows Mobile 6.x',
    uses: [
      windowsMobile({
        ...WINDOWS_MOBILE,
        unknownHashes: confirmed(['SHA-512'], 'weak', 'windows-mobile'),
      }),
    ],
  },
  windowsPhone('windows-phone-8', 'Windows Phone 8', 'ie10-wp80'),
  windowsPhone('windows-phone-81', 'Windows Phone 8.1', 'ie11-wp81u', 'ie11-wp81'),
  windowsPhone('windows-10-mobile', 'Windows 10 Mobile', 'edge13-wp10'),
];

function mac(id: string, title: string, identity: Identity, ...ids: readonly string[]): Client {
  return { id, title, uses: [{ services: MAC_MAIL, offers: offers('derived', 'hello', ...ids), identity }] };
}

function phone(id: string, title: string, identity: Identity, ...ids: readonly string[]): Client {
  return { id, title, uses: [{ services: PHONE, offers: offers('derived', 'hello', ...ids), identity }] };
}

function windowsMobile(identity: Identity): ClientUse {
  return { services: ['activesync'], offers: unconfirmed('which versions and suites it offers'), identity };
}

function windowsPhone(id: string, title: string, ...ids: readonly string[]): Client {
  const unknownReaction = unconfirmed('how it takes a certificate with which something is wrong');
  const identity: Identity = {
    ...WINDOWS_MOBILE,
    names: { ...WINDOWS_MOBILE.names, entries: confirmed('all', 'derived', 'sha2-windows') },
    faults: { untrusted: unknownReaction, date: unknownReaction, name: unknownReaction },
  };
  return {
    id,
    title,
    uses: [{ services: ['activesync', 'imap', 'pop'], offers: offers('derived', 'hello', ...ids), identity }],
  };
}
