import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPki } from '../../src/lab/pki.ts';
import { exchange2019 } from '../../src/lab/policies.ts';
import { tlsServer } from '../../src/lab/tls-server.ts';
import type { Report } from '../../src/model/report.ts';
import { pem } from '../fixtures/certificates.ts';
import { readCsv } from '../reporters/read-csv.ts';
import { type LocalServer, serve } from './local-server.ts';
import { run } from './program.ts';

// Whole processes and servers on a busy machine.
jest.setTimeout(60_000);

let folder = '';
let servers: readonly LocalServer[] = [];
let argv: readonly string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
  const roots = join(folder, 'roots.pem');
  const pki = await createPki(Date.now());
  await writeFile(roots, pki.authorities.map(pem).join(''));
  const [both, internal] = [
    await pki.commercial(['a.localhost', 'b.localhost']),
    await pki.internal(['c.localhost']),
  ];
  servers = await Promise.all(
    [both, internal].map((rsa) => serve(tlsServer(exchange2019({ rsa }), randomBytes))),
  );
  const [first, second] = servers.map(({ port }) => port);
  const target = (host: string, port: number | undefined) => ({
    host,
    addresses: ['127.0.0.1'],
    services: [`https:${port}`],
  });
  const targets = join(folder, 'targets.json');
  const list = [target('a.localhost', first), target('b.localhost', first), target('c.localhost', second)];
  await writeFile(targets, JSON.stringify({ targets: list }));
  argv = ['check', '--targets', targets, '--ca', roots, '--by', 'certificate'];
});

afterAll(async () => {
  for (const server of servers) await server.stop();
  await rm(folder, { recursive: true });
});

function sorted(ends: readonly string[]): readonly string[] {
  return ends.toSorted((one, other) => Date.parse(one) - Date.parse(other));
}

test('the table names each certificate once with every host that presents it', async () => {
  const { stdout, stderr } = await run(argv, { environment: { COLUMNS: '100' } });
  const port = servers[0]?.port;
  expect(stdout).toMatch(/^Certificates, next expiry first\n/);
  expect(stdout).toContain(`a.localhost:${port} https`);
  expect(stdout).toContain(`b.localhost:${port} https`);
  expect(stdout.match(/2 names: a\.localhost, b\.localhost/g)).toHaveLength(1);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(stderr).toBe('');
});

test('CSV has a row for each certificate, next expiry first', async () => {
  const { stdout } = await run([...argv, '-f', 'csv']);
  const [head = [], ...rows] = readCsv(stdout);
  const column = (name: string): readonly string[] => rows.map((row) => row[head.indexOf(name)] ?? '');
  expect(new Set(column('sha256')).size).toBe(rows.length);
  const leaves = rows.filter((row) => row[head.indexOf('role')] === 'leaf');
  expect(leaves).toHaveLength(2);
  const shared = leaves.find((row) => row[head.indexOf('names')] === 'a.localhost b.localhost');
  expect(shared?.[head.indexOf('endpoints')]?.split(' ')).toHaveLength(2);
  expect(column('not_after')).toEqual(sorted(column('not_after')));
});

test('JSON has the next expiry first and is judged again as any other report', async () => {
  const { stdout } = await run([...argv, '-f', 'json']);
  const report = JSON.parse(stdout) as Report;
  const ends = report.certificates.map(({ not_after }) => not_after);
  expect(ends).toEqual(sorted(ends));
  expect(report.certificates.filter(({ role }) => role === 'leaf')).toHaveLength(2);
  const again = ['judge', '-', '--by', 'certificate', '-f', 'csv'];
  const judged = await run([...again, '--ca', join(folder, 'roots.pem')], { input: stdout });
  expect(judged.stderr).toBe('');
  expect(readCsv(judged.stdout)).toHaveLength(report.certificates.length + 1);
  const without = await run(again, { input: stdout });
  expect(without.stderr).toContain('--ca gives it');
});

test('JSON Lines are refused before anybody is asked', async () => {
  const before = servers.map((server) => server.connections());
  const { code, stdout, stderr } = await run([...argv, '-f', 'jsonl']);
  expect(stderr).toMatch(/^exchange-tls: --by certificate: jsonl has a line for each endpoint[^\n]+\n$/);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(servers.map((server) => server.connections())).toEqual(before);
});
