import { serviceFamily } from '../model/protocol.ts';
import { TLS_1_1, TLS_1_2 } from '../wire/iana/versions.ts';
import { askSsl2, askSsl2And3, askSsl3, descend, leavesSsl3Open, type OldVersion } from './descent.ts';
import { type Interview, together } from './interview.ts';
import type { Rung } from './ladder.ts';
import { isUnwanted } from './offers.ts';
import { open } from './opening.ts';
import { hex, oldHello, modernHello } from './questions.ts';
import { removeUntilRefused } from './removal.ts';

/**
 * Only what decides the rules. An endpoint that meets the Exchange 2019 defaults and refuses with alerts costs
 * six connections: one modern hello, one with TLS 1.3, one with nothing but unwanted suites, one up to TLS 1.1,
 * SSL 3.0, SSL 2.0; over SMTP five, since there the last two share one hello.
 */
export async function runCheck(interview: Interview): Promise<void> {
  const opening = await open(interview);
  if (opening === null) return;
  const { rung, classic, tls13 } = opening;
  if (classic === null) {
    if (tls13) await interview.session('session');
    await together([() => askSsl2(interview), () => askSsl3(interview, rung)]);
    return;
  }
  const highest = classic.outcome.version;
  const dear = serviceFamily(interview.endpoint.protocol) === 'smtp';
  await together([
    () => askUnwanted(interview, rung, { version: highest, suite: classic.outcome.suite }),
    async () => {
      const old = await descend(interview, rung, highest);
      await together(old.map((found) => () => askUnwanted(interview, rung, found)));
      if (dear) {
        const open3 = await askSsl2And3(interview);
        // A version that is accepted higher up leaves SSL 3.0 open, and it has to be asked for alone.
        if (!open3 && old.length === 0 && highest > TLS_1_1) return;
        if (open3) await askSsl2(interview);
      }
      if (!leavesSsl3Open(highest, old)) return;
      const ssl3 = await askSsl3(interview, rung);
      await together(ssl3.map((found) => () => askUnwanted(interview, rung, found)));
    },
    ...(dear ? [] : [() => askSsl2(interview)]),
  ]);
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
  });
}
