import type { BuildReading } from '../exchange/builds-identify.ts';
import { identifyBuild } from '../exchange/builds-identify.ts';
import type { WindowsId } from '../exchange/windows.ts';
import { windowsSeen } from '../exchange/windows-seen.ts';
import type { EndpointFactSet } from '../facts/types.ts';
import type { Endpoint } from '../model/endpoint.ts';

/** The Exchange behind one address of a name, as far as it showed itself. */
export interface SeenServer {
  readonly reading: BuildReading;
  /** What Windows may be; empty if nothing is known of it. */
  readonly windows: readonly WindowsId[];
}

export type SeenServers = ReadonlyMap<string, SeenServer>;

/**
 * What each machine shows of itself on any of its services: the build is on the website, and SMTP, POP and IMAP of the
 * same address are judged by it as well. Of several builds that of the first endpoint counts whose product is known.
 */
export function serversOf(places: readonly SeenPlace[]): SeenServers {
  const servers = new Map<string, SeenServer>();
  for (const { endpoint, facts } of places) {
    if (!facts.product.known) continue;
    const { chosen, ...product } = facts.product.value;
    if (chosen === null || servers.has(keyOf(endpoint))) continue;
    const reading = identifyBuild(chosen.value);
    if (reading.product === null) continue;
    servers.set(keyOf(endpoint), { reading, windows: windowsSeen(product).ids });
  }
  return servers;
}

/**
 * The Exchange that answers at an endpoint. None where another product shows itself: one public address often leads to
 * Exchange on the port of the web and to a mail gateway on that of SMTP.
 */
export function serverOf({ endpoint, facts }: SeenPlace, servers: SeenServers): SeenServer | null {
  const own = facts.product.known ? facts.product.value : null;
  if (own !== null && (own.family === 'other' || own.front.kind === 'mail-gateway')) return null;
  return servers.get(keyOf(endpoint)) ?? null;
}

interface SeenPlace {
  readonly endpoint: Endpoint;
  readonly facts: EndpointFactSet;
}

function keyOf({ host, address }: Endpoint): string {
  return `${host} ${address ?? ''}`;
}
