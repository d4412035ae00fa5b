import { isIP } from 'node:net';

export interface DnsServer {
  readonly address: string;
  readonly port: number;
}

/** Where name servers listen (RFC 1035, 4.2). */
const DNS_PORT = 53;

/** Reads `10.0.0.1`, `10.0.0.1:5353`, `2001:db8::1` or `[2001:db8::1]:53`; null for anything else. */
export function parseServer(text: string): DnsServer | null {
  if (isIP(withoutZone(text)) !== 0) return { address: text, port: DNS_PORT };
  const [, six, four, digits] = /^(?:\[([^\]]+)\]|([\d.]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const address = six ?? four ?? '';
  const port = digits === undefined ? DNS_PORT : Number(digits);
  const fits = isIP(withoutZone(address)) === (six === undefined ? 4 : 6) && port >= 1 && port <= 0xffff;
  return fits ? { address, port } : null;
}

/** Name servers of the same link have a zone, `fe80::1%eth0`, which belongs to the address when it is dialled. */
function withoutZone(address: string): string {
  return address.replace(/%[\w.-]+$/, '');
}
