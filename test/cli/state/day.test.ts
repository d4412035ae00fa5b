import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../src/cli/main.ts';
import { createPki } from '../../../src/lab/pki.ts';
import { exchange2019, windows2012 } from '../../../src/lab/policies.ts';
import { tlsServer } from '../../../src/lab/tls-server.ts';
import { pem } from '../../fixtures/certificates.ts';
import { type LocalServer, serve } from '../../e2e/local-server.ts';
import { type FakeShell, fakeShell, type FakeShellOptions } from '../fake-shell.ts';

// Whole servers on a busy machine.
jest.setTimeout(60_000);

const DAY = 86_400_000;
const DEAD = (socket: Socket): void => void socket.destroy();

let server: LocalServer;
let other: LocalServer;
let handler: (socket: Socket) => void = DEAD;
let [good, renewed, weak] = [DEAD, DEAD, DEAD];
let files: Record<string, string> = {};
let state = '';
let folders = '';

beforeAll(async () => {
  const pki = await createPki(Date.now());
  files = { 'roots.pem': pki.authorities.map(pem).join('') };
  good = tlsServer(exchange2019({ rsa: await pki.commercial(['localhost']) }), randomBytes);
  renewed = tlsServer(exchange2019({ rsa: await pki.commercial(['localhost']) }), randomBytes);
  weak = tlsServer(windows2012({ rsa: await pki.commercial(['localhost']) }), randomBytes);
  server = await serve((socket) => handler(socket));
  other = await serve((socket) => good(socket));
  folders = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
});

afterAll(async () => {
  await server.stop();
  await other.stop();
  await rm(folders, { recursive: true });
});

beforeEach(async () => {
  state = await mkdtemp(join(folders, 'state-'));
  handler = good;
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly shell: FakeShell;
}

async function run(argv: readonly string[], options: FakeShellOptions = {}): Promise<Ran> {
  const shell = fakeShell({ ...options, files: { ...files, ...options.files } });
  const place = [`https://localhost:${server.port}`, '--ipv4', '--ca', 'roots.pem', '--retries', '0'];
  const code = await main(['check', ...place, '--timeout', '5', '--state', state, ...argv], shell);
  return { code, out: shell.out(), err: shell.err(), shell };
}

const only = (...argv: readonly string[]): Promise<Ran> => run(['--only-changes', ...argv]);

async function series(): Promise<string> {
  const [name = ''] = await readdir(state);
  return join(state, name);
}

const SILENCE = { code: 0, out: '', err: '' };

describe('a day of runs from a scheduler', () => {
  test('says once what has changed, and what it cannot be sure of not at all', async () => {
    expect((await only()).out).toContain('All well');
    expect(await only()).toMatchObject(SILENCE);

    handler = renewed;
    const renewal = await only();
    expect(renewal).toMatchObject({ code: 0, err: '' });
    expect(renewal.out).toMatch(/^What has changed since the run of /);
    expect(renewal.out).toContain('Another certificate is presented');
    expect(await only()).toMatchObject(SILENCE);

    handler = weak;
    const changed = await only();
    expect(changed).toMatchObject({ code: 1, err: '' });
    expect(changed.out).toContain('appeared');
    expect(changed.out).toContain('tls/weak-cipher');
    expect(await only()).toMatchObject({ code: 1, out: '', err: '' });

    handler = renewed;
    expect((await only()).out).toContain('resolved');
  });

  test('names a silent server in the second run, and its return', async () => {
    // Another server goes on to answer: a run without any answer speaks at once.
    const both = (): Promise<Ran> => only(`https://localhost:${other.port}`);
    await both();
    handler = DEAD;
    expect(await both()).toMatchObject({ code: 3, out: '', err: '' });
    const second = await both();
    expect(second.code).toBe(3);
    expect(second.out).toContain('It did not answer in 2 runs in a row');
    expect(await both()).toMatchObject({ code: 3, out: '', err: '' });
    handler = good;
    const back = await both();
    expect(back).toMatchObject({ code: 0 });
    expect(back.out).toContain('It answers again.');
    expect(back.out).not.toContain('appeared');
  });

  test('speaks at once if nothing answers at all', async () => {
    await only();
    handler = DEAD;
    const { code, out, err } = await only('-q');
    expect(code).toBe(3);
    expect(out).toContain('Nothing could be assessed');
    expect(err).toContain('could not be assessed');
  });

  test('with --quiet prints nothing when nothing is wrong, and everything when something is', async () => {
    expect(await run(['-q'])).toMatchObject(SILENCE);
    handler = weak;
    const { code, out } = await run(['-q']);
    expect(code).toBe(1);
    expect(out).toContain('What has changed');
    expect(out).toContain('What is wrong');
  });

  test('with --quiet and --only-changes speaks when both something is wrong and something has changed', async () => {
    expect(await only('-q')).toMatchObject(SILENCE);
    handler = renewed;
    expect(await only('-q')).toMatchObject(SILENCE);
    handler = weak;
    const { code, out } = await only('-q');
    expect(code).toBe(1);
    expect(out).toMatch(/^What has changed since the run of /);
    expect(await only('-q')).toMatchObject({ code: 1, out: '', err: '' });
  });

  test('with --quiet still hands JSON to the program that reads it', async () => {
    expect(JSON.parse((await run(['-q', '-f', 'json'])).out)).not.toHaveProperty('changes');
    expect(JSON.parse((await run(['-q', '-f', 'json'])).out)).toMatchObject({ changes: { changes: [] } });
  });

  test('keeps no answer from a waiver that has ended', async () => {
    handler = weak;
    const until = new Date(Date.now() + DAY).toISOString().slice(0, 10);
    const waivers = ['tls/*', 'names/*', 'cert/*', 'http/*', 'exchange/*', 'org/*'].map((rule) => ({
      rule,
      reason: 'until the old printers are gone',
      who: 'M. Meier',
      until,
    }));
    const accepted = { files: { 'w.json': JSON.stringify(waivers) } };
    const options = ['--waivers', 'w.json', '--only-changes'];
    const first = await run(options, accepted);
    expect(first.code).toBe(0);
    expect(first.out).toContain('Accepted risks');
    expect(await run(options, accepted)).toMatchObject(SILENCE);
    const later = await run(options, { ...accepted, now: () => Date.now() + 3 * DAY });
    expect(later.code).toBe(1);
    expect(later.out).toMatch(/appeared/);
    const table = await run(['--waivers', 'w.json'], { ...accepted, now: () => Date.now() + 3 * DAY });
    expect(table.out).toContain(`the waiver ended on ${until}, so`);
  });

  test('waits a random time first, and asks for a file that is not there at once', async () => {
    const { shell } = await run(['-q', '--jitter', '60'], { random: () => 0.25 });
    expect(shell.waits).toEqual([15_000]);
    const refused = await run(['--jitter', '60', '--waivers', 'none.json']);
    expect(refused.code).toBe(2);
    expect(refused.shell.waits).toEqual([]);
  });
});

describe('two runs at the same time', () => {
  test('are one: the second ends with 4 and no word, and asks nothing', async () => {
    await run(['-q']);
    const owner = { pid: 99, machine: 'scanner', since: '2026-11-22T06:00:00.000Z' };
    await writeFile(join(await series(), 'lock'), JSON.stringify(owner));
    const before = server.connections();
    expect(await run([], { running: [99] })).toMatchObject({ code: 4, out: '', err: '' });
    expect(server.connections()).toBe(before);
    const plugin = await run(['-f', 'nagios'], { running: [99] });
    expect(plugin).toMatchObject({ code: 3, err: '' });
    expect(plugin.out).toContain('UNKNOWN');
  });

  test('are not, if the first one was killed: its lock is broken with a word', async () => {
    await run(['-q']);
    const owner = { pid: 99, machine: 'scanner', since: '2026-11-22T06:00:00.000Z' };
    await writeFile(join(await series(), 'lock'), JSON.stringify(owner));
    const { code, err } = await run(['-q']);
    expect(code).toBe(0);
    expect(err).toMatch(/^exchange-tls: a lock of process 99 on scanner was left behind: [^\n]+\n$/);
    expect(await readdir(await series())).not.toContain('lock');
  });
});

describe('what is kept', () => {
  const reports = async (): Promise<readonly string[]> =>
    (await readdir(await series())).filter((name) => /^\d.*\.json$/.test(name));

  test('survives a process that was killed while it wrote', async () => {
    await only();
    const folder = await series();
    await writeFile(join(folder, 'journal.json.1234567890'), '{"form');
    const [report = ''] = await reports();
    const text = await readFile(join(folder, report), 'utf8');
    handler = weak;
    await only();
    // The report was written, and the process killed before the journal was.
    const [, second = ''] = await reports();
    const later = await readFile(join(folder, second), 'utf8');
    await rm(join(folder, 'journal.json'));
    await writeFile(join(folder, report), text);
    await writeFile(join(folder, second), later);
    expect(await only()).toMatchObject({ code: 1, out: '', err: '' });
    expect(await readdir(folder)).not.toContain('journal.json.1234567890');
  });

  test('is made anew of the reports if the journal is damaged, with a word', async () => {
    await only();
    await writeFile(join(await series(), 'journal.json'), '{"format": 1');
    const { code, out, err } = await only();
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('journal.json is damaged');
    expect(await only()).toMatchObject(SILENCE);
  });

  test('is pruned to as many as are wanted', async () => {
    for (let count = 0; count < 4; count += 1) await run(['-q', '--keep', '2']);
    expect(await reports()).toHaveLength(2);
    expect(await run(['-q', '--keep-days', '1'], { now: () => Date.now() + 2 * DAY })).toMatchObject({
      err: '',
    });
    expect(await reports()).toHaveLength(1);
  });

  test('that cannot be written is said, after the report, with 2 unless something is wrong', async () => {
    await run(['-q']);
    const folder = await series();
    await rm(join(folder, 'journal.json'));
    await mkdir(join(folder, 'journal.json', 'in-the-way'), { recursive: true });
    const { code, out, err } = await run([]);
    expect(code).toBe(2);
    expect(out).toContain('All well');
    expect(err).toContain('the run is not kept: ');
    handler = weak;
    expect((await run(['-q'])).code).toBe(1);
  });

  test('cannot be put into a file: that is found out before anything is asked', async () => {
    const before = server.connections();
    await writeFile(join(state, 'file'), '');
    const shell = fakeShell({ files });
    const argv = ['check', `https://localhost:${server.port}`, '--state', join(state, 'file')];
    expect(await main(argv, shell)).toBe(2);
    expect(shell.err()).toContain('cannot be written');
    expect(server.connections()).toBe(before);
  });

  test('is told as the history of a host', async () => {
    await run(['-q']);
    await run(['-q']);
    handler = weak;
    await run(['-q']);
    const shell = fakeShell();
    expect(await main(['history', 'localhost', '--state', state], shell)).toBe(0);
    expect(shell.out()).toContain('check, baseline by build, the first of its kind');
    expect(shell.out()).toContain('then 1 run without a change');
    expect(shell.out()).toContain('tls/weak-cipher');
    const json = fakeShell();
    await main(['history', 'localhost', '--state', state, '-f', 'json'], json);
    expect(JSON.parse(json.out())).toMatchObject({
      host: 'localhost',
      timeline: [{ compared: false, quiet: 1 }, { compared: true }],
    });
    const none = fakeShell();
    expect(await main(['history', 'mail.contoso.com', '--state', state], none)).toBe(2);
    expect(none.err()).toContain('no run of "mail.contoso.com"; of localhost there are some');
  });
});

test.each([
  [['--only-changes'], '--only-changes: needs --state'],
  [['--state', 'x', '-f', 'jsonl'], '--state: keeps whole reports'],
  [['--state', ''], '--state: expected a folder'],
  [['--state', 'default'], 'neither XDG_STATE_HOME'],
])('%j is refused: %s', async (argv, words) => {
  const shell = fakeShell();
  expect(await main(['check', 'mail.contoso.com', ...argv], shell)).toBe(2);
  expect(shell.err()).toContain(words);
});
