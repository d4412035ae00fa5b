import type { Endpoint } from '../model/endpoint.ts';

/** `mail.contoso.com:443, mail.contoso.com:993`: each name and port once. */
export function places(endpoints: readonly Endpoint[]): string {
  return [...new Set(endpoints.map(place))].join(', ');
}

/** `mail.contoso.com:443`. */
export function place({ host, port }: Endpoint): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
