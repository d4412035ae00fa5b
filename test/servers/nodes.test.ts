import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Report } from '../../src/model/report.ts';
import { makePki, NAMES, type Pki } from './certificates.ts';
import { startNginx } from './nginx.ts';
import { makeWorkspace, type Workspace } from './workspace.ts';

const LINES = ['20', '22', '24', '26'];
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

let workspace: Workspace;
let pki: Pki;

beforeAll(async () => {
  workspace = await makeWorkspace('nodes');
  pki = await makePki(workspace.path(''));
});

afterAll(() => workspace.remove());

/** What the report says of the server, without times and without the name of the client. */
function said(report: Report): unknown {
  const { endpoints, certificates, findings, summary } = report;
  const answers = report.observations.map(({ question, outcome }) => ({ question, outcome }));
  const text = JSON.stringify({ endpoints, certificates, findings, summary, answers });
  return JSON.parse(
    text
      .replaceAll(/node [\d.]+, openssl [\w.-]+/g, 'a Node')
      .replaceAll(/\["date","[^"]*"\]/g, '["date",""]'),
  );
}

async function reports(versions: readonly ('TLSv1.2' | 'TLSv1.3')[], folder: string): Promise<Report[]> {
  const server = await startNginx({
    versions,
    ciphers: 'ECDHE-RSA-AES256-GCM-SHA384:AES128-SHA256',
    serverOrder: true,
    groups: 'P-384:X25519',
    identities: [pki.rsa],
  });
  try {
    const output = workspace.path(folder);
    const scan = [
      'scan',
      `https://${NAMES[0]}:${server.https}`,
      '--address',
      '127.0.0.1',
      '--ca',
      pki.rootFile,
      '--concurrency',
      '1',
      '--fail-on',
      'critical',
      '--format',
      'json',
    ];
    await promisify(execFile)(path('../nodes/run.sh'), [path('../../bin/exchange-tls.js'), ...scan], {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        NODES: LINES.join(' '),
        NODES_OUTPUT: output,
      },
    });
    return await Promise.all(
      LINES.map(async (line) => JSON.parse(await readFile(`${output}/${line}.out`, 'utf8')) as Report),
    );
  } finally {
    await server.stop();
  }
}

test.each([
  ['TLS 1.2', ['TLSv1.2']],
  ['TLS 1.2 and 1.3', ['TLSv1.2', 'TLSv1.3']],
  ['TLS 1.3 alone, which takes a session of Node itself', ['TLSv1.3']],
] as const)('every supported Node says the same of a server with %s', async (_what, versions) => {
  const [first, ...others] = await reports(versions, versions.join('-'));
  if (first === undefined) throw new Error('no report');
  expect(first.summary.answered).toBe(1);
  expect(first.certificates.length).toBeGreaterThan(0);
  for (const other of others) expect(said(other)).toEqual(said(first));
});
