import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPki } from '../../src/lab/pki.ts';
import { exchange2019 } from '../../src/lab/policies.ts';
import { tlsServer } from '../../src/lab/tls-server.ts';
import type { JsonLine } from '../../src/reporters/jsonl-line.ts';
import { pem } from '../fixtures/certificates.ts';
import { type LocalServer, serve } from './local-server.ts';
import { ended, run, start } from './program.ts';

// Whole processes and servers on a busy machine.
jest.setTimeout(60_000);

let folder = '';
let server: LocalServer;
let argv: readonly string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
  const roots = join(folder, 'roots.pem');
  const pki = await createPki(Date.now());
  await writeFile(roots, pki.authorities.map(pem).join(''));
  const names = ['a.localhost', 'b.localhost', 'c.localhost'];
  server = await serve(tlsServer(exchange2019({ rsa: await pki.commercial(names) }), randomBytes));
  const targets = join(folder, 'targets.json');
  const services = [`https:${server.port}`];
  const list = names.map((host) => ({ host, addresses: ['127.0.0.1'], services }));
  await writeFile(targets, JSON.stringify({ targets: list }));
  argv = ['check', '--targets', targets, '--ca', roots, '-f', 'jsonl'];
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const linesOf = (text: string): readonly JsonLine[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonLine);

describe('JSON Lines', () => {
  test('come through standard output and end as other formats do', async () => {
    const { code, stdout, stderr } = await run(argv);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = linesOf(stdout);
    expect(lines.filter(({ type }) => type === 'endpoint')).toHaveLength(3);
    expect(lines.at(-1)).toMatchObject({ type: 'summary', run: { complete: true } });
  });

  test('grow in a file', async () => {
    const path = join(folder, 'fleet.jsonl');
    const { code, stdout, stderr } = await run([...argv, '-o', path]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(linesOf(await readFile(path, 'utf8'))).toHaveLength(7);
  });

  test('that nobody reads any more end the program quietly', async () => {
    const child = start([...argv, '--concurrency', '1']);
    const end = ended(child);
    await once(child.stdout, 'readable');
    child.stdout.destroy();
    expect(await end).toMatchObject({ signal: null, stderr: '' });
  });

  test('are made of a saved report as well', async () => {
    const path = join(folder, 'report.json');
    const format = argv.slice(0, -1);
    await run([...format, 'json', '-o', path]);
    const { stdout } = await run(['judge', path, '-f', 'jsonl']);
    expect(linesOf(stdout).map(({ type }) => type)).toEqual([
      'endpoint',
      'endpoint',
      'endpoint',
      'target',
      'summary',
    ]);
  });
});
