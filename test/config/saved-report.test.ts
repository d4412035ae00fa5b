import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import * as fc from 'fast-check';
import type { z } from 'zod';
import { ConfigError } from '../../src/config/config-error.ts';
import type { reportSchema } from '../../src/config/report-schema.ts';
import { MOST_REPORT, parseSavedReport, reportJsonSchema } from '../../src/config/saved-report.ts';
import type { Report } from '../../src/model/report.ts';
import { json } from '../../src/reporters/json.ts';
import { hostileReport } from '../fixtures/hostile-report.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { cleanReport, contosoReport } from '../fixtures/report.ts';
import { golden } from '../reporters/golden.ts';
import { renderOptions } from '../reporters/options.ts';

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
type Agree<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

const SAVED = json.render(contosoReport(), renderOptions());

/** The saved report with one value replaced, by path. */
function changed(path: readonly (string | number)[], value: unknown): string {
  const report = JSON.parse(SAVED);
  const last = path.at(-1) ?? '';
  let place = report;
  for (const step of path.slice(0, -1)) place = place[step];
  place[last] = value;
  return JSON.stringify(report);
}

function refusal(text: string): string {
  try {
    parseSavedReport(text, 'old.json');
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('a saved report', () => {
  test('comes back as it was', () => {
    expect(parseSavedReport(SAVED, 'old.json')).toEqual(contosoReport());
    expect(json.render(parseSavedReport(SAVED, 'old.json'), renderOptions())).toBe(SAVED);
  });

  test.each(HOSTILE_STRINGS.map((text) => [JSON.stringify(text).slice(0, 60), text] as const))(
    'comes back as it was with %s in it',
    (_, text) => {
      const report = hostileReport(text);
      expect(parseSavedReport(json.render(report, renderOptions()), 'old.json')).toEqual(report);
    },
  );

  test('may begin with a byte order mark', () => {
    expect(parseSavedReport(`\uFEFF${SAVED}`, 'old.json')).toEqual(contosoReport());
  });

  test('of a later minor schema is read, without what was added', () => {
    const report = JSON.parse(SAVED);
    report.schemaVersion = '1.7';
    report.added = { deep: [1] };
    report.findings[0].added = true;
    report.observations[1].outcome.added = 'x';
    expect(parseSavedReport(JSON.stringify(report), 'old.json')).toEqual({
      ...contosoReport(),
      schemaVersion: '1.7',
    });
  });

  test('from before certificates had a part and places is read, without them', () => {
    const report = JSON.parse(SAVED);
    for (const one of report.certificates) {
      delete one.role;
      delete one.endpoints;
    }
    const [certificate] = parseSavedReport(JSON.stringify(report), 'old.json').certificates;
    expect(certificate).toMatchObject({ role: null, endpoints: [] });
  });

  test.each([
    ['nothing', '', 'old.json: the file is empty'],
    ['blanks', ' \n', 'old.json: the file is empty'],
    ['words', 'hello', 'old.json: not JSON; expected a saved report'],
    ['broken JSON', '{"a": nope}', 'old.json: not JSON; expected a saved report'],
    [
      'a file that was cut short',
      SAVED.slice(0, 900),
      'old.json: the file is cut short: its JSON ends too early',
    ],
    ['a file cut inside a string', '{"a": "x]}', 'old.json: the file is cut short: its JSON ends too early'],
    ['a list', '[]', 'old.json: not a report of exchange-tls; expected what "--format json" writes'],
    ['null', 'null', 'old.json: not a report of exchange-tls; expected what "--format json" writes'],
    [
      'a report of another tool',
      '{"schemaVersion": "1.0", "tool": {"name": "other"}}',
      'old.json: not a report of exchange-tls; expected what "--format json" writes',
    ],
    [
      'a newer major schema',
      changed(['schemaVersion'], '2.0'),
      'old.json: its schema is 2.0, this version reads 1.x: newer; update exchange-tls to read it',
    ],
    [
      'an older major schema',
      changed(['schemaVersion'], '0.9'),
      'old.json: its schema is 0.9, this version reads 1.x: not supported',
    ],
  ])('is refused clearly when it is %s', (_, text, message) => {
    expect(refusal(text)).toBe(message);
  });

  test.each<readonly [string, readonly (string | number)[], unknown]>([
    ['endpoints[0].port', ['endpoints', 0, 'port'], 65536],
    ['endpoints[1].protocol', ['endpoints', 1, 'protocol'], 'gopher'],
    ['certificates[0].sha256', ['certificates', 0, 'sha256'], 'AB'.repeat(32)],
    ['certificates[0].thumbprint', ['certificates', 0, 'thumbprint'], 'zz'],
    ['certificates[0].der', ['certificates', 0, 'der'], 'no base64!'],
    ['certificates[0].der', ['certificates', 0, 'der'], 'A'.repeat(400_000)],
    ['findings[0].severity', ['findings', 0, 'severity'], 'terrible'],
    ['findings[0].subject.certificate', ['findings', 0, 'subject', 'certificate'], 'x'],
    ['observations[1].outcome.suite', ['observations', 1, 'outcome', 'suite'], 70_000],
    ['observations[1].outcome.status', ['observations', 1, 'outcome', 'status'], 'maybe'],
    ['observations[0].kind', ['observations', 0, 'kind'], 'guess'],
    ['observations[0].at', ['observations', 0, 'at'], 'yesterday'],
    ['summary.fail.high', ['summary', 'fail', 'high'], -1],
    ['judged', ['judged'], null],
  ])('is refused with the path %s', (path, place, value) => {
    expect(refusal(changed(place, value))).toMatch(`old.json: ${path}: `);
  });

  test('is refused with every fault at once', () => {
    const report = JSON.parse(SAVED);
    report.endpoints[0].port = 'x';
    delete report.run.depth;
    expect(refusal(JSON.stringify(report))).toMatch(
      /^old\.json: 2 faults\n {2}run\.depth: .*\n {2}endpoints\[0\]\.port: /,
    );
  });

  test('is refused when it is larger than any report', () => {
    expect(refusal(' '.repeat(MOST_REPORT + 1))).toBe(
      'old.json: larger than 256 MB, which no report of ours is',
    );
  });

  test('cut or damaged anywhere is read or refused as a fault of the file, never anything else', () => {
    const damaged = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.integer({ min: 0, max: SAVED.length }).map((end) => SAVED.slice(0, end)),
      fc
        .tuple(fc.integer({ min: 0, max: SAVED.length }), fc.string({ unit: 'binary', maxLength: 3 }))
        .map(([at, text]) => SAVED.slice(0, at) + text + SAVED.slice(at + 1)),
    );
    fc.assert(
      fc.property(damaged, (text) => {
        expect(typeof refusal(text)).toBe('string');
      }),
    );
    expect(refusal('['.repeat(200_000))).toBe('old.json: not JSON; expected a saved report');
  });
});

describe('the published schema', () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(reportJsonSchema());

  test('is the golden file', () => {
    const actual = `${JSON.stringify(reportJsonSchema(), null, 2)}\n`;
    expect(actual).toBe(golden('report.schema.json', actual));
  });

  test('has an id and a dialect', () => {
    expect(reportJsonSchema()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'urn:exchange-tls:report:1.1',
    });
  });

  test.each([
    ['Contoso', contosoReport()],
    ['a clean run', cleanReport()],
    ['nothing at all', contosoReport({ endpoints: [], findings: [], observations: [], certificates: [] })],
    ...HOSTILE_STRINGS.map((text) => [JSON.stringify(text).slice(0, 40), hostileReport(text)] as const),
  ])('accepts the JSON of %s', (_, report) => {
    validate(JSON.parse(json.render(report, renderOptions())));
    expect(validate.errors).toBeNull();
  });

  test.each<readonly [string, readonly (string | number)[], unknown]>([
    ['a key that it does not name', ['added'], 1],
    ['a key that it does not name, deep inside', ['observations', 1, 'outcome', 'added'], 1],
    ['another major version', ['schemaVersion'], '2.0'],
    ['a fingerprint in capitals', ['certificates', 0, 'sha256'], 'AB'.repeat(32)],
    ['an unknown outcome', ['findings', 0, 'outcome'], 'perhaps'],
  ])('refuses %s', (_, place, value) => {
    expect(validate(JSON.parse(changed(place, value)))).toBe(false);
  });

  test('and the model describe the same report', () => {
    const agree: Agree<Frozen<z.infer<typeof reportSchema>>, Frozen<Report>> = true;
    expect(agree).toBe(true);
  });
});
