import type { Endpoint } from '../model/endpoint.ts';
import type { Failure, FailureCode } from '../model/failure.ts';
import type {
  HelloObservation,
  HttpObservation,
  NtlmObservation,
  Observation,
  Sslv2Observation,
} from '../model/observation.ts';
import type { World } from '../net/world.ts';
import { buildHello, type HelloSpec } from '../probes/hello-spec.ts';
import { askHello, type HelloQuestion } from '../probes/hello.ts';
import { type Believed, type HttpProbed, type HttpQuestion, httpTalk } from '../probes/http.ts';
import { askNtlm } from '../probes/ntlm.ts';
import type { Probed, ProbeContext, ProbeTimeouts } from '../probes/probe.ts';
import { askSession } from '../probes/session.ts';
import { askSslv2, askedOf, type Sslv2Question } from '../probes/sslv2.ts';
import { isVagueEnd } from '../wire/vague-end.ts';
import { createGate } from './gate.ts';
import type { LookDepth } from './look.ts';
import { RANK, type Rank } from './rank.ts';
import type { Recall } from './recall.ts';
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
  /** Milliseconds that one endpoint may take; null for no limit. */
  readonly endpointMs: number | null;
  /** One connection at a time and one each second. */
  readonly gentle: boolean;
  readonly lookDepth: LookDepth;
  readonly recall: Recall;
  readonly nextId: () => string;
  readonly record: (probed: Probed) => void;
}

/** All questions to one endpoint go through here, and every answer is on record before it is returned. */
export interface Interview {
  readonly endpoint: Endpoint;
  readonly world: World;
  readonly lookDepth: LookDepth;
  /** Asks, and asks again if the answer was an end that says nothing by itself. */
  hello(question: HelloQuestion, rank?: Rank): Promise<HelloObservation>;
  sslv2(question: Sslv2Question, rank?: Rank): Promise<Sslv2Observation>;
  session(question: string): Promise<void>;
  /**
   * Asks by HTTP over one connection that takes one place; `plan` asks.
   * @param tls false for port 80 of the same address
   */
  look(tls: boolean, plan: (asking: HttpAsking) => Promise<void>): Promise<void>;
  /** The challenge of an NTLM logon that is given up there. */
  ntlm(question: string, tls: boolean): Promise<NtlmObservation>;
  /** Names a hello that was accepted: repeated, it proves that the server is still talking to us. */
  control(spec: HelloSpec): void;
}

export interface HttpAsking {
  ask(question: HttpQuestion): Promise<HttpObservation>;
  /**
   * Asks all of them without waiting in between; null, and nothing on record, for those that are still to be asked,
   * which are all of them where that is not to be tried.
   */
  askAhead(
    questions: readonly HttpQuestion[],
    believed: Believed,
  ): Promise<readonly (HttpObservation | null)[]>;
}

/** Thrown by an interview when asking on is pointless; ends the plan of the endpoint and nothing else. */
export class InterviewOver extends Error {}

/** After as many questions without any answer in a row the server is taken to have stopped talking to us. */
const PATIENCE = 3;

/** A server that says itself that it is busy is asked again so often, unless nothing is to be asked again. */
const BUSY_RETRIES = 3;

/** Failures that may be gone a moment later. */
const PASSING: ReadonlySet<FailureCode> = new Set([
  'connect-timeout',
  'busy',
  'preamble-timeout',
  'preamble-closed',
  'tls-timeout',
  'tls-closed',
]);

type Probe = (context: ProbeContext) => Promise<Probed>;

export function interviewOf(endpoint: Endpoint, context: InterviewContext): Interview {
  const { world, scheduler, signal, recall } = context;
  const startedAt = world.now();
  let unanswered = 0;
  let connections = 0;
  let control: HelloSpec | null = null;
  /** The last answer of all was that to the control, and accepted. */
  let fresh = false;
  let over = false;
  const gate = createGate();

  /** Why no further question may be asked, as the record of the first one that was not. */
  function stopped(): Failure | null {
    if (signal.aborted) {
      const { message } = signal.reason as Error;
      const code = message === 'deadline' ? 'deadline' : 'aborted';
      return { code, stage: 'local', detail: `not asked: ${message}` };
    }
    if (context.endpointMs !== null && world.now() - startedAt >= context.endpointMs) {
      return { code: 'deadline', stage: 'local', detail: `not asked: ${context.endpointMs} ms were used` };
    }
    return null;
  }

  function spent(): Failure | null {
    if (connections < context.budget) return null;
    return { code: 'budget', stage: 'local', detail: `not asked: ${context.budget} connections were used` };
  }

  async function once<O extends Observation>(probe: Probe, rank: Rank = RANK.chain): Promise<O> {
    if (over) throw new InterviewOver('nothing more is asked');
    if (unanswered >= PATIENCE) {
      over = true;
      throw new InterviewOver('no more answers');
    }
    const ask = (unasked: Failure | null): Promise<Probed> =>
      probe({ id: context.nextId(), world, timeouts: context.timeouts, signal, unasked });
    const refuse = async (failure: Failure): Promise<never> => {
      if (!over) {
        over = true;
        context.record(await ask(failure));
      }
      throw new InterviewOver(failure.code);
    };
    const before = stopped() ?? spent();
    if (before !== null) return refuse(before);
    connections += 1;
    const asked = async (): Promise<Probed> => {
      // The wait for a place may have been long.
      const after = stopped();
      return after === null ? ask(null) : refuse(after);
    };
    const probed = await scheduler.run(endpoint, context.gentle, asked, rank);
    context.record(probed);
    fresh = false;
    unanswered = probed.observation.outcome.status === 'failed' ? unanswered + 1 : 0;
    return probed.observation as O;
  }

  /** Asks beside other questions. */
  const beside =
    (rank: Rank) =>
    <O extends Observation>(probe: Probe): Promise<O> =>
      gate.beside(() => once<O>(probe, rank));

  async function patiently<O extends Observation>(
    recalled: () => O | null,
    probe: Probe,
    ask: <A extends O>(probe: Probe) => Promise<A>,
  ): Promise<O> {
    const known = recalled();
    if (known !== null) return known;
    for (let attempt = 0; ; attempt += 1) {
      const observation = await ask<O>(probe);
      const { outcome } = observation;
      if (outcome.status !== 'failed' || !PASSING.has(outcome.failure.code)) return observation;
      if (attempt >= retriesAfter(outcome.failure.code, context.retries)) return observation;
    }
  }

  async function askControl(spec: HelloSpec): Promise<void> {
    if (fresh) return;
    const question: HelloQuestion = { question: 'control', spec, end: 'server-hello' };
    const { outcome } = await patiently(
      recalledHello(question),
      (probe) => askHello(endpoint, question, probe),
      once,
    );
    fresh = outcome.status === 'accepted';
  }

  /**
   * A vague end has to come twice more, alone and between two answers to the control: a server that has enough of us
   * ends whatever comes. Twice, since one that is good and dead in turn would be met dead each time between two good
   * ones. What it means, facts/ decides.
   */
  async function twice<O extends HelloObservation | Sslv2Observation>(
    recalled: () => O | null,
    probe: Probe,
    rank: Rank = RANK.chain,
  ): Promise<O> {
    const first = await patiently(recalled, probe, beside(rank));
    if (!isVagueEnd(first.outcome)) return first;
    return gate.alone(async () => {
      if (control !== null) await askControl(control);
      const second = await patiently(recalled, probe, once);
      if (control === null || !isVagueEnd(second.outcome)) return second;
      const third = await patiently(recalled, probe, once);
      if (isVagueEnd(third.outcome)) await askControl(control);
      return third;
    });
  }

  async function look(tls: boolean, plan: (asking: HttpAsking) => Promise<void>): Promise<void> {
    const talk = httpTalk(endpoint, tls, { world, timeouts: context.timeouts, signal });
    let last: HttpObservation | null = null;
    const recalled = ({ question, path, headers }: HttpQuestion): HttpObservation | null =>
      recall.http(endpoint.id, question, { path, tls, headers });
    const keep = (probed: HttpProbed): HttpObservation => {
      connections += probed.observation.connections;
      context.record(probed);
      last = probed.observation;
      return last;
    };
    const asking: HttpAsking = {
      async ask(question) {
        const known = recalled(question);
        if (known !== null) return known;
        const unasked = stopped() ?? (last === null ? spent() : null);
        return keep(await talk.ask(question, context.nextId(), unasked));
      },
      async askAhead(questions, believed) {
        const known = questions.map(recalled);
        const open = questions.filter((_question, at) => known[at] === null);
        // The first request opens the connection, and tells whether it stays open.
        if (last === null || context.gentle || open.length < 2 || stopped() !== null) return known;
        const asked = (await talk.askAhead(open, context.nextId, believed)).map((probed) =>
          probed === null ? null : keep(probed),
        );
        return known.map((one) => one ?? asked.shift() ?? null);
      },
    };
    const asked = async (): Promise<{ readonly observation: Observation | null }> => {
      try {
        await plan(asking);
      } finally {
        await talk.close();
      }
      // Port 80 is another place than the endpoint's, and says nothing of how that one feels.
      return { observation: tls ? last : null };
    };
    if (over) throw new InterviewOver('nothing more is asked');
    await scheduler.run(endpoint, context.gentle, asked, RANK.last);
    fresh = false;
  }

  const recalledHello =
    ({ question, spec }: HelloQuestion) =>
    (): HelloObservation | null =>
      recall.hello(endpoint.id, question, () => buildHello(spec, world).asked);

  return {
    endpoint,
    world,
    lookDepth: context.lookDepth,
    hello: (question, rank) =>
      twice(recalledHello(question), (probe) => askHello(endpoint, question, probe), rank),
    sslv2: (question, rank) =>
      twice(
        () => recall.sslv2(endpoint.id, question.question, askedOf(question)),
        (probe) => askSslv2(endpoint, question, probe),
        rank,
      ),
    async session(question) {
      await patiently(
        () => recall.session(endpoint.id, question),
        (probe) => askSession(endpoint, question, probe),
        beside(RANK.last),
      );
    },
    look: (tls, plan) => gate.beside(() => look(tls, plan)),
    ntlm: (question, tls) =>
      patiently(
        () => recall.ntlm(endpoint.id, question),
        (probe) => askNtlm(endpoint, { question, tls }, probe),
        beside(RANK.last),
      ),
    control(spec) {
      control ??= spec;
    },
  };
}

function retriesAfter(code: FailureCode, retries: number): number {
  return code === 'busy' && retries > 0 ? Math.max(retries, BUSY_RETRIES) : retries;
}

/** Runs independent questions side by side and ends only when all of them have ended. */
export async function together(tasks: readonly (() => Promise<unknown>)[]): Promise<void> {
  const results = await Promise.allSettled(tasks.map((task) => task()));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
