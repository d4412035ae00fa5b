import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parseSavedReport, reportJsonSchema } from '../../src/config/saved-report.ts';
import { json } from '../../src/reporters/json.ts';
import { cleanReport } from '../fixtures/report.ts';
import { renderOptions } from '../reporters/options.ts';

describe('a report that says who was told', () => {
  const report = {
    ...cleanReport(),
    notifications: [
      { receiver: 'webhook', outcome: 'failed' as const, why: 'answered 503: \u001B[31m', items: 2 },
      { receiver: 'mail to admin@contoso.com', outcome: 'sent' as const, why: null, items: 2 },
    ],
  };
  const text = json.render(report, renderOptions());

  test('comes back as it was, and follows the schema', () => {
    expect(parseSavedReport(text, 'report.json')).toEqual(report);
    const ajv = new Ajv2020({ strict: true });
    formats.default(ajv);
    const validate = ajv.compile(reportJsonSchema());
    validate(JSON.parse(text));
    expect(validate.errors).toBeNull();
  });
});
