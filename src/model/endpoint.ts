import type { Protocol } from './protocol.ts';

/** One place to knock: a name, one of its addresses, a port and a protocol. */
export interface Endpoint {
  /** `smtp://mail.contoso.com:25/203.0.113.7`; unique in a report and stable between reports. */
  readonly id: string;
  readonly host: string;
  /** The literal address that is dialled; null if the name did not resolve. */
  readonly address: string | null;
  readonly port: number;
  readonly protocol: Protocol;
  /** True if the operator asked for this service by name, false if it comes from the standard set. */
  readonly named: boolean;
  /** Views of split DNS in which the name leads to the address; absent where it was looked up in one way only. */
  readonly views?: readonly string[];
}

export function endpointId(protocol: Protocol, host: string, port: number, address: string | null): string {
  const place = host.includes(':') ? `[${host}]` : host;
  const base = `${protocol}://${place}:${port}`;
  return address === null || address === host ? base : `${base}/${address}`;
}
