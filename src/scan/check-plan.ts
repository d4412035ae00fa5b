import { serviceFamily } from '../model/protocol.ts';
import { SSL_3_0, TLS_1_1, TLS_1_2 } from '../wire/iana/versions.ts';
import { askSsl2, askSsl2And3, askSsl3, descend, leavesSsl3Open, type OldVersion } from './descent.ts';
import { type Interview, together } from './interview.ts';
import type { Rung } from './ladder.ts';
import { looksOf } from './look.ts';
import { isUnwanted } from './offers.ts';
import { open, settle13 } from './opening.ts';
import { hex, oldHello, modernHello } from './questions.ts';
import { RANK } from './rank.ts';
import { removeUntilRefused } from './removal.ts';

/**
 * Only what decides the rules. An endpoint that meets the Exchange 2019 defaults and refuses with alerts costs
 * six connections: one modern hello, one with TLS 1.3, one with nothing but unwanted suites, one up to TLS 1.1,
 * SSL 3.0, SSL 2.0; over SMTP five, since there the last two share one hello.
 */
export async function runCheck(interview: Interview): Promise<void> {
  const opening = await open(interview);
  if (opening === null) return;
  const { rung, classic } = opening;
  if (classic === null) {
    if (await settle13(interview, opening)) await interview.session('session');
    await together([() => askSsl2(interview), () => askSsl3(interview, rung), ...looksOf(interview)]);
    return;
  }
  const highest = classic.outcome.version;
  // Two questions may lead to the same old version, in servers that have a gap between their versions.
  const begun = new Set<number>();
  const unwanted = (found: OldVersion) => async (): Promise<void> => {
    if (begun.has(found.version)) return;
    begun.add(found.version);
    await askUnwanted(interview, rung, found);
  };
  const descended = async (): Promise<OldVersion[]> => {
    const old = await descend(interview, rung, highest);
    await together(old.map(unwanted));
    return old;
  };
  const ssl3 = async (): Promise<void> => {
    if (highest > SSL_3_0) await together((await askSsl3(interview, rung)).map(unwanted));
  };
  const dear = serviceFamily(interview.endpoint.protocol) === 'smtp';
  await together([
    unwanted({ version: highest, suite: classic.outcome.suite }),
    () => settle13(interview, opening),
    ...(dear
      ? [() => askSslSparingly(interview, descended, ssl3, highest)]
      : [descended, ssl3, () => askSsl2(interview)]),
    ...looksOf(interview),
  ]);
}

/** SSL 2.0 and 3.0 in one hello, and each alone only if that leaves it open. */
async function askSslSparingly(
  interview: Interview,
  descended: () => Promise<OldVersion[]>,
  ssl3: () => Promise<void>,
  highest: number,
): Promise<void> {
  let old: OldVersion[] = [];
  let leftOpen = false;
  await together([
    async () => {
      old = await descended();
    },
    async () => {
      leftOpen = await askSsl2And3(interview);
    },
  ]);
  if (leftOpen) await askSsl2(interview);
  // A version that is accepted below TLS 1.2 keeps its hello from settling SSL 3.0.
  if ((leftOpen || old.length > 0 || highest <= TLS_1_1) && leavesSsl3Open(highest, old)) await ssl3();
}

/** Offers nothing but what some rule objects to, and lists it if the server takes any. */
async function askUnwanted(interview: Interview, rung: Rung, found: OldVersion): Promise<void> {
  const { version, suite } = found;
  const base = version === TLS_1_2 ? modernHello(interview.endpoint) : oldHello(interview.endpoint, version);
  await removeUntilRefused(interview, {
    name: `unwanted/${hex(version)}`,
    rung,
    end: 'key-exchange',
    from: 'suites',
    spec: { ...base, ocsp: false, suites: base.suites.filter(isUnwanted) },
    known: isUnwanted(suite) ? [suite] : [],
    version,
    rank: RANK.chain,
    ahead: false,
  });
}
