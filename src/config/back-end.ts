import { BACK_END_PORTS } from '../exchange/ports.ts';
import type { Protocol } from '../model/protocol.ts';
import type { Target, TargetService } from '../model/target.ts';

/**
 * Adds the ports that are for Exchange servers and administrators only: those with TLS as services whose closed port is
 * as it should be, the others as ports to knock at; and what SMTP on port 25 presents to other servers. Each host gets
 * them once, and none that it lists itself.
 */
export function withBackEnd(targets: readonly Target[]): readonly Target[] {
  const listed = new Map<string, Listed>();
  for (const { host, services } of targets) {
    const { ports, protocols } = listed.get(host) ?? { ports: new Set(), protocols: new Set() };
    for (const { port, protocol } of services) {
      ports.add(port);
      protocols.add(protocol);
    }
    listed.set(host, { ports, protocols });
  }
  return targets.map((target) => {
    const known = listed.get(target.host);
    if (known === undefined) return target;
    // The next target of the same host finds nothing left to add.
    listed.delete(target.host);
    return addTo(target, known);
  });
}

/** What all targets of a host have by themselves. */
interface Listed {
  readonly ports: Set<number>;
  readonly protocols: Set<Protocol>;
}

/** X-ANONYMOUSTLS is a command of the port for mail, and presents the certificate for servers. */
const ANONYMOUS: TargetService = { protocol: 'smtp-anonymous', port: 25, names: [], backEnd: true };

function addTo(target: Target, { ports, protocols }: Listed): Target {
  const open = BACK_END_PORTS.filter(({ port }) => !ports.has(port));
  const services = open.flatMap(({ protocol, port }): readonly TargetService[] =>
    protocol === null ? [] : [{ protocol, port, names: [], backEnd: true }],
  );
  const knocks = open.flatMap(({ protocol, port }) => (protocol === null ? [port] : []));
  const mail = ports.has(ANONYMOUS.port) && protocols.has('smtp') && !protocols.has('smtp-anonymous');
  const added = mail ? [ANONYMOUS, ...services] : services;
  return { ...target, services: [...target.services, ...added], knocks };
}
