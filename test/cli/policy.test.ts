import { describe, expect, test } from '@jest/globals';
import { NO_SOURCE, readPolicy } from '../../src/cli/policy.ts';
import { fakeShell } from './fake-shell.ts';

const OWN = JSON.stringify({ id: 'contoso', extends: 'exchange-2019', minRsaBits: 4096 });
const shell = fakeShell({
  files: {
    'contoso.json': OWN,
    'folder/contoso': OWN,
    'broken.yaml': 'id: [',
    'text.pem': 'nothing in here',
    'broken.pem': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  },
});

describe('the baseline', () => {
  test.each([
    ['nothing said', {}, NO_SOURCE, 'exchange-2019'],
    ['the file', {}, { ...NO_SOURCE, baseline: 'exchange-se' }, 'exchange-se'],
    [
      'the command line first',
      { baseline: 'exchange-2016' },
      { ...NO_SOURCE, baseline: 'exchange-se' },
      'exchange-2016',
    ],
    ['a file on the command line', { baseline: 'contoso.json' }, NO_SOURCE, 'contoso'],
    ['a path on the command line', { baseline: 'folder/contoso' }, NO_SOURCE, 'contoso'],
    [
      'one of the files by its id',
      {},
      { ...NO_SOURCE, baseline: 'contoso', baselineFiles: ['contoso.json'] },
      'contoso',
    ],
    [
      'the same from the command line',
      { baseline: 'contoso' },
      { ...NO_SOURCE, baselineFiles: ['contoso.json'] },
      'contoso',
    ],
  ])('with %s', async (_case, args, source, id) => {
    expect((await readPolicy(args, source, shell)).baseline.id).toBe(id);
  });

  test('is given if anybody chose it, were it the usual one', async () => {
    const given = async (...of: [Parameters<typeof readPolicy>[0], Parameters<typeof readPolicy>[1]]) =>
      (await readPolicy(...of, shell)).baselineGiven;
    expect(await given({}, NO_SOURCE)).toBe(false);
    expect(await given({ baseline: 'exchange-2019' }, NO_SOURCE)).toBe(true);
    expect(await given({}, { ...NO_SOURCE, baseline: 'exchange-2019' })).toBe(true);
  });

  test('of a file is known to targets as well', async () => {
    const { baselines } = await readPolicy({ baseline: 'contoso.json' }, NO_SOURCE, shell);
    expect(baselines.map(({ id, minRsaBits }) => [id, minRsaBits])).toEqual([['contoso', 4096]]);
  });

  test.each([
    ['exchange-2091', /^--baseline: unknown baseline "exchange-2091".*did you mean "exchange-2019"\?$/],
    ['none.json', /^none\.json: no such file$/],
    ['broken.yaml', /^broken\.yaml: line 1, column/],
  ])('%j is refused', async (baseline, message) => {
    await expect(readPolicy({ baseline }, NO_SOURCE, shell)).rejects.toThrow(message);
  });
});

describe('the days before the end of a certificate', () => {
  test.each([
    [{}, null, [60, 30]],
    [{}, { warningDays: 20, criticalDays: 10 }, [20, 10]],
    [{ 'warning-days': 90 }, null, [90, 30]],
    [{ 'warning-days': 14 }, null, [14, 14]],
    [{ 'critical-days': 75 }, null, [75, 75]],
    [{ 'warning-days': 14, 'critical-days': 7 }, { warningDays: 20, criticalDays: 10 }, [14, 7]],
  ])('%j and a file with %j', async (args, expiry, [warningDays, criticalDays]) => {
    const policy = await readPolicy(args, { ...NO_SOURCE, expiry }, shell);
    expect(policy.expiry).toEqual({ warningDays, criticalDays });
  });

  test('are refused in the wrong order', async () => {
    const args = { 'warning-days': 10, 'critical-days': 20 };
    await expect(readPolicy(args, NO_SOURCE, shell)).rejects.toThrow(
      '--critical-days: expected at most --warning-days (10), got 20',
    );
  });
});

describe('files with authorities', () => {
  test.each([
    ['none.pem', 'none.pem: no such file'],
    ['text.pem', 'text.pem: expected certificates in PEM'],
    ['broken.pem', 'broken.pem: certificate 1: not a certificate'],
  ])('%j is refused', async (path, message) => {
    await expect(readPolicy({ ca: [path] }, NO_SOURCE, shell)).rejects.toThrow(message);
  });
});
