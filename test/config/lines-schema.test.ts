import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { z } from 'zod';
import { type lineSchema, linesJsonSchema } from '../../src/config/lines-schema.ts';
import type { JsonLine } from '../../src/reporters/jsonl-line.ts';
import { jsonl } from '../../src/reporters/jsonl.ts';
import { hostileReport } from '../fixtures/hostile-report.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { cleanReport, contosoReport } from '../fixtures/report.ts';
import { golden } from '../reporters/golden.ts';
import { renderOptions } from '../reporters/options.ts';

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
type Agree<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

const ajv = new Ajv2020({ strict: true, allErrors: true });
formats.default(ajv);
const validate = ajv.compile(linesJsonSchema());

const linesOf = (report: ReturnType<typeof contosoReport>): readonly string[] =>
  jsonl.render(report, renderOptions()).trimEnd().split('\n');

describe('the published schema of lines', () => {
  test('is the golden file', () => {
    const actual = `${JSON.stringify(linesJsonSchema(), null, 2)}\n`;
    expect(actual).toBe(golden('line.schema.json', actual));
  });

  test.each([
    ['Contoso', contosoReport()],
    ['a clean run', cleanReport()],
    ['nothing at all', contosoReport({ endpoints: [], findings: [], observations: [], certificates: [] })],
    ...HOSTILE_STRINGS.map((text) => [JSON.stringify(text).slice(0, 40), hostileReport(text)] as const),
  ])('accepts every line of %s', (_, report) => {
    for (const line of linesOf(report)) {
      validate(JSON.parse(line));
      expect(validate.errors).toBeNull();
    }
  });

  test.each([
    ['another type', { type: 'rule' }],
    ['a key that it does not name', { added: 1 }],
    ['another major version', { schemaVersion: '2.0' }],
    ['a run without its beginning', { run: { depth: 'scan' } }],
  ])('refuses %s', (_, change) => {
    for (const line of linesOf(contosoReport())) {
      expect(validate({ ...JSON.parse(line), ...change })).toBe(false);
    }
  });

  test('and the reporter describe the same lines', () => {
    const agree: Agree<Frozen<z.infer<typeof lineSchema>>, Frozen<JsonLine>> = true;
    expect(agree).toBe(true);
  });
});
