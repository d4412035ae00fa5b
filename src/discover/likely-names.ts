/** What a host of that name is for, as far as the name tells. */
export type Purpose = 'all' | 'web' | 'smtp' | 'imap' | 'pop';

export interface LikelyName {
  readonly label: string;
  readonly purpose: Purpose;
}

/**
 * Names that organizations give to mail servers, below the domain. Those of the Microsoft articles are mail, autodiscover
 * (which has ways of its own), legacy, and the names of services; the others are habits.
 */
export const LIKELY_NAMES: readonly LikelyName[] = [
  { label: 'mail', purpose: 'all' },
  { label: 'mail1', purpose: 'all' },
  { label: 'mail2', purpose: 'all' },
  { label: 'exchange', purpose: 'all' },
  { label: 'email', purpose: 'all' },
  { label: 'ex', purpose: 'all' },
  { label: 'webmail', purpose: 'web' },
  { label: 'owa', purpose: 'web' },
  { label: 'outlook', purpose: 'web' },
  { label: 'remote', purpose: 'web' },
  { label: 'activesync', purpose: 'web' },
  { label: 'mobile', purpose: 'web' },
  { label: 'cas', purpose: 'web' },
  { label: 'legacy', purpose: 'web' },
  { label: 'hybrid', purpose: 'all' },
  { label: 'smtp', purpose: 'smtp' },
  { label: 'relay', purpose: 'smtp' },
  { label: 'mx', purpose: 'smtp' },
  { label: 'mx1', purpose: 'smtp' },
  { label: 'mx2', purpose: 'smtp' },
  { label: 'edge', purpose: 'smtp' },
  { label: 'imap', purpose: 'imap' },
  { label: 'imap4', purpose: 'imap' },
  { label: 'pop', purpose: 'pop' },
  { label: 'pop3', purpose: 'pop' },
];
