import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemdUnits } from '../../src/cli/schedule/systemd.ts';
import { windowsTask } from '../../src/cli/schedule/windows.ts';

const HOSTILE = ['a b', '%n', '$HOME', '"', "it's", '\\', ';', '<x> & y', 'ü', '${x}'];
const PLAN = {
  words: [process.execPath, '/dev/null', ...HOSTILE],
  every: 'week',
  hour: 6,
  minute: 5,
  startsOn: '2026-11-22',
} as const;

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exchange tls-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

test('systemd finds nothing wrong with the service and its timer', () => {
  const [service = '', timer = ''] = systemdUnits({ ...PLAN, folder }).split(/^# \/etc.*timer$/m);
  const files = [
    [join(folder, 'exchange-tls.service'), service],
    [join(folder, 'exchange-tls.timer'), timer],
  ] as const;
  for (const [path, text] of files) writeFileSync(path, text);
  const argv = ['verify', '--man=no', ...files.map(([path]) => path)];
  const { status, stdout, stderr } = spawnSync('systemd-analyze', argv, { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('the task for Windows is well-formed XML', () => {
  const path = join(folder, 'task.xml');
  const words = PLAN.words.filter((word) => !/%|\$\(/.test(word));
  writeFileSync(path, windowsTask({ ...PLAN, words, folder }));
  const text = execFileSync('xmllint', ['--xpath', 'string(//*[local-name()="Arguments"])', path], {
    encoding: 'utf8',
  });
  expect(text).toContain('<x> & y');
  expect(text).toContain('ü');
});
