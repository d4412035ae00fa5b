import type { HttpObservation, NtlmObservation, Observation, Preamble } from '../model/observation.ts';
import { type Heard, frontClues, frontOf } from './front.ts';
import { answeredOf } from './http-answers.ts';
import { type Told, toldByChallenge, toldByHttp } from './product-answers.ts';
import type {
  BuildSource,
  Disagreement,
  Fact,
  GroupsFact,
  ModernAuth,
  ProductFact,
  ReachFact,
  SeenBuild,
  SeenName,
  SeenValue,
  SuitesFact,
} from './types.ts';

/** What stands at an endpoint, by all that it said of itself; its TLS is only looked at for what Windows never has. */
export function productFact(
  observations: readonly Observation[],
  reach: ReachFact,
  tls: { readonly suites: Fact<SuitesFact>; readonly groups: Fact<GroupsFact> },
): Fact<ProductFact> {
  // Port 80 of the address may be anybody's.
  const requests = observations.filter((one): one is HttpObservation => one.kind === 'http' && one.asked.tls);
  const challenges = observations.filter((one): one is NtlmObservation => one.kind === 'ntlm');
  const evidence = [...requests, ...challenges].map(({ id }) => id);
  if (reach.state !== 'answered') return { known: false, why: 'the endpoint did not answer', evidence };

  const answers = requests.flatMap(answeredOf);
  const places: Place[] = [
    ...answers.map(({ observation, answer }) => ({
      path: observation.asked.path,
      id: observation.id,
      told: toldByHttp(observation, answer),
    })),
    ...challenges.flatMap(({ id, asked, outcome }) =>
      outcome.status === 'challenged'
        ? [
            {
              path: asked.tls ? 'NTLM inside of TLS' : 'NTLM before TLS',
              id,
              told: toldByChallenge(outcome.challenge),
            },
          ]
        : [],
    ),
  ];
  const preambles = observations.flatMap(preambleOf);
  const banners = bannersOf(preambles);
  const capabilities = preambles.flatMap(({ preamble }) => preamble.capabilities);

  const builds = buildsOf(places);
  const windows = distinct(places, ({ windows: all }) => all.map((value) => ({ value, source: 'ntlm' })));
  const names: SeenName[] = [...namesOf(places), ...banners.flatMap(bannerName)].slice(0, MOST_VALUES);
  const family = familyOf({ places, builds, banners, capabilities });
  const clues = frontClues(answers, banners, tls);
  const heard = answers.length > 0 || banners.length > 0 || challenges.some(isAnswered);
  return {
    known: true,
    value: {
      state: heard ? 'answered' : evidence.length > 0 ? 'unanswered' : 'not-asked',
      builds,
      chosen: builds[0] ?? null,
      family: family === 'unknown' && clues.some(isOtherProduct) ? 'other' : family,
      windows,
      iis: distinct(places, ({ iis }) => iis.map((value) => ({ value, source: 'server' }))),
      names,
      modernAuth: modernAuthOf(places),
      front: frontOf(clues, family),
      disagreements: disagreementsOf(builds, windows, names),
    },
    evidence: [...new Set([...evidence, ...banners.flatMap((banner) => banner.evidence)])],
  };
}

interface Place {
  readonly path: string;
  readonly id: string;
  readonly told: Told;
}

/** No honest server says more of one kind. */
const MOST_VALUES = 40;
const MOST_EVIDENCE = 10;
const MOST_TEXT = 255;

/** What to believe first: a header of the running code, then the manifest, then the folder of the resources. */
const TRUST: readonly BuildSource[] = ['x-owa-version', 'exporttool', 'resource-path', 'imap-id'];

function buildsOf(places: readonly Place[]): readonly SeenBuild[] {
  const seen = distinct(places, ({ builds }) => builds);
  return seen
    .map((one): SeenBuild => ({
      ...one,
      source: one.source as BuildSource,
      precision: one.value.split('.').length === 4 ? 'exact' : 'cu',
    }))
    .toSorted(
      (one, other) =>
        TRUST.indexOf(one.source) - TRUST.indexOf(other.source) ||
        Number(other.precision === 'exact') - Number(one.precision === 'exact'),
    );
}

/** Each value once for each source, with where it was first seen. */
function distinct(
  places: readonly Place[],
  values: (told: Told) => readonly { readonly value: string; readonly source: string }[],
): readonly SeenValue[] {
  const found = new Map<string, SeenValue & { readonly evidence: string[] }>();
  for (const { path, id, told } of places) {
    for (const { value, source } of values(told)) {
      const key = JSON.stringify([source, value]);
      const known = found.get(key);
      if (known !== undefined) {
        if (known.evidence.length < MOST_EVIDENCE && !known.evidence.includes(id)) known.evidence.push(id);
      } else if (found.size < MOST_VALUES) {
        found.set(key, { value: value.slice(0, MOST_TEXT), source, path, evidence: [id] });
      }
    }
  }
  return [...found.values()];
}

function namesOf(places: readonly Place[]): readonly SeenName[] {
  const kinds = [...new Set(places.flatMap(({ told }) => told.names.map(({ kind }) => kind)))];
  return kinds.flatMap((kind) =>
    distinct(places, ({ names }) => names.filter((name) => name.kind === kind)).map((one) => ({
      ...one,
      kind,
    })),
  );
}

function preambleOf(
  observation: Observation,
): readonly { readonly id: string; readonly preamble: Preamble }[] {
  const preamble = 'preamble' in observation ? observation.preamble : null;
  return preamble === null ? [] : [{ id: observation.id, preamble }];
}

/** Each greeting once. Those of SMTP carry the time, so the rest counts. */
function bannersOf(
  preambles: readonly { readonly id: string; readonly preamble: Preamble }[],
): readonly Heard[] {
  const found = new Map<string, Heard>();
  for (const { id, preamble } of preambles) {
    if (preamble.banner === null || preamble.banner === '') continue;
    const key = preamble.banner.replace(/ready at .*$/s, '');
    if (!found.has(key) && found.size < MOST_EVIDENCE)
      found.set(key, { text: preamble.banner, evidence: [id] });
  }
  return [...found.values()];
}

/** Text that the products put into their greetings (Set-ReceiveConnector; nmap-service-probes). */
const SMTP_BANNER = /^(\S{1,255}) Microsoft ESMTP MAIL Service/;
const MAILBOX_BANNER =
  /Microsoft Exchange (?:Server )?(?:2007 )?(?:IMAP4|POP3) ?(?:server )?(?:service|rev1)/i;
/** Exchange Online puts the name of the machine behind it, in base64 of UTF-16. */
const ONLINE_BANNER =
  /^(?:The Microsoft Exchange (?:IMAP4|POP3) service is ready\. \[[A-Za-z0-9+/=]+\])|\.outlook\.com Microsoft ESMTP/i;
/** EHLO keywords that public scans show of Exchange and of nothing else. */
const OWN_KEYWORDS = /^(?:X-ANONYMOUSTLS|X-EXPS|XEXCH50|XRDST|XSHADOW(?:REQUEST)?)\b/i;
const ONLINE_BUILD = /^15\.20\./;

function familyOf({
  places,
  builds,
  banners,
  capabilities,
}: {
  readonly places: readonly Place[];
  readonly builds: readonly SeenBuild[];
  readonly banners: readonly Heard[];
  readonly capabilities: readonly string[];
}): ProductFact['family'] {
  if (builds.some(({ value }) => ONLINE_BUILD.test(value))) return 'exchange-online';
  if (banners.some(({ text }) => ONLINE_BANNER.test(text))) return 'exchange-online';
  const named = places.some(({ told }) =>
    told.names.some(({ kind }) => kind === 'front-end' || kind === 'back-end'),
  );
  const greets = banners.some(({ text }) => SMTP_BANNER.test(text) || MAILBOX_BANNER.test(text));
  const own = builds.length > 0 || named || greets || capabilities.some((line) => OWN_KEYWORDS.test(line));
  return own ? 'exchange' : 'unknown';
}

function isOtherProduct({ kind, product }: ProductFact['front']['clues'][number]): boolean {
  return product !== null && (kind === 'mail-gateway' || kind === 'other-server');
}

function bannerName({ text, evidence }: Heard): readonly SeenName[] {
  const value = SMTP_BANNER.exec(text)?.[1];
  return value === undefined ? [] : [{ kind: 'banner', value, source: 'banner', path: 'greeting', evidence }];
}

function modernAuthOf(places: readonly Place[]): ModernAuth | null {
  const found = places.filter(({ told }) => told.modernAuth !== null);
  // The one that says where to sign in says more.
  const best = found.find(({ told }) => told.modernAuth?.authorizationUri !== null) ?? found[0];
  if (best === undefined || best.told.modernAuth === null) return null;
  return {
    ...best.told.modernAuth,
    path: best.path,
    evidence: found.map(({ id }) => id).slice(0, MOST_EVIDENCE),
  };
}

function isAnswered({ outcome }: NtlmObservation): boolean {
  return outcome.status !== 'failed';
}

/** Behind one address one server should speak: whatever differs is a farm, a proxy, or an update that did not take. */
function disagreementsOf(
  builds: readonly SeenBuild[],
  windows: readonly SeenValue[],
  names: readonly SeenName[],
): readonly Disagreement[] {
  const servers = names.filter(({ kind }) => kind === 'front-end' || kind === 'netbios-computer');
  const agree = builds.every(({ value: one }) =>
    builds.every(
      ({ value: other }) => `${one}.`.startsWith(`${other}.`) || `${other}.`.startsWith(`${one}.`),
    ),
  );
  return [
    ...(agree ? [] : [{ about: 'build' as const, values: builds }]),
    ...(differ(windows) ? [{ about: 'windows' as const, values: windows }] : []),
    ...(differ(servers) ? [{ about: 'server-name' as const, values: servers }] : []),
  ];
}

function differ(values: readonly SeenValue[]): boolean {
  return new Set(values.map(({ value }) => value.toLowerCase())).size > 1;
}
