import { DEFAULT_PORT, PROTOCOLS, STANDARD_ENDPOINTS } from '../model/protocol.ts';
import type { Protocol } from '../model/protocol.ts';
import { didYouMean } from './nearest.ts';
import { refused, understood } from './reading.ts';
import type { Reading } from './reading.ts';
import { quoted, shown } from './shown.ts';

export interface ServicePlace {
  readonly protocol: Protocol;
  readonly port: number;
}

/** Words that name a service: the standard endpoints of Exchange, then the remaining protocols. */
export const SERVICE_NAMES: readonly string[] = [
  ...new Set([...STANDARD_ENDPOINTS.map((endpoint) => endpoint.service), ...PROTOCOLS]),
];

/** The protocol and port that a word such as `submission` or `smtps` stands for. */
export function serviceByName(word: string): ServicePlace | undefined {
  const name = word.toLowerCase();
  const standard = STANDARD_ENDPOINTS.find((endpoint) => endpoint.service === name);
  if (standard !== undefined) return { protocol: standard.protocol, port: standard.port };
  const protocol = PROTOCOLS.find((candidate) => candidate === name);
  return protocol === undefined ? undefined : { protocol, port: DEFAULT_PORT[protocol] };
}

/** The protocol that Exchange speaks on a port, or undefined if the port is not a standard one. */
export function protocolOfPort(port: number): Protocol | undefined {
  return STANDARD_ENDPOINTS.find((endpoint) => endpoint.port === port)?.protocol;
}

/** Reads `https`, `submission` or `smtp:2525`. */
export function readService(text: string): Reading<ServicePlace> {
  const service = text.trim();
  if (/^\d+$/.test(service)) {
    const protocol = protocolOfPort(Number(service)) ?? 'https';
    return refused(`expected a service, got only the port ${service}; write "${protocol}:${service}"`);
  }
  if (service.includes('/')) {
    return refused(`expected a service, got ${quoted(service)}; write protocol:port without a host`);
  }
  const [word = '', port, ...rest] = service.split(':');
  const place = serviceByName(word);
  if (place === undefined || rest.length > 0) {
    const expected = `expected protocol:port or one of ${SERVICE_NAMES.join(', ')}`;
    return refused(`${expected}, got ${shown(service)}${didYouMean(word, SERVICE_NAMES)}`);
  }
  if (port === undefined) return understood(place);
  const number = readPort(port);
  return number.ok ? understood({ protocol: place.protocol, port: number.value }) : number;
}

/** Reads a TCP port, 1 to 65535. */
export function readPort(text: string): Reading<number> {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535
    ? understood(port)
    : refused(`expected a port from 1 to 65535, got ${shown(text)}`);
}
