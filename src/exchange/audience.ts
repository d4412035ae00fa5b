import type { Protocol } from '../model/protocol.ts';

/**
 * Who connects to a service: people's mail programs and browsers, other Exchange servers of the organization, or mail
 * servers of the whole world. It decides how a certificate is judged: a self-signed one is wrong towards clients,
 * enough for opportunistic TLS between mail servers, and the default between Exchange servers.
 */
export type Audience = 'clients' | 'servers' | 'internet-mail';

/** Ports whose default Receive connector or website takes connections from Exchange servers only. */
const SERVER_PORTS: ReadonlyMap<number, readonly Protocol[]> = new Map([
  [444, ['https']],
  [465, ['smtp']],
  [717, ['smtp']],
  [2525, ['smtp']],
] as const);

const SUBMISSION = 587;

/**
 * The audience of a port of a Mailbox server. Sources: Microsoft Learn "Network ports for clients and mail flow in
 * Exchange" and "Receive connectors" (25 Default Frontend, 587 Client Frontend, 465 Client Proxy, 717 Outbound Proxy
 * Frontend, 2525 Default) and "Digital certificates and encryption in Exchange Server" (444 is the back-end website).
 * 465 is for servers only with STARTTLS; with TLS from the first byte it is another product's submission (RFC 8314).
 */
export function audience(protocol: Protocol, port: number): Audience {
  if (SERVER_PORTS.get(port)?.includes(protocol) === true) return 'servers';
  return protocol === 'smtp' && port !== SUBMISSION ? 'internet-mail' : 'clients';
}
