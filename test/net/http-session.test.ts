import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import * as fc from 'fast-check';
import { dialTcp } from '../../src/net/dial.ts';
import { type HttpReply, type HttpSession, httpSession } from '../../src/net/http-session.ts';

interface Served {
  readonly session: HttpSession;
  readonly connections: () => number;
  readonly stop: AbortController;
}

/** Runs a session with a server that answers each request on a connection with what `answer` says, byte by byte. */
async function withServer<T>(
  answer: (socket: Socket, request: string) => void,
  use: (served: Served) => Promise<T>,
  { tls = false, answerMs = 1000 }: { readonly tls?: boolean; readonly answerMs?: number } = {},
): Promise<T> {
  let count = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    count += 1;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => answer(socket, chunk.toString('latin1')));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = new AbortController();
  const session = httpSession(
    {
      address: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
      host: 'mail.contoso.com',
      tls,
      sni: 'mail.contoso.com',
    },
    { dial: dialTcp, limits: { connectMs: 1000, answerMs, connections: 2 }, signal: stop.signal },
  );
  try {
    return await use({ session, connections: () => count, stop });
  } finally {
    await session.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

function answering(text: string): (socket: Socket) => void {
  return (socket) => void socket.write(Buffer.from(text, 'latin1'));
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';

function code(reply: HttpReply): string {
  return reply.ok ? `answered ${reply.http}` : `${reply.failure.stage} ${reply.failure.code}`;
}

describe('an HTTP session', () => {
  test('keeps one connection for all requests', async () => {
    await withServer(answering(OK), async ({ session, connections }) => {
      expect(session.opened()).toBe(0);
      const replies = [await session.get('/a', []), await session.get('/b', []), await session.get('/c', [])];
      expect(session.opened()).toBe(1);
      expect(replies.map(code)).toEqual(['answered 200', 'answered 200', 'answered 200']);
      expect(connections()).toBe(1);
    });
  });

  test('asks for the path by the name of the host, with the headers that it is given', async () => {
    const heard: string[] = [];
    const answer = (socket: Socket, request: string): void => {
      heard.push(request);
      socket.write(OK);
    };
    await withServer(answer, ({ session }) => session.get('/owa/?a=b', [['authorization', 'Bearer']]));
    expect(heard[0]).toMatch(/^GET \/owa\/\?a=b HTTP\/1\.1\r\n/);
    expect(heard[0]).toMatch(/\r\nhost: mail\.contoso\.com:\d+\r\n/i);
    expect(heard[0]).toMatch(/\r\nauthorization: Bearer\r\n/);
  });

  test('opens so many connections and no more where the server ends them', async () => {
    const answer = (socket: Socket): void =>
      void socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    await withServer(answer, async ({ session, connections }) => {
      const replies: HttpReply[] = [];
      for (const path of ['/a', '/b', '/c', '/d']) replies.push(await session.get(path, []));
      expect(replies.map(code)).toEqual([
        'answered 200',
        'answered 200',
        'request request-failed',
        'request request-failed',
      ]);
      expect(connections()).toBe(2);
    });
  });

  test('keeps the headers in order, with those that come twice', async () => {
    const text =
      'HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate\r\nServer: x\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n';
    const reply = await withServer(answering(text), ({ session }) => session.get('/', []));
    expect(reply.ok && reply.headers).toEqual([
      ['www-authenticate', 'Negotiate'],
      ['server', 'x'],
      ['www-authenticate', 'NTLM'],
      ['content-length', '0'],
    ]);
  });

  test('keeps a hundred headers of 8 KiB at most', async () => {
    const many = Array.from({ length: 150 }, (_, at) => `X-${at}: ${at}\r\n`).join('');
    const text = `HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Long: ${'a'.repeat(20_000)}\r\n${many}\r\n`;
    const reply = await withServer(answering(text), ({ session }) => session.get('/', []));
    expect(reply.ok && reply.headers).toHaveLength(100);
    expect(reply.ok && reply.headers.find(([name]) => name === 'x-long')?.[1]).toHaveLength(8192);
  });

  test.each([
    ['64 KiB of a longer body, and goes on', 100_000, 1],
    ['64 KiB of one that never ends, and opens another connection', 5_000_000, 2],
  ])('keeps %s', async (_what, length, connections) => {
    const text = `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length)}`;
    await withServer(answering(text), async (served) => {
      const reply = await served.session.get('/', []);
      expect(reply.ok && reply.body).toHaveLength(64 * 1024);
      expect(reply.ok && reply.bytes).toBeLessThanOrEqual(Math.min(length, 600 * 1024));
      await served.session.get('/', []);
      expect(served.connections()).toBe(connections);
    });
  });

  test.each([
    ['no HTTP', answering('220 mail.contoso.com\r\n'), 'request request-malformed'],
    [
      'endless headers',
      answering(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(100_000)}`),
      'request request-oversized',
    ],
    ['nothing and an end', (socket: Socket) => void socket.end(), 'request request-failed'],
    ['a reset', (socket: Socket) => void socket.resetAndDestroy(), 'request request-failed'],
    [
      'half a body',
      (socket: Socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi'),
      'request request-failed',
    ],
    ['silence', () => undefined, 'request request-timeout'],
  ])('is told a failure by %s', async (_what, answer, failure) => {
    const reply = await withServer(answer, ({ session }) => session.get('/', []), { answerMs: 200 });
    expect(code(reply)).toBe(failure);
  });

  test('is told by TLS that OpenSSL cannot come to terms with that this machine cannot ask', async () => {
    // handshake_failure to whatever is offered.
    const alert = (socket: Socket): void => void socket.end(Buffer.from('15030300020228', 'hex'));
    const reply = await withServer(alert, ({ session }) => session.get('/', []), { tls: true });
    expect(code(reply)).toBe('local local-limit');
  });

  test.each([
    ['silence', () => undefined, 'tls tls-timeout'],
    ['an end', (socket: Socket) => void socket.end(), 'tls session-failed'],
  ])('takes %s in the handshake for what it is', async (_what, answer, failure) => {
    const reply = await withServer(answer, ({ session }) => session.get('/', []), {
      tls: true,
      answerMs: 200,
    });
    expect(code(reply)).toBe(failure);
  });

  test('ends at once when it is stopped', async () => {
    const reply = await withServer(
      () => undefined,
      ({ session, stop }) => {
        const asked = session.get('/', []);
        setTimeout(() => stop.abort(), 20);
        return asked;
      },
      { answerMs: 60_000 },
    );
    expect(code(reply)).toBe('local aborted');
  });

  test('never rejects, whatever the headers are', async () => {
    const line = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.tuple(fc.string({ maxLength: 10 }), fc.string({ maxLength: 30 })).map((pair) => pair.join(': ')),
      fc.constantFrom(
        'Transfer-Encoding: chunked',
        'Content-Length: -1',
        'Content-Length: 99999999999999999999',
        'Upgrade: h2c',
      ),
    );
    const answers = fc.tuple(
      fc.constantFrom('200', '101', '302', '999', '1', 'x'),
      fc.array(line, { maxLength: 6 }),
    );
    await fc.assert(
      fc.asyncProperty(answers, async ([status, lines]) => {
        const text = `HTTP/1.1 ${status} -\r\n${lines.join('\r\n')}\r\n\r\n`;
        const answer = (socket: Socket): void => void socket.end(Buffer.from(text, 'latin1'));
        const reply = await withServer(answer, ({ session }) => session.get('/', []), { answerMs: 300 });
        expect(typeof reply.ok).toBe('boolean');
      }),
      { numRuns: 60 },
    );
  });
});
