import type { Client } from '../exchange/clients/client.ts';
import { isConfirmed } from '../exchange/clients/client.ts';
import { type Offer, offer as offerOf } from '../exchange/offers/index.ts';
import type { SimulationResult } from '../model/clients.ts';
import type { HelloObservation, Sslv2Observation } from '../model/observation.ts';
import { simulatedOffer } from '../model/simulated.ts';
import { alertName } from '../wire/iana/alerts.ts';
import { groupName } from '../wire/iana/groups.ts';
import { suiteName } from '../wire/iana/suites.ts';
import { versionName } from '../wire/iana/versions.ts';
import type { MatrixRequest } from './matrix.ts';
import { negotiate, type Negotiation } from './negotiation.ts';
import { serverView } from './server-view.ts';

/** Every client's hello that was sent for real, beside what follows from all other questions. */
export function simulationsAt(
  { endpoints, observations }: Pick<MatrixRequest, 'endpoints' | 'observations'>,
  clients: readonly Client[],
): readonly SimulationResult[] {
  const sent = observations.filter(
    (one): one is HelloObservation | Sslv2Observation =>
      simulatedOffer(one) !== null && (one.kind === 'hello' || one.kind === 'sslv2'),
  );
  if (sent.length === 0) return [];
  return endpoints.flatMap(({ endpoint, facts }) => {
    const own = sent.filter((one) => one.endpoint === endpoint.id);
    const last = new Map(own.map((one) => [simulatedOffer(one) ?? '', one]));
    const view = serverView(facts);
    return [...last].flatMap(([id, observation]): SimulationResult[] => {
      const offer = offerOf(id);
      if (offer === undefined) return [];
      const predicted = negotiate(offer, offer.versions, view);
      const seen = seenIn(observation, offer.versions);
      return [
        {
          endpoint: endpoint.id,
          client: clientOf(clients, id),
          offer: id,
          predicted: predictedText(predicted),
          seen: seen.text,
          held: heldBy(predicted, seen),
          evidence: own.filter((one) => simulatedOffer(one) === id).map((one) => one.id),
        },
      ];
    });
  });
}

/** The first client that the offer stands for; the offer itself if none. */
function clientOf(clients: readonly Client[], id: string): string {
  const found = clients.find(({ uses }) =>
    uses.some(({ offers }) => isConfirmed(offers) && offers.value.some((ref) => ref.offer === id)),
  );
  return found?.id ?? id;
}

/** What a hello met; `open` if it was no answer to the offer. */
export interface Seen {
  readonly state: 'accepted' | 'refused' | 'open';
  readonly version: number | null;
  readonly suite: number | null;
  readonly group: number | null;
  readonly text: string;
}

/** A connection that ends counts as a refusal here: it is what the client would have met. */
function seenIn(
  { outcome }: Pick<HelloObservation | Sslv2Observation, 'outcome'>,
  [lowest]: Offer['versions'],
): Seen {
  const nothing = { version: null, suite: null, group: null };
  switch (outcome.status) {
    case 'accepted': {
      const suite = 'suite' in outcome ? outcome.suite : (outcome.suites[0] ?? null);
      const group = 'group' in outcome ? outcome.group : null;
      const { version } = outcome;
      if (version < lowest) {
        // Before TLS 1.3 a hello does not say where it ends.
        const text = `refused by the client: ${versionName(version)}, below what it takes`;
        return { state: 'refused', ...nothing, text };
      }
      return { state: 'accepted', version, suite, group, text: agreed(version, suite, group) };
    }
    case 'refused': {
      const how =
        outcome.alert === null ? 'error of SSL 2.0' : `alert ${alertName(outcome.alert.description)}`;
      return { state: 'refused', ...nothing, text: `refused: ${how}` };
    }
    case 'closed':
      return { state: 'refused', ...nothing, text: 'refused: the connection was ended' };
    case 'no-tls':
      return { state: 'open', ...nothing, text: 'TLS cannot be started' };
    case 'failed':
      return { state: 'open', ...nothing, text: `no answer: ${outcome.failure.detail}` };
  }
}

/** Whether the prediction held: what it leaves open cannot fail. Null if there is no prediction or no answer. */
function heldBy({ state, version, suite, group }: Negotiation, seen: Seen): boolean | null {
  if (state === 'unknown' || seen.state === 'open') return null;
  if (state === 'refused') return seen.state === 'refused';
  const fits = (predicted: number | null, met: number | null): boolean =>
    predicted === null || predicted === met;
  return (
    seen.state === 'accepted' &&
    fits(version, seen.version) &&
    fits(suite, seen.suite) &&
    fits(group, seen.group)
  );
}

function predictedText({ state, why, version, suite, group }: Negotiation): string {
  if (state === 'agreed') return agreed(version, suite, group);
  return state === 'refused' ? `refused: ${why}` : `not known: ${why}`;
}

function agreed(version: number | null, suite: number | null, group: number | null): string {
  return [
    version === null ? 'a version that is not known' : versionName(version),
    suite === null ? 'a suite that is not known' : suiteName(suite),
    ...(group === null ? [] : [groupName(group)]),
  ].join(', ');
}
