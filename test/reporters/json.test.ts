import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/model/report.ts';
import { json } from '../../src/reporters/json.ts';
import { contosoReport } from '../fixtures/report.ts';
import { golden } from './golden.ts';
import { renderOptions } from './options.ts';

describe('JSON', () => {
  const text = json.render(contosoReport(), renderOptions());

  test('is the golden file', () => {
    expect(text).toBe(golden('report.json', text));
  });

  test('holds the report unchanged', () => {
    expect(JSON.parse(text)).toEqual(contosoReport());
  });

  test('ends with one newline and has no byte order mark', () => {
    expect(text).toMatch(/^\{\n {2}"schemaVersion"[^]*[^\n]\n$/);
  });

  test('puts the schema version first, in whatever order the report was built', () => {
    const { schemaVersion, ...rest } = contosoReport();
    const late: Report = { ...rest, schemaVersion };
    expect(json.render(late, renderOptions())).toBe(text);
  });

  test('by certificate is the same report with the next expiry first', () => {
    const report = contosoReport();
    const shown = JSON.parse(json.render(report, renderOptions({ by: 'certificate' }))) as Report;
    expect(shown.certificates.map(({ subject }) => subject)).toEqual([
      'CN=EDGE01',
      'CN=mail.contoso.com, O=Contoso',
      'CN=Contoso Issuing CA, O=Contoso',
    ]);
    expect({ ...shown, certificates: report.certificates }).toEqual(report);
    expect(new Set(shown.certificates)).toEqual(new Set(report.certificates));
  });

  test('writes lists of plain values on one line', () => {
    expect(text).toContain('"suites": [4866, 4865, 49200, 49199],\n');
  });

  test('leaves out what is undefined and keeps a key named __proto__', () => {
    const odd = JSON.parse('{"a": {"__proto__": 1}, "b": [], "c": {}, "d": [null]}');
    const more = { ...contosoReport(), odd, gone: undefined } as Report;
    const back = JSON.parse(json.render(more, renderOptions()));
    expect(Object.keys(back.odd.a)).toEqual(['__proto__']);
    expect(back.odd).toEqual(odd);
    expect(back).not.toHaveProperty('gone');
  });
});
