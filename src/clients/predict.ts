import {
  type Client,
  type ClientUse,
  type Identity,
  isConfirmed,
  type OfferRef,
} from '../exchange/clients/client.ts';
import { EXCHANGE_PRODUCTS, type ExchangeProduct, productName } from '../exchange/builds.ts';
import { type Offer, offer as offerOf } from '../exchange/offers/index.ts';
import type { Fact, StarttlsFact } from '../facts/types.ts';
import type { ClientMark, ClientService, ClientVerdict } from '../model/clients.ts';
import { VERSIONS, versionName } from '../wire/iana/versions.ts';
import { EXTENSION } from '../wire/iana/extensions.ts';
import { identitySteps, type ShownChain } from './identity.ts';
import { foreignCurve } from './key-curve.ts';
import type { Negotiation } from './negotiation.ts';
import type { ServerView } from './server-view.ts';
import { FINE, fromCell, open, type Step, weakest, worstOf } from './step.ts';

/** What would come of a client's use of one endpoint. */
export interface Prediction {
  readonly verdict: ClientVerdict;
  readonly reason: string;
  readonly condition: string | null;
  readonly version: number | null;
  readonly suite: number | null;
  readonly group: number | null;
  readonly basis: ClientMark | null;
}

/** An endpoint as clients meet it. */
export interface Meeting {
  readonly starttls: Fact<StarttlsFact>;
  readonly view: ServerView;
  /** Works out what becomes of an offer; the same is worked out once. */
  readonly negotiated: (offer: Offer, versions: readonly [number, number]) => Negotiation;
  /** Chains that are presented to a client with these kinds of key; null if no certificate was seen. */
  readonly chains: (keys: readonly string[], named: boolean) => readonly ShownChain[] | null;
  /** Names that clients of the service connect to. */
  readonly names: (service: ClientService) => readonly string[];
  /** Which Exchange answers, by the build that it shows; null if it shows none. */
  readonly product: ExchangeProduct | null;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What identities have said of the certificates: many clients look in the same manner. */
  readonly judged: Map<Identity, Map<string, Step>>;
}

/** Null if the client does not use the service. */
export function predict(client: Client, service: ClientService, meeting: Meeting): Prediction | null {
  const use = client.uses.find(({ services }) => services.includes(service));
  if (use === undefined) return null;
  const predicted = predictUse(use, service, meeting);
  if (predicted.verdict === 'fails' || predicted.verdict === 'not-known') return predicted;
  const beyond = beyondList(use, meeting.product);
  if (beyond !== null) return outcomeOf(open(beyond), null, []);
  const conditions = [
    client.condition,
    use.condition,
    unreadList(use, meeting.product),
    predicted.condition,
  ].flatMap((one) => one ?? []);
  return { ...predicted, condition: conditions.length === 0 ? null : conditions.join('; ') };
}

/** What would make it work is not known where Microsoft does not list it with that Exchange; null where it does. */
function beyondList({ listedTo }: ClientUse, product: ExchangeProduct | null): string | null {
  if (listedTo === undefined || product === null) return null;
  const { value } = listedTo;
  return EXCHANGE_PRODUCTS.indexOf(product) <= EXCHANGE_PRODUCTS.indexOf(value)
    ? null
    : `TLS and the certificate suit it, but Microsoft lists it up to ${productName(value)} only, and this is ${productName(product)}`;
}

function unreadList({ listReadTo: last }: ClientUse, product: ExchangeProduct | null): string | null {
  if (last === undefined || product === null) return null;
  return EXCHANGE_PRODUCTS.indexOf(product) <= EXCHANGE_PRODUCTS.indexOf(last)
    ? null
    : `whether Microsoft supports it with ${productName(product)} is not confirmed`;
}

function predictUse(use: ClientUse, service: ClientService, meeting: Meeting): Prediction {
  if (use.unsupported !== undefined) {
    const { value, mark } = use.unsupported;
    return outcomeOf({ outcome: 'fails', why: value, condition: null, marks: [mark] }, null, []);
  }
  const plain = startStep(use, meeting.starttls);
  if (plain !== null) return outcomeOf(plain, null, []);
  const { agreement, step, marks, named } = agree(use, meeting);
  if (agreement === null || step.outcome !== 'works')
    return outcomeOf(certainFailure(use, service, meeting, step), null, marks);
  if (use.identity === null) {
    const trusting: Step = { ...step, why: `${agreement.why}; it does not look at the certificate` };
    return { ...outcomeOf(trusting, agreement, marks), verdict: 'unauthenticated' };
  }
  return outcomeOf(certificateStep(use, service, meeting, agreement.keys, named), agreement, marks);
}

/** What comes before TLS; null if TLS begins. */
function startStep({ opportunity }: ClientUse, starttls: Fact<StarttlsFact>): Step | null {
  if (!starttls.known) return open(`whether TLS can be started is not known: ${starttls.why}`);
  const { state } = starttls.value;
  if (state === 'implicit' || state === 'offered') return null;
  const why = STARTTLS[state];
  if (opportunity === undefined) {
    return { outcome: 'fails', why: `${why}, so that it cannot encrypt`, condition: null, marks: [] };
  }
  return fromCell(opportunity.withoutStarttls, why, (outcome) => ({
    outcome,
    why,
    condition: null,
    marks: [],
  }));
}

const STARTTLS = {
  'not-offered': 'the server does not offer STARTTLS',
  refused: 'the server refuses STARTTLS',
  masked: 'something on the way hides STARTTLS',
} as const;

interface Agreement {
  readonly agreement: Negotiation | null;
  /** `works` if there is one. */
  readonly step: Step;
  readonly marks: readonly ClientMark[];
  /** It sends the name of the server. */
  readonly named: boolean;
}

/** What the offers that stand for a client come to; where they fare differently, it depends on the build. */
function agree(use: ClientUse, meeting: Meeting): Agreement {
  const nothing = { agreement: null, marks: [], named: true };
  if (!isConfirmed(use.offers)) return { ...nothing, step: belowLeast(use, meeting.view) };
  const marks = [use.offers.mark];
  const tried = use.offers.value.flatMap((ref) => {
    const offer = ref.own ?? offerOf(ref.offer);
    return offer === undefined ? [] : [{ offer, result: meeting.negotiated(offer, rangeOf(ref, offer)) }];
  });
  const [first] = tried;
  if (first === undefined) return { ...nothing, step: open('no offer of it is known') };
  const doubtful = tried.find(({ result }) => result.state === 'unknown');
  if (doubtful !== undefined) return { ...nothing, step: open(doubtful.result.why) };
  const failing = tried.filter(({ result }) => result.state === 'refused');
  if (failing.length === tried.length) return { ...nothing, marks, step: refusedStep(use, first.result.why) };
  const [failed] = failing;
  if (failed !== undefined) {
    return {
      ...nothing,
      step: open(`it depends on its build: as ${failed.offer.name}, ${failed.result.why}`),
    };
  }
  const named = tried.every(({ offer }) => offer.extensions?.includes(EXTENSION.server_name) !== false);
  for (const { offer, result } of tried) {
    const curve = foreignCurve(offer, result, () => meeting.chains(result.keys, named));
    if (curve === null) continue;
    const why = `the key of the certificate is on ${curve}, which it does not offer, and what becomes of that was not tried`;
    return { ...nothing, step: open(why) };
  }
  return { agreement: common(tried.map(({ result }) => result)), step: FINE, marks, named };
}

function rangeOf({ versions }: OfferRef, offer: Offer): readonly [number, number] {
  return versions ?? offer.versions;
}

/** Of the suites of a client nothing is known, but where its versions begin. */
function belowLeast({ offers, leastVersion, ...use }: ClientUse, view: ServerView): Step {
  const what = isConfirmed(offers) ? '' : `it is not known ${offers.unconfirmed}`;
  if (leastVersion === undefined) return open(what);
  const { value, mark } = leastVersion;
  const enough = VERSIONS.filter((version) => version >= value);
  if (!enough.every((version) => view.version(version) === 'no')) return open(what);
  const step = refusedStep(
    { offers, ...use },
    `it demands ${versionName(value)} or later, which the server refuses`,
  );
  return { ...step, marks: [...step.marks, mark] };
}

function refusedStep({ opportunity }: ClientUse, why: string): Step {
  if (opportunity === undefined) return { outcome: 'fails', why, condition: null, marks: [] };
  return fromCell(opportunity.handshakeFails, why, (outcome) => ({
    outcome,
    why,
    condition: null,
    marks: [],
  }));
}

/** Only what all of them come to. */
function common(results: readonly Negotiation[]): Negotiation | null {
  const [first, ...rest] = results;
  if (first === undefined) return null;
  const same = (pick: (one: Negotiation) => unknown): boolean =>
    rest.every((one) => pick(one) === pick(first));
  const equal = same(({ why }) => why);
  return {
    state: 'agreed',
    why: equal ? first.why : [...new Set(results.map(({ why }) => why))].join(' or '),
    version: same(({ version }) => version) ? first.version : null,
    suite: same(({ suite }) => suite) ? first.suite : null,
    group: same(({ group }) => group) ? first.group : null,
    keys: [...new Set(results.flatMap(({ keys }) => keys))],
  };
}

/** Where the handshake is in doubt, a certificate that the client refuses for certain still decides. */
function certainFailure(use: ClientUse, service: ClientService, meeting: Meeting, step: Step): Step {
  if (step.outcome !== 'unknown' || use.identity === null) return step;
  const judged = certificateStep(use, service, meeting, [], true);
  return judged.outcome === 'fails' ? judged : step;
}

/** The worst that the client says to any chain that it may be shown. */
function certificateStep(
  { identity, principal }: ClientUse,
  service: ClientService,
  meeting: Meeting,
  keys: readonly string[],
  named: boolean,
): Step {
  if (identity === null) return FINE;
  const names = meeting.names(service);
  const known = meeting.judged.get(identity) ?? new Map<string, Step>();
  meeting.judged.set(identity, known);
  const key = [principal?.value, ...keys, named, ...names].join(' ');
  const step =
    known.get(key) ?? judgeChains(identity, principal, meeting.chains(keys, named), names, meeting.now);
  known.set(key, step);
  return step;
}

function judgeChains(
  identity: Identity,
  principal: ClientUse['principal'],
  chains: readonly ShownChain[] | null,
  names: readonly string[],
  now: number,
): Step {
  if (chains === null) return open('no certificate was seen');
  const steps = chains.map((chain) => {
    const all = identitySteps(identity, principal, { chain, names, now });
    const worst = worstOf(all);
    // What goes on rests on everything that was looked at, and so do its conditions.
    if (worst.outcome === 'fails' || worst.outcome === 'unknown') return worst;
    const conditions = all.flatMap(({ condition }) => condition ?? []);
    return {
      ...worst,
      condition: conditions.length === 0 ? null : [...new Set(conditions)].join('; '),
      marks: all.flatMap(({ marks }) => marks),
    };
  });
  const outcomes = new Set(steps.map(({ outcome }) => outcome));
  if (outcomes.size > 1 && !outcomes.has('unknown'))
    return open('it depends on which of its certificates the server shows');
  return worstOf(steps).outcome === 'works' ? (steps[0] ?? FINE) : worstOf(steps);
}

function outcomeOf(step: Step, agreement: Negotiation | null, marks: readonly ClientMark[]): Prediction {
  const { outcome, why, condition } = step;
  const known = outcome !== 'unknown';
  return {
    verdict: outcome === 'unknown' ? 'not-known' : outcome,
    reason: why ?? agreement?.why ?? '',
    condition: known ? condition : null,
    version: agreement?.version ?? null,
    suite: agreement?.suite ?? null,
    group: agreement?.group ?? null,
    basis: known ? weakest([...step.marks, ...marks]) : null,
  };
}
