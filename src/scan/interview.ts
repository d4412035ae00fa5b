import type { Endpoint } from '../model/endpoint.ts';
import type { FailureCode } from '../model/failure.ts';
import type { HelloObservation, Observation, Sslv2Observation } from '../model/observation.ts';
import type { World } from '../net/world.ts';
import type { HelloSpec } from '../probes/hello-spec.ts';
import { askHello, type HelloQuestion } from '../probes/hello.ts';
import type { Probed, ProbeContext, ProbeTimeouts } from '../probes/probe.ts';
import { isVagueEnd } from '../wire/vague-end.ts';
import { askSession } from '../probes/session.ts';
import { askSslv2, type Sslv2Question } from '../probes/sslv2.ts';
import type { Scheduler } from './scheduler.ts';

/** What an interview needs from the run that it is part of. */
export interface InterviewContext {
  readonly world: World;
  readonly timeouts: ProbeTimeouts;
  readonly scheduler: Scheduler;
  readonly signal: AbortSignal;
  /** How often a question is asked again after an answer that may pass. */
  readonly retries: number;
  /** Connections that one endpoint may cost. */
  readonly budget: number;
  readonly nextId: () => string;
  readonly record: (probed: Probed) => void;
}

/** All questions to one endpoint go through here, and every answer is on record before it is returned. */
export interface Interview {
  readonly endpoint: Endpoint;
  readonly world: World;
  /** Asks, and asks again if the answer was an end that says nothing by itself. */
  hello(question: HelloQuestion): Promise<HelloObservation>;
  sslv2(question: Sslv2Question): Promise<Sslv2Observation>;
  session(question: string): Promise<void>;
  /** Names a hello that was accepted: repeated at the end, it proves that the server is still talking to us. */
  control(spec: HelloSpec): void;
  /** Asks the control if a vague end is waiting for it. */
  close(): Promise<void>;
}

/** Thrown by an interview when asking on is pointless; ends the plan of the endpoint and nothing else. */
export class InterviewOver extends Error {}

/** After as many questions without any answer in a row the server is taken to have stopped talking to us. */
const PATIENCE = 3;

/** Waits before asking a busy server again, ms; RFC 5321, 4.5.4.1 wants far longer for mail, but we are no mail. */
const BUSY_WAIT_MS = [2000, 5000, 10_000];

/** Failures that may be gone a moment later. */
const PASSING: ReadonlySet<FailureCode> = new Set([
  'connect-timeout',
  'busy',
  'preamble-timeout',
  'preamble-closed',
  'tls-timeout',
  'tls-closed',
]);

export function interviewOf(endpoint: Endpoint, context: InterviewContext): Interview {
  const { world, scheduler, signal } = context;
  let unanswered = 0;
  let connections = 0;
  let control: HelloSpec | null = null;
  let controlWanted = false;

  async function once<O extends Observation>(
    probe: (probeContext: ProbeContext) => Promise<Probed>,
  ): Promise<O> {
    if (signal.aborted) throw new InterviewOver('stopped');
    if (unanswered >= PATIENCE) throw new InterviewOver('no more answers');
    if (connections >= context.budget) throw new InterviewOver('budget used up');
    connections += 1;
    const probed = await scheduler.run(endpoint, () => {
      if (signal.aborted) throw new InterviewOver('stopped');
      return probe({ id: context.nextId(), world, timeouts: context.timeouts, signal });
    });
    context.record(probed);
    const { outcome } = probed.observation;
    unanswered = outcome.status === 'failed' ? unanswered + 1 : 0;
    return probed.observation as O;
  }

  async function patiently<O extends Observation>(
    probe: (probeContext: ProbeContext) => Promise<Probed>,
  ): Promise<O> {
    for (let attempt = 0; ; attempt += 1) {
      const observation = await once<O>(probe);
      const { outcome } = observation;
      if (outcome.status !== 'failed' || !PASSING.has(outcome.failure.code)) return observation;
      if (attempt >= context.retries) return observation;
      if (outcome.failure.code === 'busy') {
        await world.wait(BUSY_WAIT_MS[Math.min(attempt, BUSY_WAIT_MS.length - 1)] ?? 0, signal);
      }
    }
  }

  /** A vague end is met twice before it is believed: once may be chance. What it means, facts/ decides. */
  async function twice<O extends HelloObservation | Sslv2Observation>(
    probe: (probeContext: ProbeContext) => Promise<Probed>,
  ): Promise<O> {
    const first = await patiently<O>(probe);
    if (!isVagueEnd(first.outcome)) return first;
    const second = await patiently<O>(probe);
    if (isVagueEnd(second.outcome)) controlWanted = true;
    return second;
  }

  return {
    endpoint,
    world,
    hello: (question) => twice((probe) => askHello(endpoint, question, probe)),
    sslv2: (question) => twice((probe) => askSslv2(endpoint, question, probe)),
    async session(question) {
      await patiently((probe) => askSession(endpoint, question, probe));
    },
    control(spec) {
      control ??= spec;
    },
    async close() {
      if (!controlWanted || control === null) return;
      const spec = control;
      await patiently((probe) =>
        askHello(endpoint, { question: 'control', spec, end: 'server-hello' }, probe),
      );
    },
  };
}

/** Runs independent questions side by side and ends only when all of them have ended. */
export async function together(tasks: readonly (() => Promise<unknown>)[]): Promise<void> {
  const results = await Promise.allSettled(tasks.map((task) => task()));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
