import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { main } from '../../src/cli/main.ts';
import {
  compareReports,
  exitCode,
  gather,
  gatheredOf,
  judge,
  parseSavedReport,
  render,
  type Report,
  REPORTERS,
  scan,
} from '../../src/index.ts';
import { startContoso } from '../../src/lab/contoso.ts';
import { fakeShell } from '../cli/fake-shell.ts';
import { withLab } from './lab.ts';

/** Written by the version of the program whose schema was 1.0: a check of SMTP and a closed IMAP port in the lab. */
const OLD = readFileSync(new URL('../fixtures/reports/1.0.json', import.meta.url), 'utf8');

const failing = ({ findings }: Report): readonly string[] =>
  findings.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);

async function run(...argv: readonly string[]) {
  const shell = fakeShell({ files: { 'old.json': OLD }, now: () => Date.parse('2026-11-23T00:00:00Z') });
  return { code: await main(argv, shell), out: shell.out(), err: shell.err() };
}

describe('a report of schema 1.0', () => {
  const old = parseSavedReport(OLD, 'old.json');

  test('says that it is one, and is read with what it lacks as not known', () => {
    expect(JSON.parse(OLD)).toMatchObject({ schemaVersion: '1.0' });
    expect(old).toMatchObject({ schemaVersion: '1.0', names_matrix: null });
    for (const endpoint of old.endpoints) {
      expect(endpoint).toMatchObject({ baseline_reason: null, product: null, http: null, directories: [] });
    }
  });

  test('is judged again, and what failed by the rules of then still does', () => {
    const again = judge(gatheredOf(old), { now: Date.parse(old.judged.at) });
    const tls = failing(old).filter((id) => id.startsWith('tls/'));
    expect(tls.length).toBeGreaterThan(5);
    expect(failing(again)).toEqual(expect.arrayContaining(tls));
    expect(exitCode(again, 'medium')).toBe(1);
  });

  test('passes nothing that it did not ask about', () => {
    const again = judge(gatheredOf(old), { now: Date.parse(old.judged.at) });
    const newer = again.findings.filter(({ rule }) => /^(?:exchange|http|mail)\//.test(rule));
    const asked = new Set(old.rules.map(({ id }) => id));
    const passed = newer.filter(
      ({ rule, outcome, evidence }) => !asked.has(rule) && outcome === 'pass' && evidence.length === 0,
    );
    expect(passed).toEqual([]);
  });

  test.each(REPORTERS.map(({ id }) => [id]))('is rendered as %s', (format) => {
    expect(render(old, format)).toContain('contoso.com');
  });

  test('is compared with itself, and with a report of today', async () => {
    expect(compareReports(old, old).changes).toEqual([]);
    const today = await withLab(['legacy.contoso.com'], ({ world }) =>
      scan(old.targets, { world, options: { depth: 'check' } }),
    );
    const kinds = compareReports(old, today).changes.map(({ about }) => about);
    expect(kinds).toContain('certificate');
  });

  test('is resumed: what it was told is not asked again', async () => {
    await withLab(['legacy.contoso.com'], async ({ world, connections }) => {
      const served = (): number => [...connections().values()].reduce((sum, count) => sum + count, 0);
      const all = await gather(old.targets, { world, options: { depth: 'check' } });
      const whole = served();
      const rest = await gather(old.targets, {
        world,
        options: { depth: 'check' },
        resume: gatheredOf(old),
      });
      expect(rest.run.complete).toBe(true);
      expect(served() - whole).toBeLessThan(whole / 4);
      expect(rest.endpoints).toEqual(all.endpoints);
    });
  });

  test.each<readonly [string, number]>([
    ['judge old.json', 1],
    ['judge old.json --now -f json', 1],
    ['plan old.json', 0],
    ['plan old.json -f json', 0],
    ['clients old.json', 0],
    ['whatif old.json --policy exchange-2019', 0],
    ['whatif old.json --policy exchange-2019 -f json', 0],
    ['explain tls/weak-cipher old.json', 0],
  ])('is taken by "%s"', async (line, code) => {
    const result = await run(...line.split(' '));
    expect({ code: result.code, err: result.err }).toEqual({ code, err: '' });
    expect(result.out).not.toBe('');
  });

  test('is taken by "diff old.json old.json", which names the port that answered neither time', async () => {
    const { code, out, err } = await run('diff', 'old.json', 'old.json');
    expect(code).toBe(0);
    expect(out).toMatch(/^Nothing has changed since /);
    expect(err).toMatch(
      /^exchange-tls: nothing could be compared at .*:993 imaps: no answer in either report\n$/,
    );
  });

  test('is taken by "fix old.json", which names the port that did not answer', async () => {
    const { code, out, err } = await run('fix', 'old.json');
    expect(code).toBe(0);
    expect(out).toContain('# Could not be assessed, so nothing is here for: imaps://');
    expect(err).toMatch(/^exchange-tls: could not be assessed: .*:993 imaps \(.*\)\n$/);
  });
});

describe('a report of another schema', () => {
  test('of the same major version is read, whatever was added anywhere', () => {
    const report: unknown = JSON.parse(OLD, (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? { ...value, added_later: [{ x: 1 }] }
        : value,
    );
    const newer = { ...(report as object), schemaVersion: '1.99' };
    const read = parseSavedReport(JSON.stringify(newer), 'newer.json');
    expect(read.schemaVersion).toBe('1.99');
    const again = judge(gatheredOf(read), { now: Date.parse(read.judged.at) });
    const known = judge(gatheredOf(parseSavedReport(OLD, 'old.json')), { now: Date.parse(read.judged.at) });
    expect({ ...again, schemaVersion: '' }).toEqual({ ...known, schemaVersion: '' });
  });

  test.each(['judge', 'diff old.json', 'fix', 'plan', 'explain tls/weak-cipher'])(
    'of another major version is refused by "%s" with 2, and in words',
    async (line) => {
      const text = OLD.replace('"schemaVersion": "1.0"', '"schemaVersion": "2.0"');
      const shell = fakeShell({ files: { 'new.json': text, 'old.json': OLD } });
      expect(await main([...line.split(' '), 'new.json'], shell)).toBe(2);
      expect(shell.err()).toBe(
        'exchange-tls: new.json: its schema is 2.0, this version reads 1.x: newer; update exchange-tls to read it\n',
      );
      expect(shell.out()).toBe('');
    },
  );
});

/** What a report of version 1.0 may lack, or later ones may: by the members that lead there, `*` for each of a list. */
const MAY_LACK = [
  'judged.baselineGiven',
  'summary.waived',
  'targets.*.views',
  'targets.*.knocks',
  'targets.*.pace',
  'endpoints.*.views',
  'endpoints.*.baseline_reason',
  'endpoints.*.product',
  'endpoints.*.directories',
  'endpoints.*.http',
  'endpoints.*.chains.*.trust',
  'endpoints.*.chains.*.openssl',
  'certificates.*.role',
  'certificates.*.revocation',
  'certificates.*.endpoints',
  'names_matrix',
  'clients',
  'waivers',
  'changes',
] as const;

function without(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return value;
  if (step === '*') return Array.isArray(value) ? value.map((one) => without(one, rest)) : value;
  const { [step]: member, ...others } = value as Record<string, unknown>;
  if (rest.length === 0 || member === undefined) return others;
  return { ...others, [step]: without(member, rest) };
}

describe('a report without what older ones do not have', () => {
  let today = '';

  beforeAll(async () => {
    const lab = await startContoso();
    const names = ['hq.contoso.com', 'legacy.contoso.com'];
    const targets = lab.targets.filter(({ host }) => names.includes(host));
    today = render(
      await scan(targets, { world: lab.world, options: { depth: 'check', fingerprint: 'basic' } }),
      'json',
    );
    await lab.stop();
  });

  test('still can be judged, rendered and compared', () => {
    const whole = parseSavedReport(today, 'whole.json');
    const now = Date.parse(whole.judged.at);
    const verdict = judge(gatheredOf(whole), { now });
    fc.assert(
      fc.property(fc.subarray([...MAY_LACK], { minLength: 1 }), (lacking) => {
        const value = lacking.reduce<unknown>(
          (left, path) => without(left, path.split('.')),
          JSON.parse(today),
        );
        const report = parseSavedReport(JSON.stringify(value), 'older.json');
        for (const { id } of REPORTERS) expect(render(report, id).length).toBeGreaterThan(0);
        expect(compareReports(report, whole).changes).toEqual([]);
        expect(failing(judge(gatheredOf(report), { now }))).toEqual(failing(verdict));
      }),
      { numRuns: 12 },
    );
  });

  test('lacks what the schema lets it lack', () => {
    for (const path of MAY_LACK) {
      const value = without(JSON.parse(today), path.split('.'));
      expect(() => parseSavedReport(JSON.stringify(value), path)).not.toThrow();
    }
  });
});
