import { FRONT_SIGNS, type FrontSign, NOT_SCHANNEL, WINDOWS_SERVER } from '../exchange/fronts.ts';
import type { HttpAnswer } from '../model/observation.ts';
import { groupName } from '../wire/iana/groups.ts';
import { suiteName } from '../wire/iana/suites.ts';
import { TLS_1_2 } from '../wire/iana/versions.ts';
import { type Answered, headerValues } from './http-answers.ts';
import type { Fact, FrontClue, GroupsFact, ProductFact, SuitesFact } from './types.ts';

/** What was said, and which observation heard it. */
export interface Heard {
  readonly text: string;
  readonly evidence: readonly string[];
}

/** Signs of something that is not Exchange on Windows, each product once. */
export function frontClues(
  answers: readonly Answered[],
  banners: readonly Heard[],
  tls: { readonly suites: Fact<SuitesFact>; readonly groups: Fact<GroupsFact> },
): readonly FrontClue[] {
  const clues = [
    ...answers.flatMap(({ observation, answer }) => httpClues(answer, [observation.id])),
    ...banners.flatMap(({ text, evidence }) => {
      const sign = FRONT_SIGNS.find((one) => one.in === 'banner' && one.pattern.test(text));
      return sign === undefined ? [] : [clueOf(sign, `greeting: ${text}`, evidence)];
    }),
    ...tlsClues(tls),
  ];
  const distinct = new Map<string, FrontClue>();
  for (const clue of clues) {
    const key = JSON.stringify([clue.kind, clue.product, clue.product === null ? clue.seen : '']);
    if (!distinct.has(key) && distinct.size < MOST_CLUES) distinct.set(key, clue);
  }
  return [...distinct.values()];
}

/** What the clues come to: a name for what is in front, or that nothing shows anything there. */
export function frontOf(clues: readonly FrontClue[], family: ProductFact['family']): ProductFact['front'] {
  for (const kind of ['mail-gateway', 'load-balancer', 'reverse-proxy'] as const) {
    const found = clues.filter((clue) => clue.kind === kind);
    const product = found.find((clue) => clue.product !== null)?.product ?? null;
    if (found.length > 0) return { kind, product, clues };
  }
  // Something else answers, or does the TLS, where Exchange shows itself behind it.
  if (clues.length > 0 && family === 'exchange') return { kind: 'reverse-proxy', product: null, clues };
  return { kind: clues.length === 0 && family === 'exchange' ? 'exchange' : 'unknown', product: null, clues };
}

const MOST_CLUES = 20;
const MOST_SEEN = 200;
/** Cookies of one answer that are looked at. */
const MOST_COOKIES = 20;

function httpClues(answer: HttpAnswer, evidence: readonly string[]): readonly FrontClue[] {
  const byHeader = [...new Set(answer.headers.map(([name]) => name))].flatMap((name) =>
    headerValues(answer, name).flatMap((value) => {
      const sign = FRONT_SIGNS.find(
        (one) => typeof one.in === 'object' && one.in.header === name && one.pattern.test(value),
      );
      if (sign !== undefined) return [clueOf(sign, `${name}: ${value}`, evidence)];
      const foreign = name === 'server' && !WINDOWS_SERVER.test(value) && value.trim() !== '';
      return foreign
        ? [{ kind: 'other-server', product: null, seen: short(`server: ${value}`), evidence } as const]
        : [];
    }),
  );
  const byCookie = headerValues(answer, 'set-cookie')
    .slice(0, MOST_COOKIES)
    .flatMap((value) => {
      const name = value.split('=', 1)[0]?.trim() ?? '';
      const sign = FRONT_SIGNS.find((one) => one.in === 'cookie' && one.pattern.test(name));
      return sign === undefined ? [] : [clueOf(sign, `cookie ${name}`, evidence)];
    });
  return [...byHeader, ...byCookie];
}

/** What the TLS of Windows does not have, whatever its settings are. */
function tlsClues({
  suites,
  groups,
}: {
  readonly suites: Fact<SuitesFact>;
  readonly groups: Fact<GroupsFact>;
}): readonly FrontClue[] {
  const foreign = suites.known
    ? suites.value.accepted.find(
        ({ version, suite }) =>
          version <= TLS_1_2 && version >= 0x0300 && NOT_SCHANNEL.suites.test(suiteName(suite)),
      )
    : undefined;
  const group = groups.known
    ? groups.value.accepted.find((one) => NOT_SCHANNEL.groups.includes(one.group))
    : undefined;
  const clue = (seen: string, evidence: readonly string[]): FrontClue => ({
    kind: 'other-tls',
    product: null,
    seen: `${seen}, which Windows does not have`,
    evidence,
  });
  return [
    ...(foreign === undefined ? [] : [clue(suiteName(foreign.suite), foreign.evidence)]),
    ...(group === undefined ? [] : [clue(groupName(group.group), groups.evidence)]),
  ];
}

function clueOf({ kind, product }: FrontSign, seen: string, evidence: readonly string[]): FrontClue {
  return { kind, product, seen: short(seen), evidence };
}

function short(text: string): string {
  return text.slice(0, MOST_SEEN);
}
