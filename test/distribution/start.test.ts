import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ended } from '../e2e/program.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
  await cp(fileURLToPath(new URL('../../bin', import.meta.url)), join(folder, 'bin'), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

test('a clone that is not built says so in one line, and ends as what could not be assessed', async () => {
  const child = spawn(process.execPath, [join(folder, 'bin/exchange-tls.js'), 'check', 'mail.contoso.com']);
  const { code, stdout, stderr } = await ended(child);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toMatch(
    /^exchange-tls: cannot start: ENOENT[^\n]*Node 20\.19 or newer[^\n]*npm ci builds[^\n]*\n$/,
  );
});
