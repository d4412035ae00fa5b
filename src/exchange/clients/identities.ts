import { always, confirmed, type Identity, type NameReading, unconfirmed } from './client.ts';

/** Ways of looking at a certificate that several clients share. */

const MISSING_ISSUER = unconfirmed('how it takes a missing intermediate certificate');

/** Entries of subjectAltName with their wildcards, as HTTP over TLS has had it since 2000. */
const BY_ALTERNATIVE_NAMES: NameReading = {
  entries: confirmed('all', 'derived', 'rfc2818'),
  commonName: unconfirmed('whether it takes the common name for a name'),
  wildcard: confirmed(true, 'derived', 'rfc2818'),
};

/** Windows repairs a missing intermediate from where the certificate says, but nobody has written down which programs do. */
export const WINDOWS: Omit<Identity, 'faults'> = {
  roots: confirmed('microsoft', 'documented', 'sha2-windows'),
  privateRoots: confirmed(true, 'documented', 'sha2-windows'),
  incomplete: MISSING_ISSUER,
  names: {
    entries: confirmed('all', 'documented', 'sha2-windows'),
    commonName: confirmed(true, 'documented', 'sha2-windows'),
    wildcard: unconfirmed('whether it takes a wildcard'),
  },
};

const BROWSER_WARNING = confirmed('works-after-prompt', 'derived', 'chrome58');

export const WINDOWS_BROWSER: Identity = { ...WINDOWS, faults: always(BROWSER_WARNING) };

/** Which list Chrome uses has changed over time; the lists that are at hand have to agree. */
export const CHROME: Identity = {
  roots: confirmed('unlisted', 'derived', 'chrome58'),
  privateRoots: confirmed(true, 'derived', 'chrome58'),
  incomplete: MISSING_ISSUER,
  names: { ...BY_ALTERNATIVE_NAMES, commonName: confirmed(false, 'weak', 'chrome58') },
  faults: always(BROWSER_WARNING),
};

export const OLD_CHROME: Identity = { ...CHROME, names: BY_ALTERNATIVE_NAMES };

export const MOZILLA: Identity = {
  roots: confirmed('mozilla', 'documented', 'mozilla'),
  privateRoots: confirmed(true, 'documented', 'mozilla'),
  incomplete: MISSING_ISSUER,
  names: BY_ALTERNATIVE_NAMES,
  faults: always(confirmed('works-after-prompt', 'documented', 'mozilla')),
};

const APPLE_QUESTION = confirmed('works-after-prompt', 'weak', 'apple-prompts');

export const OLD_MAC: Identity = {
  roots: confirmed('unlisted', 'derived', 'apple'),
  privateRoots: confirmed(true, 'documented', 'apple'),
  incomplete: MISSING_ISSUER,
  names: BY_ALTERNATIVE_NAMES,
  faults: always(APPLE_QUESTION),
};

/** From macOS 10.15 on. */
export const MAC: Identity = {
  ...OLD_MAC,
  names: { ...BY_ALTERNATIVE_NAMES, commonName: confirmed(false, 'documented', 'apple') },
  appleRules: confirmed(true, 'documented', 'apple'),
};

const IOS_EXPIRY = unconfirmed('whether one can go on with an expired certificate');

export const OLD_IOS: Identity = { ...OLD_MAC, faults: { ...OLD_MAC.faults, date: IOS_EXPIRY } };

/** From iOS 13 on. */
export const IOS: Identity = { ...MAC, faults: { ...MAC.faults, date: IOS_EXPIRY } };

export const OLD_ANDROID: Identity = {
  roots: confirmed('unlisted', 'derived', 'android-roots'),
  privateRoots: unconfirmed('whether its mail program takes roots of a private authority'),
  incomplete: unconfirmed('whether it was set to accept every certificate'),
  names: BY_ALTERNATIVE_NAMES,
  faults: always(unconfirmed('whether it was set to accept every certificate')),
};

const GMAIL_PAGE = confirmed('works-after-prompt', 'weak', 'gmail-app');

export const ANDROID: Identity = { ...OLD_ANDROID, incomplete: GMAIL_PAGE, faults: always(GMAIL_PAGE) };

/** About eleven roots, which are not at hand; no way on past a fault. */
export const WINDOWS_MOBILE: Identity = {
  roots: unconfirmed('which roots it has'),
  privateRoots: confirmed(true, 'documented', 'kb915840'),
  incomplete: MISSING_ISSUER,
  names: {
    entries: unconfirmed('whether it reads alternative names'),
    commonName: unconfirmed('whether it takes the common name for a name'),
    wildcard: unconfirmed('whether it takes a wildcard'),
  },
  faults: {
    untrusted: confirmed('fails', 'documented', 'kb915840'),
    date: unconfirmed('how it takes an expired certificate'),
    name: confirmed('fails', 'documented', 'certificates-2010'),
  },
};

export const JAVA_MAIL: Identity = {
  roots: confirmed('unlisted', 'derived', 'javamail'),
  privateRoots: confirmed(true, 'documented', 'javamail'),
  incomplete: confirmed('fails', 'derived', 'javamail'),
  names: BY_ALTERNATIVE_NAMES,
  faults: {
    untrusted: confirmed('fails', 'documented', 'javamail'),
    date: unconfirmed('how it takes an expired certificate'),
    name: confirmed('works', 'documented', 'javamail'),
  },
};

export const ANGUS_MAIL: Identity = {
  ...JAVA_MAIL,
  faults: { ...JAVA_MAIL.faults, name: confirmed('fails', 'documented', 'angus') },
};

/** Of a device or program of which nobody has written down whether it looks at certificates at all. */
export const NOT_KNOWN: Identity = {
  roots: unconfirmed('whether it looks at certificates'),
  privateRoots: unconfirmed('whether it looks at certificates'),
  incomplete: unconfirmed('whether it looks at certificates'),
  names: {
    entries: unconfirmed('whether it looks at certificates'),
    commonName: unconfirmed('whether it looks at certificates'),
    wildcard: unconfirmed('whether it looks at certificates'),
  },
  faults: always(unconfirmed('whether it looks at certificates')),
};
