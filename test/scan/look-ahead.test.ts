import { describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import * as fc from 'fast-check';
import { exchangeSite } from '../../src/lab/exchange-site.ts';
import { generation, windowsOf } from '../../src/lab/generations.ts';
import type { Site, SiteAnswer } from '../../src/lab/http-site.ts';
import { challengeOf } from '../../src/lab/ntlm-exchange.ts';
import { type Handler, tlsServer } from '../../src/lab/tls-server.ts';
import type { HttpObservation } from '../../src/model/observation.ts';
import { pki } from './exchange.ts';
import { ask, HOST } from './harness.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const ROW = generation('exchange-2019');
const MACHINE = { server: 'MBX01', workgroup: 'CONTOSO', domain: 'contoso.com' };

const exchange: Site = exchangeSite({
  generation: ROW,
  machine: MACHINE,
  challenge: () => challengeOf(MACHINE, windowsOf(ROW).ntlm, NOW, (length) => new Uint8Array(length)),
  requestId: () => '8a2f1d0c-0000-4000-8000-000000000000',
  tls: true,
});

/** What a server makes of requests that arrive together: texts to send, in order, and whether it ends then. */
type Manner = (answers: readonly string[]) => { readonly send: readonly string[]; readonly end?: boolean };

const orderly: Manner = (answers) => ({ send: answers });

/** Everything that arrives until nothing more does for a moment is what was sent without waiting. */
function server(site: Site, manner: Manner, rounds: number[]): Handler {
  return (socket: Socket) => {
    let waiting: string[] = [];
    let rest = '';
    socket.on('data', (chunk: Buffer) => {
      const [...whole] = (rest + chunk.toString('latin1')).split('\r\n\r\n');
      rest = whole.pop() ?? '';
      const asked = whole.map((request) => textOf(answerTo(site, request)));
      if (waiting.length === 0) {
        setTimeout(() => {
          const { send, end = false } = manner(waiting);
          rounds.push(waiting.length);
          waiting = [];
          socket.write(send.join(''));
          if (end) socket.end();
        }, 10);
      }
      waiting = [...waiting, ...asked];
    });
  };
}

function answerTo(site: Site, request: string): SiteAnswer {
  const [target = '/'] = /(?<=^GET )\S+/.exec(request) ?? [];
  const [path = '/', query = ''] = target.split('?', 2);
  const authorization = /^authorization: (.*)$/im.exec(request)?.[1]?.trim() ?? null;
  return site({ path, query: new URLSearchParams(query), host: HOST, authorization });
}

function textOf({ status, headers, body }: SiteAnswer): string {
  const lines = [...headers, ['Content-Length', `${body.length}`]].map(
    ([name, value]) => `${name}: ${value}`,
  );
  return [`HTTP/1.1 ${status} -`, ...lines, '', body].join('\r\n');
}

interface Looked {
  readonly answers: readonly HttpObservation[];
  /** How many requests arrived at a time. */
  readonly rounds: readonly number[];
}

async function look(
  manner: Manner,
  site: Site = exchange,
  rest: Parameters<typeof ask>[2] = {},
): Promise<Looked> {
  const keys = await pki();
  const chain = await keys.commercial([HOST]);
  const rounds: number[] = [];
  const inside = server(site, manner, rounds);
  const handler = tlsServer(ROW.tls({ rsa: chain }), randomBytes, {
    key: () => keys.keyOf(chain),
    serve: inside,
  });
  const run = await ask(handler, 'check', { fingerprint: 'basic', ...rest });
  const answers = run.observations.filter(
    (one): one is HttpObservation => one.kind === 'http' && one.asked.tls,
  );
  return { answers, rounds };
}

/** `/ews/exchange.asmx 401 NTLM, Negotiate`: what was learned, or what the site would have said. */
function learned({ answers }: Looked): string[] {
  return answers.map(({ asked, outcome }) =>
    outcome.status === 'answered' ? told(asked.path, outcome.http, outcome.headers) : `${asked.path} failed`,
  );
}

function truth({ answers }: Looked, site: Site): string[] {
  return answers.map(({ asked }) => {
    const [path = '', query = ''] = asked.path.split('?', 2);
    const authorization = asked.headers.find(([name]) => name === 'authorization')?.[1] ?? null;
    const answer = site({ path, query: new URLSearchParams(query), host: HOST, authorization });
    return told(asked.path, answer.status, answer.headers);
  });
}

function told(path: string, status: number, headers: SiteAnswer['headers']): string {
  const schemes = headers.filter(([name]) => name.toLowerCase() === 'www-authenticate');
  return `${path} ${status} ${schemes.map(([, value]) => value).join(', ')}`;
}

const REQUESTS = 24;

/** A page that is away, and one that offers what it does not by default. */
const unusual: Site = (request) => {
  if (request.path === '/oab/healthcheck.htm') return { status: 404, headers: [], body: '' };
  const answer = exchange(request);
  return request.path === '/mapi/emsmdb/'
    ? { ...answer, headers: [...answer.headers, ['WWW-Authenticate', 'Basic realm="x"']] }
    : answer;
};

describe('requests that are sent ahead', () => {
  test('take six rounds, the first and the last of one request', async () => {
    const { answers, rounds } = await look(orderly);
    expect(answers).toHaveLength(REQUESTS);
    expect(rounds).toEqual([1, 6, 6, 6, 4, 1]);
    expect(answers.reduce((sum, { connections }) => sum + connections, 0)).toBe(1);
  });

  test('are on record in the order of the questions, each once', async () => {
    const { answers } = await look(orderly);
    const numbers = answers.map(({ id }) => Number(id.slice(1)));
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    expect(new Set(answers.map(({ question }) => question)).size).toBe(REQUESTS);
  });

  test('are none where the run is gentle', async () => {
    const { rounds } = await look(orderly, exchange, {
      gentle: true,
      around: ({ world }) => ({ ...world, wait: () => Promise.resolve() }),
    });
    expect(Math.max(...rounds)).toBe(1);
  });

  test('are no more once the server answers as Exchange does not', async () => {
    const looked = await look(orderly, unusual);
    expect(looked.rounds.filter((length) => length > 1)).toEqual([6, 6]);
    expect(learned(looked)).toEqual(truth(looked, unusual));
  });

  test('are none at another website', async () => {
    const nowhere: Site = () => ({ status: 404, headers: [], body: '' });
    const { rounds } = await look(orderly, nowhere);
    expect(Math.max(...rounds)).toBe(1);
  });

  test('end with the first of them that is told "too many"', async () => {
    let count = 0;
    const tired: Site = (request) => {
      count += 1;
      return count > 3 ? { status: 429, headers: [], body: '' } : exchange(request);
    };
    const { answers, rounds } = await look(orderly, tired);
    expect(rounds).toEqual([1, 6]);
    expect(answers.map(({ outcome }) => outcome.status === 'answered' && outcome.http)).toEqual([
      302, 429, 429, 429, 429,
    ]);
  });
});

const BAD = 'HTTP/1.1 400 -\r\nContent-Length: 0\r\n\r\n';

describe('a server that cannot stand requests sent ahead', () => {
  test.each<readonly [string, Manner, number]>([
    [
      'ends the connection after the first',
      ([first = '', ...others]) => ({ send: [first], end: others.length > 0 }),
      2,
    ],
    [
      'says "bad request" to the second',
      ([first = '', ...others]) => ({
        send: others.length > 0 ? [first, BAD] : [first],
        end: others.length > 0,
      }),
      2,
    ],
    [
      'says "bad request" to all but the first',
      ([first = '', ...others]) => ({ send: [first, ...others.map(() => BAD)] }),
      1,
    ],
    ['forgets all but the first', ([first = '']) => ({ send: [first] }), 2],
    ['answers the last one first', (answers) => ({ send: answers.toReversed() }), 1],
    [
      'answers the first one twice and the last one never',
      ([first = '', ...others]) => ({
        send: others.length > 0 ? [first, first, ...others.slice(0, -1)] : [first],
      }),
      1,
    ],
    ['says nothing to several', (answers) => ({ send: answers.length > 1 ? [] : answers }), 2],
  ])('and %s is asked one at a time, and believed', async (_how, manner, connections) => {
    const timeouts = { connectMs: 2000, replyMs: 2000, tlsMs: 400 };
    const looked = await look(manner, exchange, { timeouts });
    expect(learned(looked)).toEqual(truth(looked, exchange));
    expect(looked.answers).toHaveLength(REQUESTS);
    expect(looked.answers.reduce((sum, one) => sum + one.connections, 0)).toBe(connections);
  });

  test('and mixes up the answers is never believed wrongly', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }),
        fc.boolean(),
        async (order, odd) => {
          const site = odd ? unusual : exchange;
          const mixed: Manner = (answers) => ({
            send: answers.length < 4 ? answers : order.flatMap((at) => answers[at] ?? []),
          });
          const looked = await look(mixed, site);
          expect(learned(looked)).toEqual(truth(looked, site));
        },
      ),
      { numRuns: 12 },
    );
  });
});
