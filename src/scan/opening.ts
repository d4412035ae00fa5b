import type { AcceptedOutcome, HelloObservation } from '../model/observation.ts';
import type { HelloSpec } from '../probes/hello-spec.ts';
import { alertMeaning } from '../wire/iana/alerts.ts';
import { TLS_1_3 } from '../wire/iana/versions.ts';
import type { Interview } from './interview.ts';
import { LADDER, onRung, type Rung } from './ladder.ts';
import { modernHello, oldHello, tls13Hello } from './questions.ts';
import { RANK } from './rank.ts';

/** What the first questions have settled, and how to go on. */
export interface Opening {
  readonly rung: Rung;
  /** Best answer at TLS 1.2 or lower, with the hello that got it; null if there was none. */
  readonly classic: { readonly spec: HelloSpec; readonly outcome: AcceptedOutcome } | null;
  /** Null if it has not been asked for: it can be asked for beside the other questions. */
  readonly tls13: boolean | null;
}

const PROTOCOL_VERSION = 70;

/**
 * Finds out whether the endpoint speaks TLS and which hellos it can stand. Null if it does not answer or cannot
 * start TLS: nothing more can be asked then.
 */
export async function open(interview: Interview): Promise<Opening | null> {
  const full = LADDER[0];
  const first = await askModern(interview, full);
  if (isDeadEnd(first.observation)) return null;
  if (first.accepted !== null) return { rung: full, classic: first.accepted, tls13: null };

  if (isSilence(first.observation)) return openQuietly(interview);

  // Not accepted: TLS 1.3 may be all there is, or the hello may have been too much for the server.
  const version = await ask13(interview, full);
  if (version === TLS_1_3) {
    if (isRefusal(first.observation)) return { rung: full, classic: null, tls13: true };
    // A vague end before anything was accepted proves nothing; now it would.
    const { accepted } = await askModern(interview, full);
    return { rung: full, classic: accepted, tls13: true };
  }
  if (refusesVersion(first.observation)) return { rung: full, classic: null, tls13: false };
  for (const rung of LADDER.slice(1)) {
    const { accepted } = await askModern(interview, rung);
    if (accepted === null) continue;
    // What was too much in the first hello may have been too much in the one with TLS 1.3 as well.
    return { rung, classic: accepted, tls13: version === null ? null : false };
  }
  // Servers from before TLS 1.2 that fail on a version they do not know, instead of offering their own.
  for (const rung of [full, LADDER[LADDER.length - 1] ?? full]) {
    const spec = onRung(oldHello(interview.endpoint, 0x0301), rung, interview.world)[0];
    if (spec === undefined) continue;
    const { outcome } = await interview.hello({ question: 'tls1.0', spec, end: 'done' });
    if (outcome.status !== 'accepted') continue;
    interview.control(spec);
    return { rung, classic: { spec, outcome }, tls13: false };
  }
  return { rung: full, classic: null, tls13: false };
}

/**
 * Some load balancers never answer a hello that is too long for them. Each silence costs a whole time-out, so the
 * ladder is not walked down: its lowest rung shows whether anybody is there.
 */
async function openQuietly(interview: Interview): Promise<Opening> {
  const rung = LADDER[LADDER.length - 1] ?? LADDER[0];
  const { accepted } = await askModern(interview, rung);
  return { rung, classic: accepted, tls13: null };
}

async function askModern(
  interview: Interview,
  rung: Rung,
): Promise<{ readonly observation: HelloObservation; readonly accepted: Opening['classic'] }> {
  const [spec = modernHello(interview.endpoint)] = onRung(
    modernHello(interview.endpoint),
    rung,
    interview.world,
  );
  const observation = await interview.hello({ question: 'modern', spec, end: 'done' });
  const { outcome } = observation;
  if (outcome.status !== 'accepted') return { observation, accepted: null };
  interview.control(spec);
  return { observation, accepted: { spec, outcome } };
}

/** Asks for TLS 1.3, unless the opening has. */
export async function settle13(interview: Interview, { tls13, rung }: Opening): Promise<boolean> {
  return tls13 ?? (await ask13(interview, rung)) === TLS_1_3;
}

/** The version that a hello with TLS 1.3 and 1.2 was answered with, or null. */
async function ask13(interview: Interview, rung: Rung): Promise<number | null> {
  const hello = tls13Hello(interview.endpoint);
  const [spec = hello] = onRung(hello, rung, interview.world);
  const { outcome } = await interview.hello({ question: 'tls1.3', spec, end: 'server-hello' }, RANK.version);
  if (outcome.status !== 'accepted') return null;
  interview.control(spec);
  return outcome.version;
}

/** Nobody there, or nothing that leads to TLS: asking on would be the same question again. */
function isDeadEnd({ outcome }: HelloObservation): boolean {
  if (outcome.status === 'no-tls') return true;
  return outcome.status === 'failed' && outcome.failure.stage !== 'tls';
}

function isSilence({ outcome }: HelloObservation): boolean {
  return outcome.status === 'failed' && outcome.failure.code === 'tls-timeout';
}

function isRefusal({ outcome }: HelloObservation): boolean {
  return outcome.status === 'refused' && alertMeaning(outcome.alert.description) === 'refuses-offer';
}

function refusesVersion({ outcome }: HelloObservation): boolean {
  return outcome.status === 'refused' && outcome.alert.description === PROTOCOL_VERSION;
}
