import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPki } from '../../src/lab/pki.ts';
import { exchange2019, windows2012 } from '../../src/lab/policies.ts';
import { tlsServer } from '../../src/lab/tls-server.ts';
import type { Report } from '../../src/model/report.ts';
import { pem } from '../fixtures/certificates.ts';
import { type LocalServer, serve } from './local-server.ts';
import { run } from './program.ts';

// Whole processes and servers on a busy machine.
jest.setTimeout(60_000);

let folder = '';
let roots = '';
let good: LocalServer;
let old: LocalServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
  roots = join(folder, 'roots.pem');
  const pki = await createPki(Date.now());
  await writeFile(roots, pki.authorities.map(pem).join(''));
  good = await serve(tlsServer(exchange2019({ rsa: await pki.commercial(['localhost']) }), randomBytes));
  old = await serve(tlsServer(windows2012({ rsa: await pki.internal(['localhost']) }), randomBytes));
});

afterAll(async () => {
  await good.stop();
  await old.stop();
  await rm(folder, { recursive: true });
});

// The server of the lab completes no session, so there is nothing to look at by HTTP.
const place = ({ port }: LocalServer): readonly string[] => [
  `https://localhost:${port}`,
  '--fingerprint',
  'none',
  '--ipv4',
  '--ca',
  roots,
];

describe('a server that meets the defaults', () => {
  test.each(['check', 'scan'])('ends %s with 0, a verdict and no word on standard error', async (command) => {
    const { code, stdout, stderr } = await run([command, ...place(good)]);
    expect(stdout).toMatch(
      /\nexchange-tls \S+, \w+ of \d{4}-\d\d-\d\d \d\d:\d\d UTC\n\d+ connections used in \d+\.\d s \(limit for each endpoint: 500\)\.\nAll well: 1 of 1 endpoint answered,[^\n]+\n$/,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('costs a check at most seven connections, and as many as it says', async () => {
    const before = good.connections();
    const { stdout } = await run(['check', ...place(good), '--format', 'json']);
    const report = JSON.parse(stdout) as Report;
    expect(report.summary.connections).toBe(good.connections() - before);
    expect(report.summary.connections).toBeLessThanOrEqual(7);
  });

  test('has no colour in a pipe and colour if it is wanted', async () => {
    const plain = await run(['check', ...place(good)]);
    const coloured = await run(['check', ...place(good), '--color']);
    expect(plain.stdout).not.toContain('\u001b');
    expect(coloured.stdout).toContain('\u001b[');
  });

  test('is explained with each question and answer behind the table', async () => {
    const { stdout } = await run(['check', ...place(good), '--explain']);
    const lines = stdout.slice(stdout.indexOf('All well')).split('\n');
    expect(lines[2]).toBe(`localhost:${good.port} https (127.0.0.1)`);
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^ {2}o\d+ modern: up to TLS 1\.2, \d+ suites.*: TLS 1\.2, TLS_\w+.* \(\d+ ms\)$/,
      ),
    );
  });

  test('fits a width that COLUMNS names', async () => {
    const { stdout } = await run(['check', ...place(good), '-vv'], { environment: { COLUMNS: '60' } });
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });
});

describe('a server with old defaults', () => {
  test('ends with 1, and with 0 if only worse would count', async () => {
    expect(await run(['check', ...place(old)])).toMatchObject({ code: 1, stderr: '' });
    expect(await run(['check', ...place(old), '--fail-on', 'critical'])).toMatchObject({
      code: 0,
      stderr: '',
    });
  });

  test('gives a report to keep, and judging it again gives the same findings', async () => {
    const path = join(folder, 'report.json');
    const scanned = await run(['scan', ...place(old), '--format', 'json', '--output', path]);
    expect(scanned).toMatchObject({ code: 1, stdout: '', stderr: '' });
    const before = old.connections();
    const judged = await run(['judge', path, '--ca', roots, '--format', 'json']);
    expect(judged).toMatchObject({ code: 1, stderr: '' });
    expect(JSON.parse(judged.stdout)).toEqual(JSON.parse(await readFile(path, 'utf8')));
    expect(old.connections()).toBe(before);
  });

  test('is judged again from standard input', async () => {
    const { stdout } = await run(['check', ...place(old), '--format', 'json']);
    const judged = await run(['judge', '-', '--ca', roots, '--format', 'json'], { input: stdout });
    expect(judged.stderr).toBe('');
    expect(JSON.parse(judged.stdout)).toEqual(JSON.parse(stdout));
  });

  test('gives one line of CSV for each finding', async () => {
    const { stdout } = await run(['check', ...place(old), '--format', 'csv', '--csv-delimiter', ';']);
    expect(stdout).toMatch(/^run_started;host;ip;port;/);
    expect(stdout).toContain(';tls/weak-cipher;');
  });
});

test('targets come through standard input', async () => {
  const targets = {
    targets: [{ host: 'localhost', addresses: ['127.0.0.1'], services: [`https:${good.port}`] }],
  };
  const { code } = await run(['check', '--targets', '-', '--ca', roots], { input: JSON.stringify(targets) });
  expect(code).toBe(0);
});
