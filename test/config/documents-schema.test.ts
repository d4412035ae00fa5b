import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { z } from 'zod';
import { main } from '../../src/cli/main.ts';
import {
  diffJsonSchema,
  type diffSchema,
  historyJsonSchema,
  type historySchema,
} from '../../src/config/history-schema.ts';
import { planJsonSchema, type planSchema } from '../../src/config/plan-schema.ts';
import { whatIfJsonSchema, type whatIfSchema } from '../../src/config/what-if-schema.ts';
import { compareReports } from '../../src/history/compare.ts';
import {
  type DiffDocument,
  diffDocument,
  type HistoryDocument,
  historyDocument,
} from '../../src/history/documents.ts';
import type { WhatIfDocument } from '../../src/judge/what-if-document.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import type { PlanDocument } from '../../src/plan/document.ts';
import { json } from '../../src/reporters/json.ts';
import { prettyJson } from '../../src/reporters/pretty-json.ts';
import { fakeShell } from '../cli/fake-shell.ts';
import { hostileReport } from '../fixtures/hostile-report.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { contosoReport } from '../fixtures/report.ts';
import { golden } from '../reporters/golden.ts';
import { renderOptions } from '../reporters/options.ts';

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
type Agree<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

const REPORT = contosoReport();
const LATER: Report = {
  ...REPORT,
  run: { ...REPORT.run, startedAt: '2026-03-08T08:00:00.000Z' },
  findings: REPORT.findings.map((one): Finding =>
    one.rule === 'cert/expired' ? { ...one, outcome: 'pass' } : one,
  ),
};

const files = (report: Report, later: Report): Readonly<Record<string, string>> => ({
  'old.json': json.render(report, renderOptions()),
  'new.json': json.render(later, renderOptions()),
  'targets.yaml': 'targets: [mail.contoso.com, shop.fabrikam.com, ex01.contoso.local]',
});

const FILES: Readonly<Record<string, string>> = {
  ...files(REPORT, LATER),
  // Of the lab: what would be asks for certificates that can be read.
  'lab.json': readFileSync(new URL('../fixtures/reports/1.0.json', import.meta.url), 'utf8'),
};

async function written(line: string, read = FILES): Promise<string> {
  const shell = fakeShell({ files: read, now: () => Date.parse('2026-03-09T00:00:00Z') });
  expect(await main(line.split(' '), shell)).toBeLessThan(2);
  return shell.out();
}

const HISTORY = historyDocument(
  'mail.contoso.com',
  [
    {
      startedAt: '2026-03-01T08:00:00.000Z',
      depth: 'check',
      baseline: 'by build',
      compared: false,
      complete: true,
      changes: [],
      quiet: 3,
    },
    {
      startedAt: '2026-03-08T08:00:00.000Z',
      depth: 'check',
      baseline: 'by build',
      compared: true,
      complete: false,
      changes: compareReports(LATER, REPORT).changes,
      quiet: 0,
    },
  ],
  '0.1.0',
);

function validator(schema: object): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  formats.default(ajv);
  return ajv.compile(schema);
}

const KINDS: readonly (readonly [string, object, () => Promise<string>])[] = [
  ['diff', diffJsonSchema(), () => written('diff old.json new.json -f json')],
  ['history', historyJsonSchema(), () => Promise.resolve(`${prettyJson(HISTORY)}\n`)],
  ['plan', planJsonSchema(), () => written('plan targets.yaml -f json')],
  ['whatif', whatIfJsonSchema(), () => written('whatif lab.json --policy exchange-2019 -f json')],
];

describe.each(KINDS)('the published schema of %s', (name, schema, text) => {
  const validate = validator(schema);

  test('is the golden file', () => {
    const actual = `${JSON.stringify(schema, null, 2)}\n`;
    expect(actual).toBe(golden(`${name}.schema.json`, actual));
  });

  test('is printed by the command', async () => {
    expect(JSON.parse(await written(`schema ${name}`))).toEqual(schema);
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `urn:exchange-tls:${name}:1.1`,
    });
  });

  test('accepts what is written, which is the golden file', async () => {
    const actual = await text();
    validate(JSON.parse(actual));
    expect(validate.errors).toBeNull();
    expect(actual).toBe(golden(`${name}.json`, actual));
  });

  test.each([
    ['a key that it does not name', { added: 1 }],
    ['another major version', { schemaVersion: '2.0' }],
    ['another tool', { tool: { name: 'other', version: '1' } }],
  ])('refuses %s', async (_, change) => {
    const value = JSON.parse(await text());
    expect(validate(value)).toBe(true);
    expect(validate({ ...value, ...change })).toBe(false);
  });
});

describe('what a server says', () => {
  const validDiff = validator(diffJsonSchema());
  const validPlan = validator(planJsonSchema());
  const validWhatIf = validator(whatIfJsonSchema());
  const control = /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u;

  test.each(HOSTILE_STRINGS.map((text) => [JSON.stringify(text).slice(0, 50), text] as const))(
    'stays text in JSON: %s',
    async (_, text) => {
      const hostile = hostileReport(text);
      const read = files(contosoReport({ findings: [] }), hostile);
      const diff = await written('diff old.json new.json -f json', read);
      const plan = await written('plan new.json -f json', read);
      const whatIf = await written('whatif new.json --policy exchange-2019 -f json', read);
      expect(validDiff(JSON.parse(diff))).toBe(true);
      expect(validPlan(JSON.parse(plan))).toBe(true);
      expect(validWhatIf(JSON.parse(whatIf))).toBe(true);
      expect(diff + plan + whatIf).not.toMatch(control);
    },
  );
});

describe('a plan in JSON', () => {
  test('by a targets file has no prediction, and says what was left out', async () => {
    const plan = JSON.parse(await written('plan targets.yaml -f json'));
    expect(validator(planJsonSchema())(plan)).toBe(true);
    expect(plan).toMatchObject({
      source: 'targets',
      at: '2026-03-09T00:00:00.000Z',
      prediction: null,
      left_out: [{ name: 'ex01.contoso.local' }],
      certificates: [{ existing: null, names: ['mail.contoso.com', 'shop.fabrikam.com'] }],
    });
    expect(plan.warnings.join('\n')).toContain('2 domains (contoso.com, fabrikam.com)');
  });

  test('says the same as the plan for people', async () => {
    const [plan, text] = [JSON.parse(await written('plan old.json -f json')), await written('plan old.json')];
    expect(validator(planJsonSchema())(plan)).toBe(true);
    expect(plan.source).toBe('report');
    expect(plan.prediction.gone.length).toBeGreaterThan(0);
    for (const { common_name } of plan.certificates) expect(text).toContain(`CN=${common_name}`);
    for (const line of plan.commands) expect(text).toContain(line);
  });
});

describe('what a baseline would bring, in JSON', () => {
  const LINE = 'whatif lab.json --policy exchange-2019';

  test('is the same by --json, whatever the format is', async () => {
    const whatIf = await written(`${LINE} -f json`);
    expect(await written(`${LINE} --json`)).toBe(whatIf);
    expect(await written(`${LINE} --json -f table`)).toBe(whatIf);
  });

  test('says the same as the words for people', async () => {
    const [whatIf, text] = [JSON.parse(await written(`${LINE} -f json`)), await written(`${LINE} -f table`)];
    expect(text).toBe(await written(LINE));
    expect(whatIf).toMatchObject({ schemaVersion: '1.1', policy: 'exchange-2019' });
    expect(whatIf.stop.length).toBeGreaterThan(0);
    const flat = text.replaceAll(/\s+/g, ' ');
    for (const { title } of [...whatIf.stop, ...whatIf.fail, ...whatIf.doubt]) expect(flat).toContain(title);
    for (const { rule } of whatIf.gone) expect(flat).toContain(rule);
  });
});

test('schemas and what is written are described alike', () => {
  const diff: Agree<Frozen<z.infer<typeof diffSchema>>, Frozen<DiffDocument>> = true;
  const history: Agree<Frozen<z.infer<typeof historySchema>>, Frozen<HistoryDocument>> = true;
  const plan: Agree<Frozen<z.infer<typeof planSchema>>, Frozen<PlanDocument>> = true;
  const whatIf: Agree<Frozen<z.infer<typeof whatIfSchema>>, Frozen<WhatIfDocument>> = true;
  expect([diff, history, plan, whatIf]).toEqual([true, true, true, true]);
  expect(diffDocument(compareReports(REPORT, LATER), '0.1.0')).toMatchObject({ schemaVersion: '1.1' });
});

test('a schema that there is not is refused by its name', async () => {
  const shell = fakeShell();
  expect(await main(['schema', 'reports'], shell)).toBe(2);
  expect(shell.err()).toMatch(/^exchange-tls: of: expected one of report, lines, .*, got "reports" /);
});
