import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HttpServer, serveHttp } from '../net/http-server.ts';
import { identity, type MailbagServer, serveMail } from '../net/mail-server.ts';
import { closedPort } from './local-server.ts';
import { run } from './program.ts';

// Whole processes on a busy machine.
jest.setTimeout(60_000);

const PASSWORD = 'correct-horse-battery';

let folder = '';
let mails: MailbagServer;
let stranger: MailbagServer;
let hook: HttpServer;
let bodies: string[] = [];

beforeAll(async () => {
  const { cert, key, ca } = await identity();
  mails = await serveMail({
    cert,
    key,
    disabledCommands: [],
    onAuth({ username, password }, _session, done) {
      if (password === PASSWORD && username !== undefined) done(null, { user: username });
      else done(new Error('no'));
    },
  });
  stranger = await serveMail({ cert, key, secure: true });
  hook = await serveHttp((_request, response, body) => {
    bodies.push(body.toString());
    response.writeHead(202).end();
  });
  folder = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
  await writeFile(join(folder, 'ca.pem'), ca);
  await writeFile(join(folder, 'password'), `${PASSWORD}\n`);
  const mail = [
    '- kind: mail',
    '  on: failure',
    '  to: [admin@contoso.com]',
    '  from: scanner@contoso.com',
    `  server: smtp://localhost:${mails.port}`,
    '  user: scanner',
    '  password: { file: password }',
    '  ca: ca.pem',
  ];
  const webhook = ['- kind: webhook', '  on: failure', '  url: { env: HOOK }'];
  await writeFile(join(folder, 'notify.yaml'), [...mail, ...webhook].join('\n'));
});

afterAll(async () => {
  await mails.close();
  await stranger.close();
  await hook.close();
  await rm(folder, { recursive: true });
});

describe('the program', () => {
  const environment = (): Readonly<Record<string, string>> => ({ HOOK: `${hook.origin}/secret-way` });

  test('sends a test message by mail and to a webhook', async () => {
    const ended = await run(['notify', join(folder, 'notify.yaml')], { environment: environment() });
    expect(ended).toEqual({
      code: 0,
      signal: null,
      stdout: 'mail to admin@contoso.com: sent\nwebhook: sent\n',
      stderr: '',
    });
    expect(mails.received).toMatchObject([{ user: 'scanner', secure: true }]);
    expect(bodies).toEqual([expect.stringContaining('"reason":"test"')]);
  });

  test('believes no certificate that it cannot verify, even where other programs shall', async () => {
    const file = join(folder, 'strangers.yaml');
    const mail = `{ kind: mail, to: [a@contoso.com], from: a@contoso.com, server: smtps://localhost:${stranger.port} }`;
    await writeFile(file, `- ${mail}\n- { kind: webhook, url: { env: STRANGER } }\n`);
    const { code, stdout } = await run(['notify', file], {
      environment: { STRANGER: `https://localhost:${stranger.port}/`, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    expect(code).toBe(3);
    expect(stdout.match(/TLS could not be started \(UNABLE_TO_GET_ISSUER_CERT_LOCALLY\)/g)).toHaveLength(2);
    expect(stranger.received).toEqual([]);
  });

  test('tells of a run in which nobody answered', async () => {
    bodies = [];
    const place = `https://localhost:${await closedPort()}`;
    const notify = ['--notify', join(folder, 'notify.yaml')];
    const { code, stdout, stderr } = await run(['check', place, '--ipv4', '-q', ...notify], {
      environment: environment(),
    });
    expect(code).toBe(3);
    expect(`${stdout}${stderr}`).not.toMatch(/secret-way|correct-horse/);
    expect(bodies).toEqual([expect.stringContaining('nothing could be assessed')]);
    expect(mails.received.at(-1)?.text).toContain('localhost: nothing could be assessed');
  });
});
