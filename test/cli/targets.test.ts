import { describe, expect, test } from '@jest/globals';
import { NO_SOURCE, readPolicy } from '../../src/cli/policy.ts';
import { readTargets, type TargetingArguments } from '../../src/cli/targets.ts';
import { contosoReport } from '../fixtures/report.ts';
import { fakeShell } from './fake-shell.ts';

const NONE: TargetingArguments = {
  targets: undefined,
  address: undefined,
  domain: undefined,
  name: undefined,
  resume: undefined,
  ipv4: undefined,
  ipv6: undefined,
};

const shell = fakeShell({
  files: {
    'lists/targets.yaml':
      'cas: [roots.pem, /etc/roots.pem]\nbaselines: [own.json]\ntargets: [mail.contoso.com]',
    '-': '{"baselines": ["own.json"], "targets": ["edge1.contoso.com"]}',
    'own.yaml': 'baseline: exchange-2o19\ntargets: [mail.contoso.com]',
    'empty.json': '',
  },
});

const read = (args: Partial<TargetingArguments>): ReturnType<typeof readTargets> =>
  readTargets({ ...NONE, ...args }, shell);

describe('targets', () => {
  test('come from the file and the command line, each host once', async () => {
    const { targets } = await read({
      targets: 'lists/targets.yaml',
      hosts: ['mail.contoso.com', 'edge2.contoso.com'],
    });
    expect(targets.map(({ host }) => host)).toEqual(['mail.contoso.com', 'edge2.contoso.com']);
  });

  test('come from standard input', async () => {
    const { targets } = await read({ targets: '-' });
    expect(targets.map(({ host }) => host)).toEqual(['edge1.contoso.com']);
  });

  test('take the addresses and names of the command line, in their canonical form and once', async () => {
    const { targets } = await read({
      hosts: ['mail.contoso.com'],
      address: ['2001:DB8::0:1', '2001:db8::1', '192.0.2.7'],
      name: ['Autodiscover.contoso.com'],
    });
    expect(targets).toMatchObject([
      { addresses: ['2001:db8::1', '192.0.2.7'], names: ['autodiscover.contoso.com'] },
    ]);
  });

  test.each([
    [{}, /^command line: nothing to look at/],
    [{ hosts: [''] }, /^target: "": expected a host name or address, got an empty text/],
    [{ hosts: ['ftp://mail'] }, /^target: "ftp:\/\/mail": unknown protocol "ftp"/],
    [{ targets: 'none.json' }, /^none\.json: no such file$/],
    [{ targets: 'empty.json' }, /^empty\.json: the file is empty/],
    [{ hosts: ['a', 'b'], address: ['192.0.2.1'] }, /^--address: it stands for one host, .* names 2$/],
    [{ targets: '-', address: ['192.0.2.1'] }, /^--address: it stands for one host, .* names 0$/],
    [{ hosts: ['a'], address: ['192.0.2.0/24'] }, /^--address: expected one address, got the range/],
    [{ targets: '-', name: ['a.contoso.com'] }, /^--name: it adds to the hosts of the command line/],
    [{ hosts: ['a'], name: ['*.contoso.com'] }, /^--name: expected a DNS name, got the wildcard/],
  ])('%j are refused', async (args, message) => {
    await expect(read(args)).rejects.toThrow(message);
  });
});

describe('files that a targets file names', () => {
  test('are looked for beside it', async () => {
    expect((await read({ targets: 'lists/targets.yaml' })).source).toMatchObject({
      caFiles: ['lists/roots.pem', '/etc/roots.pem'],
      baselineFiles: ['lists/own.json'],
    });
  });

  test('are looked for where we are if it came from standard input', async () => {
    expect((await read({ targets: '-' })).source).toMatchObject({ baselineFiles: ['own.json'] });
  });
});

test('a baseline that the file names and nobody knows is a fault of the file', async () => {
  const { check } = await read({ targets: 'own.yaml' });
  const policy = await readPolicy({ baseline: 'exchange-se' }, NO_SOURCE, shell);
  expect(() => check(policy)).toThrow(/^own\.yaml: baseline: unknown baseline "exchange-2o19"/);
});

describe('a run that is resumed', () => {
  const earlier = contosoReport();
  const resume = (args: Partial<TargetingArguments>): ReturnType<typeof readTargets> =>
    readTargets({ ...NONE, resume: 'old.json', ...args }, shell, earlier);

  test('has the targets of its report, with their paces', async () => {
    const { targets } = await resume({});
    expect(targets).toEqual(earlier.targets);
    expect(targets.some(({ pace }) => pace?.gentle === true)).toBe(true);
  });

  test('has the targets that are named, and no other', async () => {
    const { targets } = await resume({ hosts: ['edge2.contoso.com'] });
    expect(targets.map(({ host }) => host)).toEqual(['edge2.contoso.com']);
  });

  test('is judged as its report was, unless the file says otherwise', async () => {
    const { expiry } = earlier.judged;
    expect((await resume({})).source).toMatchObject({ baseline: null, expiry });
    const judged = { ...earlier.judged, baseline: 'exchange-2016', baselineGiven: true };
    const { source } = await readTargets({ ...NONE, resume: 'old.json' }, shell, { ...earlier, judged });
    expect(source).toMatchObject({ baseline: 'exchange-2016', expiry });
    expect((await resume({ targets: 'own.yaml' })).source).toMatchObject({
      baseline: 'exchange-2o19',
      expiry,
    });
  });

  test('is refused before it asks if its report names a baseline that nobody knows', async () => {
    const targets = earlier.targets.map((target) => ({ ...target, baseline: 'contoso' }));
    const { check } = await readTargets({ ...NONE, resume: 'old.json' }, shell, { ...earlier, targets });
    const policy = await readPolicy({}, NO_SOURCE, shell);
    expect(() => check(policy)).toThrow(/targets\[0\]\.baseline: unknown baseline "contoso"/);
  });
});
