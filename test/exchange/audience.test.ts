import { expect, test } from '@jest/globals';
import { audience } from '../../src/exchange/audience.ts';

test.each([
  ['https', 443, 'clients'],
  ['https', 8443, 'clients'],
  ['https', 444, 'servers'],
  ['smtp', 25, 'internet-mail'],
  ['smtp', 26, 'internet-mail'],
  ['smtp', 587, 'clients'],
  ['smtp', 465, 'servers'],
  ['smtps', 465, 'clients'],
  ['smtp', 717, 'servers'],
  ['smtp', 2525, 'servers'],
  ['pop3', 110, 'clients'],
  ['pop3s', 995, 'clients'],
  ['imap', 143, 'clients'],
  ['imaps', 993, 'clients'],
  ['imap', 2525, 'clients'],
  ['smtp', 475, 'servers'],
  ['imaps', 1993, 'servers'],
  ['pop3s', 1995, 'servers'],
  ['https', 8172, 'servers'],
  ['smtp-anonymous', 25, 'servers'],
  ['smtp-anonymous', 587, 'servers'],
  ['tls', 50_636, 'servers'],
  ['tls', 5061, 'servers'],
  ['tls', 5062, 'servers'],
  ['tls', 443, 'clients'],
  ['https', 50_636, 'clients'],
] as const)('%s on port %i is for %s', (protocol, port, expected) => {
  expect(audience(protocol, port)).toBe(expected);
});
