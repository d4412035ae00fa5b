import type { Protocol } from '../model/protocol.ts';

/** A service that a domain may name in DNS, and how it is spoken. */
export interface ServiceRecord {
  /** What stands before the domain. */
  readonly label: string;
  readonly protocol: Protocol;
}

/** RFC 6186, 3.1 to 3.3, and RFC 8314, 5.1 for submission with TLS from the first byte. */
export const SERVICE_RECORDS: readonly ServiceRecord[] = [
  { label: '_submission._tcp', protocol: 'smtp' },
  { label: '_submissions._tcp', protocol: 'smtps' },
  { label: '_imap._tcp', protocol: 'imap' },
  { label: '_imaps._tcp', protocol: 'imaps' },
  { label: '_pop3._tcp', protocol: 'pop3' },
  { label: '_pop3s._tcp', protocol: 'pop3s' },
];
