import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPki } from '../../src/lab/pki.ts';
import { exchange2019 } from '../../src/lab/policies.ts';
import { type Handler, tlsServer } from '../../src/lab/tls-server.ts';
import type { Report } from '../../src/model/report.ts';
import { pem } from '../fixtures/certificates.ts';
import { type LocalServer, serve } from './local-server.ts';
import { ended, run, start } from './program.ts';

// Whole processes and servers on a busy machine.
jest.setTimeout(60_000);

/** Connections that are answered before the server falls silent. */
const ANSWERED = 5;

let folder = '';
let roots = '';
let server: LocalServer;
/** How many more connections are answered; the one after them is told to `silence`. */
let left = Infinity;
let silence = (): void => undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
  roots = join(folder, 'roots.pem');
  const pki = await createPki(Date.now());
  await writeFile(roots, pki.authorities.map(pem).join(''));
  const exchange = tlsServer(exchange2019({ rsa: await pki.commercial(['localhost']) }), randomBytes);
  const handler: Handler = (socket) => {
    left -= 1;
    if (left >= 0) exchange(socket);
    else silence();
  };
  server = await serve(handler);
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const scanning = (path: string): readonly string[] => [
  'scan',
  // The server of the lab completes no session, so there is nothing to look at by HTTP.
  '--fingerprint',
  'none',
  '--ipv4',
  '--ca',
  roots,
  '--address-concurrency',
  '1',
  '-f',
  'json',
  '-o',
  path,
];

async function reportIn(path: string): Promise<Report> {
  return JSON.parse(await readFile(path, 'utf8')) as Report;
}

/** Runs the program and counts the connections that reach the server. */
async function counted(
  argv: readonly string[],
): Promise<{ readonly code: number | null; readonly served: number }> {
  const before = server.connections();
  const { code } = await run(argv);
  return { code, served: server.connections() - before };
}

/** What was found, whatever it cost. */
function found({ endpoints, findings }: Report): unknown {
  return {
    endpoints: endpoints.map((endpoint) => ({ ...endpoint, connections: null })),
    findings: findings.map(({ id, outcome, severity }) => `${id} ${outcome} ${severity}`).toSorted(),
  };
}

describe('a scan that was stopped by Ctrl-C', () => {
  let partial = '';

  beforeAll(async () => {
    partial = join(folder, 'partial.json');
    left = ANSWERED;
    const silent = new Promise<void>((resolve) => {
      silence = resolve;
    });
    const child = start([...scanning(partial), `https://localhost:${server.port}`]);
    const end = ended(child);
    await silent;
    child.kill('SIGINT');
    await end;
    left = Infinity;
  });

  test('and is resumed asks only what is open, and finds what an uninterrupted one finds', async () => {
    const [whole, resumed] = [join(folder, 'whole.json'), join(folder, 'resumed.json')];
    const first = await counted([...scanning(whole), `https://localhost:${server.port}`]);
    const second = await counted([...scanning(resumed), '--resume', partial]);
    expect(await reportIn(partial)).toMatchObject({ run: { complete: false } });
    const report = await reportIn(resumed);
    expect(report).toMatchObject({ run: { complete: true, stopped: null }, summary: { answered: 1 } });
    expect(second.served).toBe(first.served - ANSWERED);
    expect(second.code).toBe(first.code);
    expect(found(report)).toEqual(found(await reportIn(whole)));
  });

  test('and is resumed once more costs nothing when nothing is open', async () => {
    const again = join(folder, 'again.json');
    const { code, served } = await counted([...scanning(again), '--resume', join(folder, 'resumed.json')]);
    expect({ code, served }).toEqual({ code: 0, served: 0 });
  });

  test('cannot be resumed by a check', async () => {
    const { code, stderr, stdout } = await run(['check', '--resume', partial]);
    expect(stderr).toMatch(/^exchange-tls: [^\n]+partial\.json: run\.depth: a report of scan, [^\n]+\n$/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test('cannot be resumed from something else than a report in JSON', async () => {
    const { code, stderr } = await run(['scan', '--resume', roots]);
    expect(stderr).toMatch(/roots\.pem: not JSON; expected a saved report\n$/);
    expect(code).toBe(2);
  });
});
