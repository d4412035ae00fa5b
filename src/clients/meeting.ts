import type { Certificate } from '../certs/certificate.ts';
import type { ExchangeProduct } from '../exchange/builds.ts';
import { identifyBuild } from '../exchange/builds-identify.ts';
import type { EndpointFactSet } from '../facts/types.ts';
import type { ClientService } from '../model/clients.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { serviceFamily } from '../model/protocol.ts';
import type { Target } from '../model/target.ts';
import type { ShownChain } from './identity.ts';
import type { MatrixRequest } from './matrix.ts';
import { negotiatorFor } from './negotiation-memory.ts';
import type { Meeting } from './predict.ts';
import { serverView } from './server-view.ts';

interface Place {
  readonly endpoint: Endpoint;
  readonly facts: EndpointFactSet;
  readonly target: Target;
}

/** An endpoint as clients meet it. */
export function meetingAt(
  place: Place,
  { trustOf, isRevoked, now }: Pick<MatrixRequest, 'trustOf' | 'isRevoked' | 'now'>,
): Meeting {
  const { facts } = place;
  const view = serverView(facts);
  return {
    starttls: facts.starttls,
    view,
    negotiated: negotiatorFor(view),
    judged: new Map(),
    chains(keys, named) {
      if (!facts.chains.known) return null;
      const { chains } = facts.chains.value;
      const own = chains.filter(({ sni, nameless }) => (named ? sni : nameless === true));
      const shown = own.length > 0 ? own : chains;
      const fitting = shown.filter(({ certificates: [leaf] }) => keys.includes(keyKind(leaf)));
      return (fitting.length > 0 ? fitting : shown).map(({ certificates }): ShownChain => ({
        certificates,
        trust: trustOf(certificates),
        revoked: certificates[0] !== undefined && isRevoked(certificates[0]),
      }));
    },
    names: (service) => namesOf(place, service),
    product: productOf(facts),
    now,
  };
}

function productOf({ product }: EndpointFactSet): ExchangeProduct | null {
  const shown = product.known ? product.value.chosen : null;
  return shown === null ? null : identifyBuild(shown.value).product;
}

function keyKind(leaf: Certificate | undefined): string {
  const algorithm = leaf?.key.algorithm ?? '';
  return algorithm === 'EC' ? 'ECDSA' : algorithm.replace(/-PSS$/, '');
}

/** Autodiscover is looked for under names of its own; the other services under the one that was asked for. */
function namesOf({ endpoint, target }: Place, service: ClientService): readonly string[] {
  if (service !== 'autodiscover' || serviceFamily(endpoint.protocol) !== 'web') return [endpoint.host];
  const own = target.services.filter(
    ({ protocol, port }) => protocol === endpoint.protocol && port === endpoint.port,
  );
  const names = [...target.names, ...own.flatMap((one) => one.names)].filter((name) =>
    /^autodiscover\./i.test(name),
  );
  return names.length > 0 ? [...new Set(names)] : [endpoint.host];
}
