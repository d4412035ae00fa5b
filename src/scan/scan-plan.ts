import { TLS_1_2, TLS_1_3 } from '../wire/iana/versions.ts';
import { isEllipticCurve, isForwardSecret, authenticatedBy, suite } from '../wire/iana/suites.ts';
import { askSsl2, askSsl3, descend, leavesSsl3Open, type OldVersion } from './descent.ts';
import { type Interview, together } from './interview.ts';
import { onRung, type Rung } from './ladder.ts';
import { type Opening, open } from './opening.ts';
import { hex, modernHello, oldHello, only13Hello } from './questions.ts';
import { removeUntilRefused } from './removal.ts';

/** The whole inventory: versions, suites in order, groups, who decides the order, and every chain. */
export async function runScan(interview: Interview): Promise<void> {
  const opening = await open(interview);
  if (opening === null) return;
  const { rung, classic, tls13 } = opening;
  if (classic === null) {
    await together([
      () => askSsl2(interview),
      () => askSsl3(interview, rung),
      async () => {
        if (!tls13) return;
        await interview.session('session');
        await inventory13(interview);
      },
    ]);
    return;
  }
  const highest = classic.outcome.version;
  await together([
    () => inventoryClassic(interview, rung, classic, highest),
    async () => {
      const old = await descend(interview, rung, highest);
      const ssl3 = leavesSsl3Open(highest, old) ? await askSsl3(interview, rung) : [];
      await together([...old, ...ssl3].map((found) => () => inventoryOld(interview, rung, found)));
    },
    () => askSsl2(interview),
    async () => {
      if (tls13) await inventory13(interview);
    },
  ]);
}

async function inventoryClassic(
  interview: Interview,
  rung: Rung,
  { outcome, spec }: NonNullable<Opening['classic']>,
  version: number,
): Promise<void> {
  const base = version === TLS_1_2 ? modernHello(interview.endpoint) : oldHello(interview.endpoint, version);
  const accepted = await removeUntilRefused(interview, {
    name: `suites/${hex(version)}`,
    rung,
    end: 'key-exchange',
    from: 'suites',
    spec: { ...base, ocsp: false },
    known: [outcome.suite],
    version,
  });
  const ordered = await askMergedOrder(interview, rung, { ...base, ocsp: false }, accepted, version);
  await together([
    () => askOrder(interview, rung, base, ordered, version),
    () => askGroups(interview, rung, base, ordered, outcome.group, version),
    async () => {
      if (spec.sni === null) return;
      const [hello] = onRung({ ...base, suites: ordered, sni: null }, rung, interview.world);
      if (hello === undefined) return;
      await interview.hello({ question: 'no-sni', spec: hello, end: 'done' });
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
  base: ReturnType<typeof modernHello>,
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
  });
}

/** The accepted suites in reverse: a server that decides itself chooses the one that now comes last. */
async function askOrder(
  interview: Interview,
  rung: Rung,
  base: ReturnType<typeof modernHello>,
  accepted: readonly number[],
  version: number,
): Promise<void> {
  if (accepted.length < 2) return;
  const [spec] = onRung({ ...base, ocsp: false, suites: accepted.toReversed() }, rung, interview.world);
  if (spec === undefined) return;
  await interview.hello({ question: `order/${hex(version)}`, spec, end: 'server-hello' });
}

/**
 * The groups behind one kind of suite. RSA suites are preferred for it: with ECDSA the curve of the certificate
 * must be among the groups, so striking it would look like a refusal of the others (RFC 8422, 5.1.1).
 */
async function askGroups(
  interview: Interview,
  rung: Rung,
  base: ReturnType<typeof modernHello>,
  accepted: readonly number[],
  first: number | null,
  version: number,
): Promise<void> {
  const elliptic = accepted.filter((code) => {
    const found = suite(code);
    return found !== undefined && isEllipticCurve(found) && isForwardSecret(found);
  });
  const byRsa = elliptic.filter((code) => authenticatedOver(code) === 'RSA');
  const suites = byRsa.length > 0 ? byRsa : elliptic;
  if (suites.length === 0) return;
  await removeUntilRefused(interview, {
    name: `groups/${hex(version)}`,
    rung,
    end: 'key-exchange',
    from: 'groups',
    spec: { ...base, ocsp: false, suites },
    known: first === null ? [] : [first],
    version,
  });
}

function authenticatedOver(code: number): string | null {
  const found = suite(code);
  return found === undefined ? null : authenticatedBy(found);
}

/** Suites and groups of TLS 1.3. Where the empty key share is not understood, with a real one. */
async function inventory13(interview: Interview): Promise<void> {
  const rung = {
    id: 'full',
    maxSuites: Infinity,
    maxLength: Infinity,
    extensions: 'all',
    common: false,
  } as const;
  let shares: 'empty' | 'real' = 'empty';
  let suites = await suites13(interview, rung, shares);
  if (suites.length === 0) {
    shares = 'real';
    suites = await suites13(interview, rung, shares);
  }
  if (suites.length === 0) return;
  await removeUntilRefused(interview, {
    name: `groups/0304`,
    rung,
    end: 'server-hello',
    from: 'groups',
    spec: { ...only13Hello(interview.endpoint, shares), suites },
    known: [],
    version: TLS_1_3,
  });
}

function suites13(interview: Interview, rung: Rung, shares: 'empty' | 'real'): Promise<number[]> {
  return removeUntilRefused(interview, {
    name: shares === 'empty' ? 'suites/0304' : 'suites/0304/share',
    rung,
    end: 'server-hello',
    from: 'suites',
    spec: only13Hello(interview.endpoint, shares),
    known: [],
    version: TLS_1_3,
  });
}
