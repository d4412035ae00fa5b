import type { HelloSpec } from '../probes/hello-spec.ts';
import { SSL_3_0, TLS_1_2 } from '../wire/iana/versions.ts';
import { isEllipticCurve, isForwardSecret, authenticatedBy, suite } from '../wire/iana/suites.ts';
import { askSsl2, askSsl3, descend, type OldVersion } from './descent.ts';
import { type Interview, together } from './interview.ts';
import { onRung, type Rung } from './ladder.ts';
import { inventory13 } from './inventory13.ts';
import { looksOf } from './look.ts';
import { type Opening, open, settle13 } from './opening.ts';
import { hex, modernHello, oldHello } from './questions.ts';
import { RANK } from './rank.ts';
import { removeUntilRefused } from './removal.ts';

/** The whole inventory: versions, suites in order, groups, who decides the order, and every chain. */
export async function runScan(interview: Interview): Promise<void> {
  const opening = await open(interview);
  if (opening === null) return;
  const { rung, classic } = opening;
  const newest = async (): Promise<boolean> => {
    const tls13 = await settle13(interview, opening);
    if (tls13) await inventory13(interview);
    return tls13;
  };
  if (classic === null) {
    await together([
      async () => {
        if (await newest()) await interview.session('session');
      },
      () => askSsl2(interview),
      () => askSsl3(interview, rung),
      ...looksOf(interview),
    ]);
    return;
  }
  const highest = classic.outcome.version;
  // Two questions may lead to the same old version, in servers that have a gap between their versions.
  const begun = new Set<number>([highest]);
  const old = async (versions: Promise<OldVersion[]>): Promise<void> => {
    const fresh = (await versions).filter(({ version }) => !begun.has(version));
    for (const { version } of fresh) begun.add(version);
    await together(fresh.map((found) => () => inventoryOld(interview, rung, found)));
  };
  await together([
    () => inventoryClassic(interview, rung, classic, highest),
    newest,
    () => old(descend(interview, rung, highest)),
    async () => {
      if (highest > SSL_3_0) await old(askSsl3(interview, rung));
    },
    () => askSsl2(interview),
    () => askNameless(interview, classic.spec),
    ...looksOf(interview),
  ]);
}

/** Who sends no name may be shown another chain. */
async function askNameless(interview: Interview, spec: HelloSpec): Promise<void> {
  if (spec.sni === null) return;
  await interview.hello({ question: 'no-sni', spec: { ...spec, sni: null }, end: 'done' }, RANK.last);
}

/** Where the questions do not need each other's answers they are asked side by side. */
async function inventoryClassic(
  interview: Interview,
  rung: Rung,
  { outcome }: NonNullable<Opening['classic']>,
  version: number,
): Promise<void> {
  const base = version === TLS_1_2 ? modernHello(interview.endpoint) : oldHello(interview.endpoint, version);
  const plain = { ...base, ocsp: false };
  const groupsAtOnce = isRsaOverCurves(outcome.suite);
  await together([
    async () => {
      const accepted = await removeUntilRefused(interview, {
        name: `suites/${hex(version)}`,
        rung,
        end: 'key-exchange',
        from: 'suites',
        spec: plain,
        known: [outcome.suite],
        version,
        rank: RANK.chain,
        ahead: true,
      });
      const ordered = await askMergedOrder(interview, rung, plain, accepted, version);
      await together([
        () => askOrder(interview, rung, plain, ordered, version),
        async () => {
          if (!groupsAtOnce) await askGroups(interview, rung, plain, ordered, outcome.group, version);
        },
      ]);
    },
    async () => {
      if (groupsAtOnce) await askGroups(interview, rung, plain, [outcome.suite], outcome.group, version);
    },
  ]);
}

/** Suites of an older version, in order; everything else has been asked at the highest one. */
async function inventoryOld(
  interview: Interview,
  rung: Rung,
  { version, suite: first }: OldVersion,
): Promise<void> {
  const base = oldHello(interview.endpoint, version);
  const accepted = await removeUntilRefused(interview, {
    name: `suites/${hex(version)}`,
    rung,
    end: 'key-exchange',
    from: 'suites',
    spec: base,
    known: [first],
    version,
    rank: RANK.chain,
    ahead: true,
  });
  await askMergedOrder(interview, rung, base, accepted, version);
}

/**
 * On a rung of several hellos each part was in the server's order, but not the whole. One more removal over
 * what is accepted puts them together; not needed where one hello held all.
 */
async function askMergedOrder(
  interview: Interview,
  rung: Rung,
  base: HelloSpec,
  accepted: readonly number[],
  version: number,
): Promise<readonly number[]> {
  const split = onRung(base, rung, interview.world).length > 1;
  if (!split || accepted.length < 2) return accepted;
  return removeUntilRefused(interview, {
    name: `order/${hex(version)}`,
    rung,
    end: 'server-hello',
    from: 'suites',
    spec: { ...base, suites: base.suites.filter((code) => accepted.includes(code)) },
    known: [],
    version,
    rank: RANK.chain,
    ahead: true,
  });
}

/**
 * The accepted suites in reverse: a server that decides itself chooses the one that now comes last. Not needed if it
 * has shown already that it decides, by passing over in one hello what it chose in a later one.
 */
async function askOrder(
  interview: Interview,
  rung: Rung,
  base: HelloSpec,
  accepted: readonly number[],
  version: number,
): Promise<void> {
  const places = accepted.map((code) => base.suites.indexOf(code));
  if (accepted.length < 2 || places.some((place, at) => place < (places[at - 1] ?? 0))) return;
  const [spec] = onRung({ ...base, suites: accepted.toReversed() }, rung, interview.world);
  if (spec === undefined) return;
  await interview.hello({ question: `order/${hex(version)}`, spec, end: 'server-hello' }, RANK.last);
}

/**
 * The groups behind one kind of suite. RSA suites are preferred for it: with ECDSA the curve of the certificate
 * must be among the groups, so striking it would look like a refusal of the others (RFC 8422, 5.1.1).
 */
async function askGroups(
  interview: Interview,
  rung: Rung,
  base: HelloSpec,
  accepted: readonly number[],
  first: number | null,
  version: number,
): Promise<void> {
  const elliptic = accepted.filter(isOverCurves);
  const byRsa = elliptic.filter(isRsaOverCurves);
  const suites = byRsa.length > 0 ? byRsa : elliptic;
  if (suites.length === 0) return;
  await removeUntilRefused(interview, {
    name: `groups/${hex(version)}`,
    rung,
    end: 'key-exchange',
    from: 'groups',
    spec: { ...base, suites },
    known: first === null ? [] : [first],
    version,
    rank: RANK.group,
    ahead: true,
  });
}

function isOverCurves(code: number): boolean {
  const found = suite(code);
  return found !== undefined && isEllipticCurve(found) && isForwardSecret(found);
}

function isRsaOverCurves(code: number): boolean {
  const found = suite(code);
  return isOverCurves(code) && found !== undefined && authenticatedBy(found) === 'RSA';
}
