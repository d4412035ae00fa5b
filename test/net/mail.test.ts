import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { SMTPServerOptions } from 'smtp-server';
import type { Delivery } from '../../src/net/delivery.ts';
import { dialTcp } from '../../src/net/dial.ts';
import { type MailRequest, type MailServer, sendMail } from '../../src/net/mail.ts';
import { resolveSystem } from '../../src/net/resolve.ts';
import { closedPort, serve } from '../e2e/local-server.ts';
import { type Identity, identity, type MailbagServer, serveMail } from './mail-server.ts';

jest.setTimeout(30_000);

const WORLD = { resolve: resolveSystem, dial: dialTcp };
const PASSWORD = 'correct horse battery';

let known: Identity;
let stranger: Identity;
const servers: MailbagServer[] = [];

beforeAll(async () => {
  [known, stranger] = await Promise.all([identity(), identity()]);
});

afterAll(async () => {
  for (const server of servers) await server.close();
});

async function begin(options: SMTPServerOptions = {}): Promise<MailbagServer> {
  const server = await serveMail({ cert: known.cert, key: known.key, ...options });
  servers.push(server);
  return server;
}

function send(
  port: number,
  server: Partial<MailServer> = {},
  request: Partial<MailRequest> = {},
): Promise<Delivery> {
  return sendMail(
    {
      server: {
        host: 'localhost',
        port,
        implicit: false,
        starttls: 'required',
        ca: [known.ca],
        credentials: null,
        ...server,
      },
      from: 'scanner@contoso.com',
      to: ['admin@contoso.com'],
      subject: 'Größe',
      text: 'one\n.\ntwo\n',
      date: Date.UTC(2026, 10, 22, 6),
      timeoutMs: 10_000,
      signal: new AbortController().signal,
      ...request,
    },
    WORLD,
  );
}

/** Takes one password. */
const LOGIN: SMTPServerOptions = {
  disabledCommands: [],
  authMethods: ['PLAIN', 'LOGIN'],
  onAuth({ username, password }, _session, done) {
    if (password === PASSWORD && username !== undefined) done(null, { user: username });
    else done(new Error(`no user ${username} with ${password}`));
  },
};

describe('a mail', () => {
  test('is handed over behind STARTTLS', async () => {
    const server = await begin();
    expect(await send(server.port)).toEqual({ ok: true });
    const [mail] = server.received;
    expect(mail).toMatchObject({
      from: 'scanner@contoso.com',
      to: ['admin@contoso.com'],
      secure: true,
      user: null,
    });
    expect(mail?.text).toMatch(/^Subject: =\?UTF-8\?Q\?Gr=C3=B6=C3=9Fe\?=\r$/m);
    expect(mail?.text).toMatch(/^Date: Sun, 22 Nov 2026 06:00:00 \+0000\r$/m);
    expect(mail?.text).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(mail?.text).toMatch(/\r\n\r\none\r\n\.\r\ntwo\r\n$/);
  });

  test('is handed over in TLS from the first byte', async () => {
    const server = await begin({ secure: true });
    expect(await send(server.port, { implicit: true })).toEqual({ ok: true });
    expect(server.received).toMatchObject([{ secure: true }]);
  });

  test('is handed over with a login', async () => {
    const server = await begin(LOGIN);
    const credentials = { user: 'scanner', password: PASSWORD };
    expect(await send(server.port, { credentials })).toEqual({ ok: true });
    expect(server.received).toMatchObject([{ user: 'scanner', secure: true }]);
  });

  test('is handed over in clear only to whom that is said of', async () => {
    const server = await begin({ disabledCommands: ['AUTH', 'STARTTLS'] });
    expect(await send(server.port, { starttls: 'never' })).toEqual({ ok: true });
    expect(await send(server.port, { starttls: 'if-offered' })).toEqual({ ok: true });
    expect(await send(server.port)).toMatchObject({ ok: false });
    expect(server.received.map(({ secure }) => secure)).toEqual([false, false]);
  });
});

describe('a mail is not handed over', () => {
  test.each([
    ['behind STARTTLS', false],
    ['in TLS', true],
  ])('to a server whose certificate nobody vouches for, %s', async (_, implicit) => {
    const server = await begin({ secure: implicit, cert: stranger.cert, key: stranger.key });
    const result = await send(server.port, { implicit });
    expect(result).toMatchObject({
      ok: false,
      why: 'TLS could not be started (UNABLE_TO_GET_ISSUER_CERT_LOCALLY)',
      passing: false,
    });
    expect(server.received).toEqual([]);
  });

  test('to a server with another name', async () => {
    const server = await begin();
    const result = await send(server.port, { host: '127.0.0.1' });
    expect(result).toMatchObject({
      ok: false,
      why: 'TLS could not be started (ERR_TLS_CERT_ALTNAME_INVALID)',
    });
    expect(server.received).toEqual([]);
  });

  test('with a wrong password, which nobody repeats', async () => {
    const server = await begin(LOGIN);
    const result = await send(server.port, {
      credentials: { user: 'scanner', password: 'hunter2-swordfish' },
    });
    expect(result).toMatchObject({
      ok: false,
      why: 'the login was refused (535)',
      reply: null,
      passing: false,
    });
    expect(JSON.stringify(result)).not.toContain('swordfish');
    expect(server.received).toEqual([]);
  });

  test('without a login to a server that offers none', async () => {
    const server = await begin();
    const result = await send(server.port, { credentials: { user: 'scanner', password: PASSWORD } });
    expect(result).toMatchObject({ ok: false, passing: false });
    expect(server.received).toEqual([]);
  });

  test.each([
    [450, true],
    [550, false],
  ])('if its recipient is refused with %d; that passes: %s', async (responseCode, passing) => {
    const server = await begin({
      onRcptTo: (_address, _session, done) =>
        done(Object.assign(new Error('no such user'), { responseCode })),
    });
    const result = await send(server.port);
    expect(result).toMatchObject({ ok: false, passing, inPart: false });
    expect(result).toMatchObject({ why: `the server answered ${responseCode} to RCPT TO` });
    expect(JSON.stringify(result)).toContain('no such user');
  });

  test('to all if one recipient is refused, and that is said', async () => {
    const server = await begin({
      onRcptTo: ({ address }, _session, done) =>
        done(address.startsWith('b') ? Object.assign(new Error('no'), { responseCode: 550 }) : null),
    });
    const result = await send(server.port, {}, { to: ['a@contoso.com', 'b@contoso.com'] });
    expect(result).toMatchObject({
      ok: false,
      why: 'refused for b@contoso.com; the others have it',
      inPart: true,
      passing: false,
    });
    expect(server.received).toMatchObject([{ to: ['a@contoso.com'] }]);
  });

  test('where nobody listens, which may pass', async () => {
    expect(await send(await closedPort())).toMatchObject({
      ok: false,
      why: 'the port is closed: the connection was refused (ECONNREFUSED)',
      passing: true,
    });
  });

  test('if the server says nothing in time, or we are stopped', async () => {
    const silent = await serve();
    try {
      expect(await send(silent.port, {}, { timeoutMs: 100 })).toMatchObject({
        ok: false,
        why: 'no whole answer within 0.1 s',
        passing: false,
      });
      const stop = new AbortController();
      const sending = send(silent.port, {}, { signal: stop.signal });
      await silent.reached;
      stop.abort();
      expect(await sending).toMatchObject({ ok: false, why: 'stopped before it was through' });
      expect(await send(silent.port, {}, { signal: stop.signal })).toMatchObject({ ok: false });
    } finally {
      await silent.stop();
    }
  });

  test('if the server ends the talk, whatever it says', async () => {
    for (const greeting of ['', '554 \u001B[31mno\r\n', 'HTTP/1.1 400 Bad Request\r\n\r\n', '220 x\r\n']) {
      const rude = await serve((socket) => socket.end(greeting));
      expect(await send(rude.port)).toMatchObject({ ok: false });
      await rude.stop();
    }
  });
});
