import { type Client, isConfirmed } from '../exchange/clients/client.ts';
import { type Offer, offer as offerOf } from '../exchange/offers/index.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { clientsWith } from './known.ts';
import { servicesAt } from './services.ts';

/** Stands for every client. */
const ALL_CLIENTS = 'all';

/** Ids that name no client; `all` names every one. */
export function unknownClients(ids: readonly string[], own: readonly Client[]): readonly string[] {
  const known = new Set([ALL_CLIENTS, ...clientsWith(own).map(({ id }) => id)]);
  return ids.filter((id) => !known.has(id));
}

/**
 * The hellos to send to an endpoint for the clients that are named: those that use one of its services, each offer once.
 * A client whose hello is not known has none.
 */
export function hellosFor(
  ids: readonly string[],
  own: readonly Client[],
): (endpoint: Endpoint) => readonly Offer[] {
  const every = ids.includes(ALL_CLIENTS);
  const chosen = clientsWith(own).filter(({ id }) => every || ids.includes(id));
  return (endpoint) => {
    const services = servicesAt(endpoint);
    const refs = chosen.flatMap(({ uses }) =>
      uses
        .filter((use) => use.services.some((service) => services.includes(service)))
        .flatMap(({ offers }) => (isConfirmed(offers) ? offers.value : [])),
    );
    const byId = new Map(
      refs.flatMap(({ offer: id, own: ownOffer }) => {
        const found = ownOffer ?? offerOf(id);
        return found === undefined ? [] : [[id, found] as const];
      }),
    );
    return [...byId.values()];
  };
}
