import { describe, expect, test } from '@jest/globals';
import { junit } from '../../src/reporters/junit.ts';
import { contosoReport } from '../fixtures/report.ts';
import { golden } from './golden.ts';
import { renderOptions } from './options.ts';
import { type Element, readXml } from './read-xml.ts';

const report = contosoReport();
const text = junit.render(report, renderOptions({ failOn: 'medium' }));
const root = readXml(text);
const cases = (of: Element): readonly Element[] => of.children.filter(({ name }) => name === 'testcase');
const holding = (of: Element, child: string): number =>
  cases(of).filter(({ children }) => children.some(({ name }) => name === child)).length;

describe('JUnit', () => {
  test('is the golden file', () => {
    expect(text).toBe(golden('report.junit.xml', text));
  });

  test('has every finding as one case', () => {
    expect(root.children.flatMap(cases)).toHaveLength(report.findings.length);
    expect(root.attributes['tests']).toBe(String(report.findings.length));
  });

  test('counts in every suite what is in it, and in all the sum', () => {
    for (const [child, attribute] of [
      ['failure', 'failures'],
      ['error', 'errors'],
      ['skipped', 'skipped'],
    ] as const) {
      for (const suite of root.children)
        expect(suite.attributes[attribute]).toBe(String(holding(suite, child)));
      const sum = root.children.reduce((total, suite) => total + holding(suite, child), 0);
      // Jenkins refuses a file whose root counts what is skipped.
      expect(root.attributes[attribute]).toBe(attribute === 'skipped' ? undefined : String(sum));
      expect(sum).toBeGreaterThan(0);
    }
  });

  test('fails only at or above the severity that counts', () => {
    const low = root.children
      .flatMap(cases)
      .find(({ attributes }) => /divergent/.test(attributes['name'] ?? ''));
    expect(low?.children.map(({ name }) => name)).toEqual(['system-out']);
    const all = readXml(junit.render(report, renderOptions({ failOn: 'low' })));
    expect(Number(all.attributes['failures'])).toBe(Number(root.attributes['failures']) + 1);
  });

  test('skips what is waived', () => {
    const waived = { reason: 'r', who: 'w', until: '2026-12-31' };
    const findings = report.findings.map((one) => (one.rule === 'cert/expired' ? { ...one, waived } : one));
    const other = readXml(junit.render({ ...report, findings }, renderOptions()));
    const skipped = (of: Element): number =>
      of.children.reduce((sum, suite) => sum + holding(suite, 'skipped'), 0);
    expect(skipped(other)).toBe(skipped(root) + 1);
  });
});
