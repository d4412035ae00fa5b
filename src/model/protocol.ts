/**
 * The ways to reach TLS on an Exchange server. The name decides the dialogue before TLS, not the port:
 * Exchange speaks STARTTLS on 465 and 2525 too, so `smtp` covers those and `smtps` is for other products.
 * `smtp-anonymous` is X-ANONYMOUSTLS, by which Exchange servers begin TLS among themselves; `tls` is for whatever is
 * spoken inside TLS from the first byte, such as EdgeSync on 50636 and SIP on 5061.
 */
export const PROTOCOLS = [
  'https',
  'smtp',
  'smtps',
  'pop3',
  'pop3s',
  'imap',
  'imaps',
  'smtp-anonymous',
  'tls',
] as const;

export type Protocol = (typeof PROTOCOLS)[number];

/** How a protocol gets to TLS: from the first byte, or by a command in a plain-text dialogue. */
export type TlsStart = 'implicit' | 'starttls';

export function tlsStart(protocol: Protocol): TlsStart {
  return BY_COMMAND.has(protocol) ? 'starttls' : 'implicit';
}

const BY_COMMAND: ReadonlySet<Protocol> = new Set<Protocol>(['smtp', 'smtp-anonymous', 'pop3', 'imap']);

/** The family of services a protocol belongs to, as pacing limits and certificate rules see it. */
export type ServiceFamily = 'web' | 'smtp' | 'pop' | 'imap' | 'other';

export function serviceFamily(protocol: Protocol): ServiceFamily {
  switch (protocol) {
    case 'https':
      return 'web';
    case 'smtp':
    case 'smtps':
    case 'smtp-anonymous':
      return 'smtp';
    case 'pop3':
    case 'pop3s':
      return 'pop';
    case 'imap':
    case 'imaps':
      return 'imap';
    case 'tls':
      return 'other';
  }
}

export interface StandardEndpoint {
  readonly service: string;
  readonly protocol: Protocol;
  readonly port: number;
}

/**
 * Where a Mailbox server listens for clients and for other servers.
 * Sources: Microsoft Learn "Network ports for clients and mail flow in Exchange" and "Receive connectors"
 * (465 is the Client Proxy connector and 2525 the transport service; both use STARTTLS).
 */
export const STANDARD_ENDPOINTS: readonly StandardEndpoint[] = [
  { service: 'https', protocol: 'https', port: 443 },
  { service: 'smtp', protocol: 'smtp', port: 25 },
  { service: 'submission', protocol: 'smtp', port: 587 },
  { service: 'client-proxy', protocol: 'smtp', port: 465 },
  { service: 'hub-transport', protocol: 'smtp', port: 2525 },
  { service: 'pop3', protocol: 'pop3', port: 110 },
  { service: 'pop3s', protocol: 'pop3s', port: 995 },
  { service: 'imap', protocol: 'imap', port: 143 },
  { service: 'imaps', protocol: 'imaps', port: 993 },
];

/** The port a protocol uses when the operator names none. */
export const DEFAULT_PORT: Readonly<Record<Protocol, number>> = {
  https: 443,
  smtp: 25,
  smtps: 465,
  pop3: 110,
  pop3s: 995,
  imap: 143,
  imaps: 993,
  'smtp-anonymous': 25,
  tls: 443,
};
