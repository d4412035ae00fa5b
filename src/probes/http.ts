import { isIP } from 'node:net';
import type { Endpoint } from '../model/endpoint.ts';
import type { Failure } from '../model/failure.ts';
import type { HttpObservation } from '../model/observation.ts';
import { type HttpReply, httpSession } from '../net/http-session.ts';
import { verifierOf } from '../net/verifier.ts';
import type { World } from '../net/world.ts';
import { failedOutcome, fingerprint, type Probed, type ProbeTimeouts } from './probe.ts';

/** What this client is: its answers depend on the TLS library that Node was built with. */
const CLIENT = `node ${process.versions.node}, openssl ${process.versions.openssl}`;

/** Connections that one look may cost, if the server ends the first. */
const MOST_CONNECTIONS = 2;

const HTTP_PORT = 80;

export interface HttpQuestion {
  readonly question: string;
  /** With query; `/owa/`. */
  readonly path: string;
  /** Besides the host and what every request has. */
  readonly headers: HttpObservation['asked']['headers'];
}

export interface HttpProbed extends Probed {
  readonly observation: HttpObservation;
}

/** Which of the answers to requests that were sent together may be believed. */
export type Believed = (answers: readonly HttpObservation[]) => readonly HttpObservation[];

/** Questions by HTTP to one endpoint over one connection. */
export interface HttpTalk {
  /** Never rejects. `unasked` puts it on record without asking. */
  ask(question: HttpQuestion, id: string, unasked: Failure | null): Promise<HttpProbed>;
  /**
   * Asks all of them without waiting for the answers in between. Whether a server keeps its answers in order then
   * cannot be seen, so only those that `believed` picks are taken; null for the others, to be asked alone. Never
   * rejects.
   */
  askAhead(
    questions: readonly HttpQuestion[],
    nextId: () => string,
    believed: Believed,
  ): Promise<readonly (HttpProbed | null)[]>;
  close(): Promise<void>;
}

/**
 * @param tls false for plain HTTP on port 80 of the same address
 */
export function httpTalk(
  endpoint: Endpoint,
  tls: boolean,
  {
    world,
    timeouts,
    signal,
  }: { readonly world: World; readonly timeouts: ProbeTimeouts; readonly signal: AbortSignal },
): HttpTalk {
  const session = httpSession(
    {
      address: endpoint.address ?? '',
      port: tls ? endpoint.port : HTTP_PORT,
      host: endpoint.host,
      tls,
      sni: isIP(endpoint.host) === 0 ? endpoint.host : null,
    },
    {
      dial: world.dial,
      verifier: () => verifierOf(world),
      limits: {
        connectMs: timeouts.connectMs,
        answerMs: timeouts.tlsMs,
        connections: MOST_CONNECTIONS,
      },
      signal,
    },
  );
  let claimed = 0;

  /** Each connection is counted by one observation. */
  function claim(): 0 | 1 {
    if (claimed >= session.opened()) return 0;
    claimed += 1;
    return 1;
  }

  function probed({ question, path, headers }: HttpQuestion, reply: HttpReply, span: Span): HttpProbed {
    const { outcome, certificates } = readReply(reply);
    const observation: HttpObservation = {
      id: '',
      endpoint: endpoint.id,
      question,
      at: new Date(span.sentAt).toISOString(),
      elapsedMs: Math.max(0, Math.round(world.now() - span.since)),
      connections: 0,
      kind: 'http',
      asked: { method: 'GET', path, tls, headers, client: CLIENT },
      outcome,
    };
    return { observation, certificates };
  }

  function numbered({ observation, certificates }: HttpProbed, id: string): HttpProbed {
    return { observation: { ...observation, id, connections: claim() }, certificates };
  }

  return {
    async ask(question, id, unasked) {
      const sentAt = world.now();
      const reply = await replyTo();
      return numbered(probed(question, reply, { sentAt, since: sentAt }), id);

      function replyTo(): Promise<HttpReply> {
        if (unasked !== null) return Promise.resolve({ ok: false, failure: unasked });
        if (endpoint.address !== null) return session.get(question.path, question.headers);
        const { failure } = failedOutcome('no-address', 'resolve', `${endpoint.host} has no address`);
        return Promise.resolve({ ok: false, failure });
      }
    },
    async askAhead(questions, nextId, believed) {
      const sentAt = world.now();
      // The time of an answer begins when the one before it has ended.
      let since = sentAt;
      const answers = await Promise.all(
        questions.map(async (question) => {
          const reply = await session.get(question.path, question.headers);
          const answer = probed(question, reply, { sentAt, since });
          since = world.now();
          return answer;
        }),
      );
      const taken = new Set(believed(answers.map(({ observation }) => observation)));
      return answers.map((answer) => (taken.has(answer.observation) ? numbered(answer, nextId()) : null));
    },
    close: () => session.close(),
  };
}

/** Milliseconds since 1970. */
interface Span {
  readonly sentAt: number;
  readonly since: number;
}

/** What is not UTF-8 is replaced: pages are read for a few patterns of ASCII. */
const TEXT = new TextDecoder('utf-8');

function readReply(reply: HttpReply): Pick<Probed, 'certificates'> & Pick<HttpObservation, 'outcome'> {
  if (!reply.ok) return { outcome: { status: 'failed', failure: reply.failure }, certificates: new Map() };
  const { http, headers, body, bytes, certificate, verification } = reply;
  const sha256 = certificate === null ? null : fingerprint(certificate);
  return {
    outcome: {
      status: 'answered',
      http,
      headers,
      body: TEXT.decode(body),
      bytes,
      certificate: sha256,
      verification,
    },
    certificates: new Map(sha256 === null || certificate === null ? [] : [[sha256, certificate]]),
  };
}
