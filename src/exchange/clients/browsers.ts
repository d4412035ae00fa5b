import { TLS_1_2 } from '../../wire/iana/versions.ts';
import { type Client, type Identity, type OfferRef, offers } from './client.ts';
import { CHROME, MAC, MOZILLA, OLD_CHROME, OLD_MAC, WINDOWS_BROWSER } from './identities.ts';

/** Browsers, for Outlook on the web and the administration center. */
export const BROWSER_CLIENTS: readonly Client[] = [
  browser('ie-8-xp', 'IE 8, XP SP3', WINDOWS_BROWSER, 'ie8-xp'),
  browser('ie-7-vista', 'IE 7, Vista', WINDOWS_BROWSER, 'ie7-vista'),
  browser('ie-8-10-win7', 'IE 8-10, Windows 7', WINDOWS_BROWSER, 'ie8-10-win7', 'ie8-win7'),
  browser('ie-11-win7', 'IE 11, Windows 7', WINDOWS_BROWSER, 'ie11-win7'),
  browser('ie-11-win81', 'IE 11, Windows 8.1', WINDOWS_BROWSER, 'ie11-win81'),
  {
    id: 'ie-11-win10',
    title: 'IE 11, Edge 17, Windows 10',
    uses: [
      {
        services: ['owa'],
        offers: offers('derived', 'kb5017811', updated('ie11-win10'), updated('edge17-win10')),
        identity: WINDOWS_BROWSER,
      },
    ],
  },
  browser('chrome-49-xp', 'Chrome 49, Windows XP', OLD_CHROME, 'chrome49-xp'),
  browser('chrome-49', 'Chrome 49, Windows 7', OLD_CHROME, 'chrome49-win7'),
  browser('chrome-70', 'Chrome and Edge 70-79', CHROME, 'chrome79-win10', 'chrome70-win10'),
  browser('chrome-101', 'Chrome and Edge 101', CHROME, 'chrome101-win10', 'edge101-win10'),
  browser('chrome-current', 'Chrome and Edge, current', CHROME, 'chromium137-win11', 'edge133-win11'),
  browser('firefox-45', 'Firefox 45-49', MOZILLA, 'firefox49-xp', 'firefox45-win7'),
  browser('firefox-66', 'Firefox 66-71', MOZILLA, 'firefox71-win10', 'firefox66-win10'),
  browser('firefox-100', 'Firefox 100', MOZILLA, 'firefox100-win10'),
  browser('firefox-current', 'Firefox, current', MOZILLA, 'firefox137-win11'),
  browser('safari-osx106', 'Safari 5, OS X 10.6', OLD_MAC, 'safari51-osx106'),
  browser('safari-osx108', 'Safari 6, OS X 10.8', OLD_MAC, 'safari60-osx108'),
  browser('safari-osx109', 'Safari 7-8, OS X 10.10', OLD_MAC, 'safari8-osx1010', 'safari7-osx109'),
  browser('safari-osx1011', 'Safari 9, OS X 10.11', OLD_MAC, 'safari9-osx1011'),
  browser('safari-macos1012', 'Safari 10, macOS 10.12', OLD_MAC, 'safari10-macos1012'),
  browser(
    'safari-macos1013',
    'Safari 12-13, macOS 10.14',
    OLD_MAC,
    'safari13-macos1014',
    'safari121-macos1013',
  ),
  browser('safari-macos12', 'Safari 15, macOS 12', MAC, 'safari154-macos12'),
  browser('safari-macos15', 'Safari 18, macOS 15', MAC, 'safari184-macos15'),
  browser('safari-macos26', 'Safari 26, macOS 26', MAC, 'safari264-macos26'),
];

function browser(id: string, title: string, identity: Identity, ...ids: readonly string[]): Client {
  return { id, title, uses: [{ services: ['owa'], offers: offers('recorded', 'hello', ...ids), identity }] };
}

/** With the updates of 20 September 2022, programs on WinINet have TLS 1.2 alone. */
function updated(offer: string): OfferRef {
  return { offer, versions: [TLS_1_2, TLS_1_2] };
}
