import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../src/model/finding.ts';
import { table } from '../../../src/reporters/table.ts';
import { cleanReport, contosoReport } from '../../fixtures/report.ts';
import { renderOptions } from '../options.ts';

const shown = (report = contosoReport(), verbose = 0, width = 80) =>
  table.render(report, renderOptions({ verbose, width, ascii: true }));

const UNSEEN: Finding = {
  id: 'exchange/unseen-setting|oauth',
  rule: 'exchange/unseen-setting',
  outcome: 'not-applicable',
  severity: 'info',
  subject: { name: 'oauth' },
  message: 'The Auth certificate has to be valid. It signs tokens. On a server: Get-AuthConfig',
  fix: [],
  evidence: [],
  endpoints: [],
};

describe('names in the table', () => {
  test('missing ones are shown without being asked for, each once', () => {
    const text = shown();
    expect(text).toContain('Names that certificates lack\n');
    expect(text.match(/^\| mx\.contoso\.com/gm)).toHaveLength(1);
    expect(text).toMatch(/\| mx\.contoso\.com +\| edge\.contoso\.com:25 smtp \| EDGE01 +\|/);
  });

  test('the whole matrix is shown with -v', () => {
    expect(shown()).not.toContain('Names of mail.contoso.com');
    const text = shown(contosoReport(), 1);
    expect(text).toMatch(/\| autodiscover\.contoso\.com \| 443 https +\| mail\.contoso\.com \| yes +\|/);
    expect(text).toMatch(/\| +\| 995 pop3s \| +\| not known \|/);
  });

  test('nothing is said where no name is missing, nor of a report from before', () => {
    expect(shown(cleanReport())).not.toContain('Names');
    expect(shown(contosoReport({ names_matrix: null }), 1)).not.toContain('Names');
  });

  test.each([40, 60, 80, 120])('no line is longer than %i columns', (width) => {
    const { names_matrix: names } = contosoReport();
    const missing = [{ ...names!.missing[0]!, name: `${'a'.repeat(60)}.contoso.com` }];
    const report = contosoReport({ findings: [], names_matrix: { hosts: names?.hosts ?? [], missing } });
    expect(
      Math.max(
        ...shown(report, 1, width)
          .split('\n')
          .map(({ length }) => length),
      ),
    ).toBeLessThanOrEqual(width);
  });

  test('more missing names than anybody reads are counted', () => {
    const { names_matrix: names } = contosoReport();
    const missing = Array.from({ length: 120 }, (_, at) => ({
      ...names!.missing[0]!,
      name: `n${at}.contoso.com`,
    }));
    const text = shown(contosoReport({ names_matrix: { hosts: [], missing } }));
    expect(text).toContain('70 more names');
    expect(text).not.toContain('n60.contoso.com');
  });
});

describe('what cannot be seen from outside', () => {
  const report = contosoReport({ findings: [UNSEEN] });

  test('is a section of its own with -v', () => {
    expect(shown(report)).not.toContain('Auth certificate');
    expect(shown(report, 1)).toContain(
      'Cannot be seen from outside\n- The Auth certificate has to be valid.',
    );
  });

  test('is not among what was not applicable', () => {
    expect(shown(report, 2).match(/Auth certificate/g)).toHaveLength(1);
  });
});
