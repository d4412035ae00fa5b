import { DIRECTORY_REQUESTS, PLAIN_PATHS } from '../exchange/directories.ts';
import { EXPORT_TOOL_PATH, LOGON_PATH } from '../exchange/fingerprint-paths.ts';
import type { FailureCode } from '../model/failure.ts';
import type { HttpAnswer, HttpObservation } from '../model/observation.ts';
import { tlsStart } from '../model/protocol.ts';
import type { HttpQuestion } from '../probes/http.ts';
import { encodeNegotiate } from '../wire/ntlm.ts';
import type { HttpAsking, Interview } from './interview.ts';
import { isAsExpected } from './look-expected.ts';
import { pressureSign } from './pressure-sign.ts';

/**
 * How closely an endpoint is looked at besides its TLS. none: not at all; basic: one HTTPS connection, and one to port
 * 80; full: the NTLM challenges of SMTP, POP3 and IMAP as well, which cost connections of their own.
 */
export type LookDepth = 'none' | 'basic' | 'full';

const HTTPS_PORT = 443;

/** What there is to look at besides TLS, to be asked beside the questions about it. */
export function looksOf(interview: Interview): readonly (() => Promise<void>)[] {
  const { endpoint, lookDepth } = interview;
  if (lookDepth === 'none') return [];
  switch (endpoint.protocol) {
    case 'https':
      return [
        () => interview.look(true, lookAround),
        ...(endpoint.port === HTTPS_PORT ? [() => interview.look(false, lookPlainly)] : []),
      ];
    case 'smtp':
    case 'smtps':
    case 'pop3':
    case 'pop3s':
    case 'imap':
    case 'imaps':
      return lookDepth === 'full' ? [() => askChallenges(interview)] : [];
    default:
      return [];
  }
}

/**
 * What is asked over TLS, in this order, at most 24 requests: the virtual directories with their health pages, the page
 * of the logon or where /owa/ leads, the manifest of the export tool, Autodiscover by JSON, which tokens are taken, and
 * at last the challenge of an NTLM logon, which is given up there. The first and the last are asked alone: one opens
 * the connection, and the other would log on to it. Ends when requests are not answered, and when the server says that
 * it has enough.
 */
async function lookAround(asking: HttpAsking): Promise<void> {
  const { ask, askAll } = untilPressed(asking);
  const [first, ...others] = DIRECTORY_REQUESTS.map(({ directory, purpose, path }) =>
    get(`http/${directory}${purpose === 'health' ? '/health' : ''}`, path),
  );
  if (first === undefined) return;
  const owa = await ask(first);
  const rest = owa === null ? null : await askAll(others);
  if (owa === null || rest === null) return;
  const answers = [owa, ...rest];
  const bearer = answers.find(({ asked, outcome }) => asked.path.includes('/ews/') && isChallenge(outcome));
  const last = await askAll([
    get('http/logon', redirectWithin(owa) ?? LOGON_PATH),
    get('http/exporttool', EXPORT_TOOL_PATH),
    // Nobody's address: what is answered is where the service is, and not whether there is a mailbox.
    get('http/autodiscover-json', AUTODISCOVER_JSON),
    // An empty header asks whose tokens are taken (MS-XOAUTH, 4.6).
    ...(bearer === undefined ? [] : [get('http/bearer', bearer.asked.path, [['authorization', 'Bearer']])]),
  ]);
  const found = answers.flatMap((observation) => ntlmScheme(observation) ?? [])[0];
  if (last === null || found === undefined) return;
  const message = Buffer.from(encodeNegotiate()).toString('base64');
  await ask(get('http/ntlm', found.path, [['authorization', `${found.scheme} ${message}`]]));
}

/** Port 80 of the same address: what is there, and whether it asks for passwords in the clear. At most 6 requests. */
async function lookPlainly(asking: HttpAsking): Promise<void> {
  const { ask } = untilPressed(asking);
  for (const path of PLAIN_PATHS) if ((await ask(get('http/plain', path))) === null) return;
}

/** MS-OXDISCO names no such request; Microsoft's articles on hybrid modern authentication show it. */
const AUTODISCOVER_JSON =
  '/autodiscover/autodiscover.json?Email=exchange-tls@example.com&Protocol=Autodiscoverv1&RedirectCount=1';

/** The challenges of NTLM, where it is offered: one before TLS and one inside, each on a connection of its own. */
async function askChallenges(interview: Interview): Promise<void> {
  if (tlsStart(interview.endpoint.protocol) === 'implicit') {
    await interview.ntlm('ntlm/tls', true);
    return;
  }
  const { preamble } = await interview.ntlm('ntlm/plain', false);
  if (preamble !== null && preamble.capabilities.some((line) => /^(STARTTLS|STLS)\b/i.test(line)))
    await interview.ntlm('ntlm/tls', true);
}

function get(question: string, path: string, headers: HttpQuestion['headers'] = []): HttpQuestion {
  return { question, path, headers };
}

const TOO_MANY_REQUESTS = 429;
const UNAVAILABLE = 503;

/** Both say null once nothing more may be asked: the server is silent, or has shown that it has enough. */
interface Asking {
  readonly ask: (question: HttpQuestion) => Promise<HttpObservation | null>;
  /** Sends ahead as long as the server does nothing unexpected; otherwise one after the other. */
  readonly askAll: (questions: readonly HttpQuestion[]) => Promise<readonly HttpObservation[] | null>;
}

/** Requests that are sent without waiting for the answers in between. */
const AHEAD = 6;

function untilPressed(asking: HttpAsking): Asking {
  let quickestMs = Infinity;
  let enough = false;
  let broken = 0;
  let inStep = true;

  function weigh(observation: HttpObservation): void {
    const { outcome, elapsedMs } = observation;
    if (outcome.status === 'failed') {
      broken += 1;
      enough ||= broken > MOST_BROKEN || !BREAKING.has(outcome.failure.code);
      return;
    }
    const before = { answered: quickestMs < Infinity, quickestMs };
    enough ||= pressureSign(observation, before) !== null || saysEnough(outcome);
    quickestMs = Math.min(quickestMs, elapsedMs);
  }

  async function ask(question: HttpQuestion): Promise<HttpObservation | null> {
    if (enough) return null;
    const observation = await asking.ask(question);
    weigh(observation);
    inStep &&= isAsExpected(observation);
    return enough && observation.outcome.status === 'failed' ? null : observation;
  }

  async function askSome(questions: readonly HttpQuestion[]): Promise<readonly HttpObservation[] | null> {
    const ahead = inStep && !enough ? await asking.askAhead(questions, believed) : [];
    for (const answer of ahead) if (answer !== null) weigh(answer);
    const answers: HttpObservation[] = [];
    for (const [at, question] of questions.entries()) {
      inStep &&= (ahead[at] ?? null) !== null;
      const answer = ahead[at] ?? (await ask(question));
      if (answer === null) return null;
      answers.push(answer);
    }
    return answers;
  }

  return {
    ask,
    async askAll(questions) {
      const answers: HttpObservation[] = [];
      for (let from = 0; from < questions.length; from += AHEAD) {
        const some = await askSome(questions.slice(from, from + AHEAD));
        if (some === null) return null;
        answers.push(...some);
      }
      return answers;
    },
  };
}

/** All or none; but whichever request it belongs to, "enough" is meant for all of them. */
function believed(answers: readonly HttpObservation[]): readonly HttpObservation[] {
  if (answers.every(isAsExpected)) return answers;
  return answers.filter(({ outcome }) => outcome.status === 'answered' && saysEnough(outcome));
}

/** A filter in front may break one kind of request, and take the next. */
const BREAKING: ReadonlySet<FailureCode> = new Set([
  'request-failed',
  'request-malformed',
  'request-oversized',
]);
const MOST_BROKEN = 1;

/** A directory that is down says 503 as well, but not when to come back. */
function saysEnough({ http, headers }: HttpAnswer): boolean {
  return (
    http === TOO_MANY_REQUESTS || (http === UNAVAILABLE && headers.some(([name]) => name === 'retry-after'))
  );
}

/** Where a redirect leads, if it stays on the same host and port. */
function redirectWithin({ outcome, endpoint }: HttpObservation): string | null {
  if (outcome.status === 'failed' || outcome.http < 300 || outcome.http > 399) return null;
  const location = outcome.headers.find(([name]) => name === 'location')?.[1];
  if (location === undefined || location.length > LONGEST_PATH) return null;
  // The id of an endpoint is a URL with its address as the path.
  const base = parseUrl('/owa/', endpoint);
  const url = parseUrl(location, base?.href ?? '');
  if (base === null || url === null) return null;
  const path = url.pathname + url.search;
  return url.protocol === 'https:' && url.host === base.host && path !== '/owa/' ? path : null;
}

const LONGEST_PATH = 2048;

/** Null for what is no URL. */
function parseUrl(text: string, base: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}

function isChallenge(outcome: HttpObservation['outcome']): boolean {
  return outcome.status === 'answered' && outcome.http === 401;
}

/** A path that asks for NTLM, and the word for it: Negotiate takes the same message. */
function ntlmScheme({ asked, outcome }: HttpObservation): { path: string; scheme: string } | null {
  if (!isChallenge(outcome) || outcome.status !== 'answered') return null;
  const schemes = outcome.headers
    .filter(([name]) => name === 'www-authenticate')
    .map(([, value]) => value.split(/[ ,]/, 1)[0]?.toLowerCase());
  if (schemes.includes('ntlm')) return { path: asked.path, scheme: 'NTLM' };
  return schemes.includes('negotiate') ? { path: asked.path, scheme: 'Negotiate' } : null;
}
