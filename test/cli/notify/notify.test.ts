import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../src/cli/main.ts';
import { createPki } from '../../../src/lab/pki.ts';
import { exchange2019, windows2012 } from '../../../src/lab/policies.ts';
import { tlsServer } from '../../../src/lab/tls-server.ts';
import { type LocalServer, serve } from '../../e2e/local-server.ts';
import { pem } from '../../fixtures/certificates.ts';
import { type HttpServer, serveHttp } from '../../net/http-server.ts';
import { identity, type MailbagServer, serveMail } from '../../net/mail-server.ts';
import { type FakeShell, fakeShell, type FakeShellOptions } from '../fake-shell.ts';

// Whole servers on a busy machine.
jest.setTimeout(60_000);

const SECRET = '/services/T024BE7LH/9aXbSwordfish';
const DEAD = (socket: Socket): void => void socket.destroy();

let server: LocalServer;
let hook: HttpServer;
let mails: MailbagServer;
let handler: (socket: Socket) => void = DEAD;
let [good, renewed, weak] = [DEAD, DEAD, DEAD];
let files: Record<string, string> = {};
let folders = '';
let state = '';

/** What the webhook got, and how it answers. */
let got: Message[] = [];
let answer: (response: ServerResponse) => void = (response) => response.end();
let asked = (): void => undefined;

interface Message {
  readonly reason: string;
  readonly title: string;
  readonly items: readonly { readonly kind: string; readonly rule: string | null; readonly seenAt: string }[];
}

beforeAll(async () => {
  const pki = await createPki(Date.now());
  const own = await identity(pki);
  files = { 'roots.pem': pki.authorities.map(pem).join(''), 'conf/mail-ca.pem': own.ca };
  good = tlsServer(exchange2019({ rsa: await pki.commercial(['localhost']) }), randomBytes);
  renewed = tlsServer(exchange2019({ rsa: await pki.commercial(['localhost']) }), randomBytes);
  weak = tlsServer(windows2012({ rsa: await pki.commercial(['localhost']) }), randomBytes);
  server = await serve((socket) => handler(socket));
  hook = await serveHttp((_request, response, body) => {
    got.push(JSON.parse(body.toString()) as Message);
    answer(response);
    asked();
  });
  mails = await serveMail({ cert: own.cert, key: own.key });
  folders = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
});

afterAll(async () => {
  await server.stop();
  await hook.close();
  await mails.close();
  await rm(folders, { recursive: true });
});

beforeEach(async () => {
  state = await mkdtemp(join(folders, 'state-'));
  handler = good;
  got = [];
  answer = (response) => response.end();
  asked = () => undefined;
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly shell: FakeShell;
}

function shellWith(notify: readonly object[], options: FakeShellOptions = {}): FakeShell {
  return fakeShell({
    environment: { HOOK: `${hook.origin}${SECRET}` },
    ...options,
    files: { ...files, 'conf/notify.json': JSON.stringify({ notify }), ...options.files },
  });
}

async function started(argv: readonly string[], shell: FakeShell): Promise<Ran> {
  const place = [`https://localhost:${server.port}`, '--ipv4', '--ca', 'roots.pem', '--retries', '0'];
  const code = await main(
    ['check', ...place, '--timeout', '5', '--notify', 'conf/notify.json', ...argv],
    shell,
  );
  return { code, out: shell.out(), err: shell.err(), shell };
}

const HOOK = { kind: 'webhook', url: { env: 'HOOK' } };

const run = (argv: readonly string[] = [], notify: readonly object[] = [HOOK]): Promise<Ran> =>
  started(['--state', state, ...argv], shellWith(notify));

async function series(): Promise<string> {
  const [name = ''] = await readdir(state);
  return join(state, name);
}

const REFUSE = (response: ServerResponse): void => void response.writeHead(503).end('no_service');

describe('who wants changes', () => {
  test('is told of each once, whatever is printed', async () => {
    for (const options of [[], ['-q'], ['--only-changes'], ['-f', 'json'], ['-f', 'nagios']]) {
      got = [];
      handler = good;
      state = await mkdtemp(join(folders, 'state-'));
      expect((await run(options)).code).toBe(0);
      expect(got).toEqual([]);

      handler = weak;
      const changed = await run(options);
      expect(changed.err).toBe('');
      expect(got).toHaveLength(1);
      expect(got[0]).toMatchObject({ reason: 'change' });
      expect(got[0]?.items.map(({ kind, rule }) => `${kind} ${rule}`)).toContain('appeared tls/weak-cipher');
      await run(options);
      expect(got).toHaveLength(1);

      handler = good;
      await run(options);
      expect(got).toHaveLength(2);
      expect(new Set(got[1]?.items.map(({ kind }) => kind))).toContain('resolved');
    }
  });

  test('is told in the first run of what is wrong, and not again', async () => {
    handler = weak;
    await run();
    await run();
    expect(got).toMatchObject([{ reason: 'first' }]);
  });

  test('is not told of renewals if only the worse counts', async () => {
    const notify = [{ ...HOOK, on: 'worse' }];
    await run([], notify);
    handler = renewed;
    await run([], notify);
    expect(got).toEqual([]);
  });

  test('is told in the next run what could not be told, and the run says so with 3', async () => {
    await run();
    handler = renewed;
    answer = REFUSE;
    const failed = await run(['-f', 'json', '-o', join(folders, 'failed.json'), '-q']);
    expect(failed.code).toBe(3);
    expect(failed.err).toBe('exchange-tls: not told: webhook: answered 503: no_service\n');
    expect(failed.shell.waits).toEqual([1000]);
    expect(got).toHaveLength(2);
    const report = JSON.parse(await readFile(join(folders, 'failed.json'), 'utf8')) as {
      readonly run: { readonly startedAt: string };
    };
    expect(report).toMatchObject({
      notifications: [{ receiver: 'webhook', outcome: 'failed', why: 'answered 503: no_service' }],
    });

    answer = (response) => response.end();
    const next = await run(['--only-changes']);
    expect(next).toMatchObject({ code: 0, out: '', err: '' });
    expect(got).toHaveLength(3);
    expect(got[2]?.items.map(({ kind, seenAt }) => [kind, seenAt])).toEqual([
      ['changed', report.run.startedAt],
    ]);
    await run();
    expect(got).toHaveLength(3);
    expect(await readdir(await series())).not.toContain('undelivered.json');
  });

  test('is told in the second run that nobody answered the first, if the first could not tell it', async () => {
    handler = DEAD;
    answer = REFUSE;
    expect((await run()).code).toBe(3);
    got = [];
    answer = (response) => response.end();
    expect((await run()).code).toBe(3);
    expect(got).toMatchObject([{ reason: 'change', items: [{ kind: 'unreachable', rule: null }] }]);
    await run();
    expect(got).toHaveLength(1);
  });

  test('is told once if the run cannot be kept: when it can be', async () => {
    await run();
    const journal = join(await series(), 'journal.json');
    const text = await readFile(journal);
    await rm(journal);
    await mkdir(journal);
    handler = weak;
    await run();
    const second = await run();
    expect(got).toEqual([]);
    expect(second.code).toBe(1);
    expect(second.err).toContain('the run is not kept');
    expect(second.err).toContain('not told: webhook: the run is not kept');
    await rm(journal, { recursive: true });
    await writeFile(journal, text);
    await run();
    await run();
    expect(got).toHaveLength(1);
  });

  test('is told in the next run what one that was stopped saw', async () => {
    await run();
    handler = weak;
    const shell = shellWith([HOOK]);
    // The webhook is asked, and says nothing more.
    answer = () => undefined;
    asked = () => shell.stop(130);
    const stopped = await started(['--state', state, '-f', 'json'], shell);
    expect(stopped.code).toBe(130);
    expect(JSON.parse(stopped.out)).toMatchObject({
      notifications: [{ outcome: 'failed', why: 'stopped before it was through' }],
    });
    expect(got).toHaveLength(1);
    answer = (response) => response.end();
    asked = () => undefined;
    await run();
    expect(got).toHaveLength(2);
    expect(got[1]?.items).toEqual(got[0]?.items);
  });
});

describe('who wants failures', () => {
  const FAILURES = [{ ...HOOK, on: 'failure' }];

  test('is told after each, and needs no earlier run', async () => {
    expect((await started([], shellWith(FAILURES))).code).toBe(0);
    expect(got).toEqual([]);
    handler = weak;
    for (let count = 1; count <= 2; count += 1) {
      expect((await started([], shellWith(FAILURES))).code).toBe(1);
      expect(got).toHaveLength(count);
    }
  });

  test('is told if nobody answered', async () => {
    handler = DEAD;
    const { code } = await started([], shellWith(FAILURES));
    expect(code).toBe(3);
    expect(got).toMatchObject([{ title: expect.stringContaining('nothing could be assessed') }]);
  });
});

describe('several receivers', () => {
  test('are told for themselves: one that cannot be told takes nothing from the others', async () => {
    handler = weak;
    answer = REFUSE;
    const mail = {
      kind: 'mail',
      to: ['admin@contoso.com'],
      from: 'scanner@contoso.com',
      server: `smtp://localhost:${mails.port}`,
      ca: 'mail-ca.pem',
    };
    const { err, code } = await run([], [HOOK, mail]);
    expect(code).toBe(1);
    expect(err).toBe('exchange-tls: not told: webhook: answered 503: no_service\n');
    expect(mails.received).toHaveLength(1);
    expect(mails.received[0]?.text).toMatch(
      /^Subject: \[exchange-tls\] localhost: \d+ appeared, worst high\r$/m,
    );
    answer = (response) => response.end();
    await run([], [HOOK, mail]);
    expect(got).toHaveLength(3);
    expect(mails.received).toHaveLength(1);
  });

  test('are told with nagios, too, which hears UNKNOWN if a message does not arrive', async () => {
    answer = REFUSE;
    const always = [{ ...HOOK, on: 'always' }];
    expect((await started(['-f', 'nagios'], shellWith(always))).code).toBe(3);
    handler = weak;
    expect((await started(['-f', 'nagios'], shellWith(always))).code).toBe(2);
  });
});

describe('before the first connection', () => {
  const refusal = async (argv: readonly string[], shell: FakeShell): Promise<string> => {
    const before = server.connections();
    const { code, out, err } = await started(argv, shell);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(server.connections()).toBe(before);
    expect(err).toMatch(/^exchange-tls: [^\n]+\n$/);
    return err;
  };

  test('changes are refused without earlier runs', async () => {
    expect(await refusal([], shellWith([HOOK]))).toContain(
      'conf/notify.json: webhook wants changes (on: change), which need --state',
    );
  });

  test('lines are refused, which forget what they said', async () => {
    const shell = shellWith([{ ...HOOK, on: 'always' }]);
    expect(await refusal(['-f', 'jsonl'], shell)).toContain('--notify: tells of whole runs');
  });

  test.each<readonly [string, object, FakeShellOptions, string]>([
    ['a variable that is not set', HOOK, { environment: {} }, 'notify[0].url: the variable HOOK of the'],
    ['one that is empty', HOOK, { environment: { HOOK: '\n' } }, 'HOOK of the environment is empty'],
    ['two lines', HOOK, { environment: { HOOK: 'https://a.example/x\nb' } }, 'is not one line of text'],
    ['no address', HOOK, { environment: { HOOK: 'swordfish' } }, 'expected an address that begins with'],
    [
      'Slack in clear',
      { ...HOOK, shape: 'slack' },
      { environment: { HOOK: 'http://hooks.example/swordfish' } },
      'expected an address that begins with https://',
    ],
    ['a file that is not there', { ...HOOK, url: { file: 'hook' } }, {}, 'conf/hook: no such file'],
    [
      'a CA that is none',
      { ...HOOK, ca: 'ca.txt' },
      { files: { 'conf/ca.txt': 'x' } },
      'no certificate in PEM',
    ],
  ])('%s is found out', async (_, receiver, options, words) => {
    const err = await refusal(['--state', state], shellWith([receiver], options));
    expect(err).toContain(words);
    expect(err).not.toContain('swordfish');
  });
});

describe('a secret', () => {
  test('may stand in a file beside, with a line feed behind it', async () => {
    const always = { ...HOOK, on: 'always', url: { file: 'hook' } };
    const options = { environment: {}, files: { 'conf/hook': `${hook.origin}${SECRET}\r\n` } };
    expect((await started([], shellWith([always], options))).code).toBe(0);
    expect(hook.requests.at(-1)).toBe(`POST ${SECRET}`);
  });

  test('is nowhere in what is printed or kept, not even if the other side repeats it', async () => {
    handler = weak;
    answer = (response) => response.writeHead(404).end(`there is no ${hook.origin}${SECRET}`);
    const json = join(folders, 'secret.json');
    const { out, err } = await run(['--explain', '-vv', '-o', `json=${json}`]);
    expect(err).toContain('answered 404: (what it answered quotes a secret and is not shown)');
    const kept = await series();
    const texts = await Promise.all((await readdir(kept)).map((name) => readFile(join(kept, name), 'utf8')));
    expect(texts.length).toBeGreaterThan(2);
    for (const text of [out, err, await readFile(json, 'utf8'), ...texts]) {
      expect(text.toLowerCase()).not.toContain('swordfish');
      expect(text).not.toContain('T024BE7LH');
    }
  });
});

describe('notify', () => {
  test('sends a test to everybody and says what came of it', async () => {
    const shell = shellWith([HOOK, { ...HOOK, name: 'nobody \u001B[31m', url: { env: 'NONE' } }], {
      environment: { HOOK: `${hook.origin}${SECRET}`, NONE: 'http://localhost:1/swordfish' },
    });
    expect(await main(['notify', 'conf/notify.json'], shell)).toBe(3);
    expect(shell.out()).toMatch(
      /^webhook: sent\nnobody \\u\{1b\}\[31m: failed: the port is closed: the connection was refused \(ECONNREFUSED\)\n$/,
    );
    expect(got).toMatchObject([{ reason: 'test', run: null, items: [] }]);
  });

  test('ends with 0 if all got it, and with 2 for a file that cannot be used', async () => {
    expect(await main(['notify', 'conf/notify.json'], shellWith([HOOK]))).toBe(0);
    const shell = fakeShell();
    expect(await main(['notify', 'none.json'], shell)).toBe(2);
    expect(shell.err()).toBe('exchange-tls: none.json: no such file\n');
  });

  test('wants a file, and repeats no address that is given instead', async () => {
    const shell = fakeShell();
    expect(await main(['notify', 'https://hooks.example/swordfish'], shell)).toBe(2);
    expect(shell.err()).toContain('expected the name of a file');
    expect(shell.err()).not.toContain('swordfish');
  });

  test('waits as long as the other side asks, but not for ever', async () => {
    for (const [wanted, waits] of [
      ['7', [7000]],
      ['600', []],
    ] as const) {
      answer = (response) => response.writeHead(429, { 'retry-after': wanted }).end();
      const shell = shellWith([HOOK]);
      expect(await main(['notify', 'conf/notify.json'], shell)).toBe(3);
      expect(shell.waits).toEqual(waits);
    }
  });

  test('waits no longer once it is stopped', async () => {
    answer = REFUSE;
    const shell = shellWith([HOOK]);
    const wait = (_ms: number, signal?: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        signal?.addEventListener('abort', () => resolve());
        shell.stop(143);
      });
    expect(await main(['notify', 'conf/notify.json'], { ...shell, wait })).toBe(143);
    expect(got).toHaveLength(1);
  });
});
