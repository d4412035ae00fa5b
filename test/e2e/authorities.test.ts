import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main.ts';
import { authorityServer } from '../../src/lab/authority-server.ts';
import { exchange2019 } from '../../src/lab/policies.ts';
import { type Handler, tlsServer } from '../../src/lab/tls-server.ts';
import type { FetchObservation } from '../../src/model/observation.ts';
import type { Report } from '../../src/model/report.ts';
import { makeCrl } from '../certs/revocation/make-crl.ts';
import { makeOcsp } from '../certs/revocation/make-ocsp.ts';
import { fakeShell, type FakeShell } from '../cli/fake-shell.ts';
import { type Issued } from '../fixtures/certificates.ts';
import { caWith, leafWith } from '../scan/authority.ts';
import { type LocalServer, serve } from './local-server.ts';

// Whole runs on a busy machine.
jest.setTimeout(60_000);

const DAY = 86_400_000;
const days = (number: number): string =>
  new Date(Math.floor(Date.now() / 1000) * 1000 + number * DAY).toISOString();

let folder = '';
let authority: LocalServer;
let server: LocalServer;
let issuing: Issued;
let leaf: Issued;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
  let answering: Handler = () => undefined;
  authority = await serve((socket) => answering(socket));
  const origin = `http://127.0.0.1:${authority.port}`;
  const notBefore = new Date(days(-30));
  const root = caWith('Root', {}, { notBefore });
  issuing = caWith('Issuing', { crl: [`${origin}/root.crl`] }, { issuer: root, notBefore });
  leaf = leafWith(
    { issuer: [`${origin}/issuing.cer`], ocsp: [`${origin}/ocsp`] },
    { issuer: issuing, names: ['localhost'], notBefore, days: 90, key: 'rsa-2048' },
  );
  const revoked = { at: days(-2), reason: 1 };
  answering = authorityServer({
    '/issuing.cer': { type: 'application/pkix-cert', answer: () => issuing.der },
    '/root.crl': {
      type: 'application/pkix-crl',
      answer: () => makeCrl({ issuer: root, thisUpdate: days(-1), nextUpdate: days(5) }),
    },
    '/ocsp': {
      type: 'application/ocsp-response',
      answer: () =>
        makeOcsp({
          singles: [
            {
              certificate: leaf,
              issuer: issuing,
              status: revoked,
              thisUpdate: days(-1),
              nextUpdate: days(3),
            },
          ],
          producedAt: days(-1),
        }),
    },
  });
  server = await serve(tlsServer(exchange2019({ rsa: [leaf.der] }), randomBytes));
});

afterAll(async () => {
  await server.stop();
  await authority.stop();
  await rm(folder, { recursive: true });
});

interface Ran {
  readonly code: number;
  readonly shell: FakeShell;
  /** Requests that reached the authority. */
  readonly asked: number;
}

async function run(argv: readonly string[], environment = {}, files = {}): Promise<Ran> {
  const shell = fakeShell({ environment, files, stderr: { isTerminal: true, columns: 200 } });
  const before = authority.connections();
  const code = await main([...argv, '--ipv4'], shell);
  return { code, shell, asked: authority.connections() - before };
}

const target = (): string => `https://localhost:${server.port}`;
const fetching = (cache: string): readonly string[] => [
  'check',
  target(),
  '--fetch-issuers',
  '--revocation',
  'online',
  '--cache',
  join(folder, cache),
];

function fetches({ observations }: Report): readonly FetchObservation[] {
  return observations.filter((observation): observation is FetchObservation => observation.kind === 'fetch');
}

describe('a run that asks certification authorities', () => {
  test('has every answer in its report, and the certificates that came', async () => {
    const { shell, asked } = await run([...fetching('a'), '-f', 'json']);
    const report = JSON.parse(shell.out()) as Report;
    expect(
      fetches(report)
        .map(({ asked: { purpose }, outcome }) => `${purpose} ${outcome.status}`)
        .toSorted(),
    ).toEqual(
      // The root is not there: nobody knows who signs the list of the issuing authority.
      ['crl failed', 'issuer fetched', 'ocsp fetched'],
    );
    expect(report.certificates.map(({ sha256 }) => sha256)).toContain(issuing.certificate.sha256);
    expect(asked).toBe(2);
    expect(shell.err()).toContain('; 2 fetches from certification authorities');
  });

  test('says in words what was asked and answered', async () => {
    const { shell } = await run([...fetching('b'), '--explain', '-q']);
    expect(shell.out()).toMatch(
      /issuer\/[0-9a-f]{8}: the issuer of [0-9a-f]{8} from http:\/\/127\.0\.0\.1:\d+\/issuing\.cer: \d+ bytes of application\/pkix-cert, certificate [0-9a-f]{8} \(\d+ ms\)/,
    );
    expect(shell.out()).toMatch(/2 fetches from certification\s+authorities\./);
  });

  test('asks nobody again while answers are kept, unless none may be', async () => {
    const first = await run([...fetching('c'), '-f', 'json']);
    const second = await run([...fetching('c'), '-f', 'json']);
    expect([first.asked, second.asked]).toEqual([2, 0]);
    expect(await readdir(join(folder, 'c'))).toHaveLength(2);
    const cached = fetches(JSON.parse(second.shell.out()) as Report).flatMap(({ outcome }) =>
      outcome.status === 'fetched' ? [outcome.cached] : [],
    );
    expect(cached).toEqual([true, true]);
    const argv = ['check', target(), '--fetch-issuers', '--no-cache', '-f', 'json'];
    expect((await run(argv, { XDG_CACHE_HOME: join(folder, 'd') })).asked).toBe(1);
    expect(await readdir(folder)).not.toContain('d');
  });

  test('keeps answers in the folder of the user', async () => {
    await run(['check', target(), '--fetch-issuers'], { XDG_CACHE_HOME: join(folder, 'e') });
    expect(await readdir(join(folder, 'e', 'exchange-tls', 'answers'))).toHaveLength(1);
  });

  test('that is resumed does not ask again', async () => {
    const path = join(folder, 'first.json');
    const argv = ['--fetch-issuers', '--revocation', 'online', '--no-cache', '-f', 'json'];
    const first = await run(['check', target(), ...argv]);
    await writeFile(path, first.shell.out());
    const second = await run(['check', '--resume', path, ...argv], {}, { [path]: first.shell.out() });
    expect([first.asked, second.asked]).toEqual([2, 0]);
    const [before, after] = [first, second].map(({ shell }) => JSON.parse(shell.out()) as Report);
    expect(after?.certificates.map(({ sha256 }) => sha256)).toEqual(
      before?.certificates.map(({ sha256 }) => sha256),
    );
    expect(await readFile(path, 'utf8')).toContain('"kind": "fetch"');
  });

  test('line by line counts what it has fetched', async () => {
    const { shell, asked } = await run([...fetching('f'), '-f', 'jsonl']);
    expect(asked).toBe(2);
    expect(shell.err()).toContain('; 2 fetches from certification authorities');
  });

  test('does so because its targets file says so, unless the command line says otherwise', async () => {
    const file = JSON.stringify({
      fetchIssuers: true,
      revocation: 'online',
      targets: [{ host: 'localhost', services: [{ protocol: 'https', port: server.port }] }],
    });
    const argv = ['check', '--targets', 't.json', '--no-cache', '-f', 'json'];
    expect((await run(argv, {}, { 't.json': file })).asked).toBe(2);
    const less = [...argv, '--no-fetch-issuers', '--revocation', 'stapled'];
    expect((await run(less, {}, { 't.json': file })).asked).toBe(0);
  });

  test('asks nobody unless it is told to', async () => {
    expect((await run(['check', target(), '-f', 'json'])).asked).toBe(0);
  });
});
