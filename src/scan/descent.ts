import { SSL_2_0, SSL_3_0, TLS_1_0, TLS_1_1 } from '../wire/iana/versions.ts';
import type { Interview } from './interview.ts';
import { onRung, type Rung } from './ladder.ts';
import { KINDS_OF_SSL2, suitesAt } from './offers.ts';
import { hex, oldHello } from './questions.ts';
import { RANK } from './rank.ts';

/** An old version that was accepted, and the suite that was chosen for it. */
export interface OldVersion {
  readonly version: number;
  readonly suite: number;
}

/**
 * Descends through the versions below `highest`: one refused hello settles all versions that it allowed, and
 * each accepted one leads to the next below. SSL 3.0 has its own question, since its servers may stumble over
 * extensions.
 */
export async function descend(interview: Interview, rung: Rung, highest: number): Promise<OldVersion[]> {
  const accepted: OldVersion[] = [];
  let max = Math.min(TLS_1_1, highest - 1);
  while (max >= TLS_1_0) {
    const chosen = await askOld(interview, rung, max);
    if (chosen === null) break;
    accepted.push(chosen);
    max = chosen.version - 1;
  }
  return accepted;
}

/** True unless SSL 3.0 was chosen already, as servers do that have nothing between it and a higher version. */
export function leavesSsl3Open(highest: number, old: readonly OldVersion[]): boolean {
  return highest > SSL_3_0 && old.every(({ version }) => version > SSL_3_0);
}

export async function askSsl3(interview: Interview, rung: Rung): Promise<OldVersion[]> {
  const chosen = await askOld(interview, rung, SSL_3_0);
  return chosen === null ? [] : [chosen];
}

/** SSL 2.0 by its own hello. */
export async function askSsl2(interview: Interview): Promise<void> {
  await interview.sslv2({ question: 'ssl2', version: SSL_2_0, kinds: KINDS_OF_SSL2, suites: [] }, RANK.last);
}

/**
 * SSL 2.0 and 3.0 in one hello (RFC 5246, appendix E.2), where connections are dear. Returns true if the answer
 * leaves one of the two open, which then has to be asked for alone.
 */
export async function askSsl2And3(interview: Interview): Promise<boolean> {
  const question = {
    question: 'ssl2+3',
    version: SSL_3_0,
    kinds: KINDS_OF_SSL2,
    suites: suitesAt(SSL_3_0),
  };
  const { outcome } = await interview.sslv2(question, RANK.version);
  return outcome.status === 'accepted';
}

async function askOld(interview: Interview, rung: Rung, max: number): Promise<OldVersion | null> {
  const hellos = onRung(oldHello(interview.endpoint, max), rung, interview.world);
  for (const [index, spec] of hellos.entries()) {
    const question = hellos.length === 1 ? `version/${hex(max)}` : `version/${hex(max)}#${index + 1}`;
    // Hardly anybody has SSL 3.0, so hardly ever does another question wait for this one.
    const rank = max === SSL_3_0 ? RANK.last : RANK.version;
    const { outcome } = await interview.hello({ question, spec, end: 'key-exchange' }, rank);
    if (outcome.status === 'accepted') return { version: outcome.version, suite: outcome.suite };
  }
  return null;
}
