import { parse } from 'tldts';

/**
 * Whether names are registered directly below `domain` by anybody: `com`, `co.uk`, not `contoso.com`. Only the ICANN part
 * of the Public Suffix List counts: it is the part that Chrome refuses wildcards under and that the Baseline Requirements
 * (3.2.2.6) point at. Under the private part, such as `azurewebsites.net`, one owner holds the whole name space and
 * may have a wildcard. A top-level domain that is on no list, `local`, is a suffix as well, as in Chrome. Takes lower
 * case and A-labels.
 */
export function isPublicSuffix(domain: string): boolean {
  return domain !== '' && parse(domain, OPTIONS).publicSuffix === domain;
}

/** Whether the name ends in a top-level domain of the list; as old as the list that was built in. */
export function hasKnownTopLevel(name: string): boolean {
  return parse(name, OPTIONS).isIcann === true;
}

/** What somebody has registered: `contoso.co.uk` of `mail.contoso.co.uk`; null for a suffix and what is below none. */
export function registeredDomain(name: string): string | null {
  return parse(name, OPTIONS).domain;
}

/** Names come from certificates: they are names and no addresses of pages, and may be wrong in every way. */
const OPTIONS = {
  allowPrivateDomains: false,
  extractHostname: false,
  validateHostname: false,
  detectIp: false,
} as const;
