import type { Finding } from '../model/finding.ts';
import { SEVERITIES } from '../model/finding.ts';
import type { EndpointResult, Report } from '../model/report.ts';
import { forMarkup } from './escape.ts';
import { refuseOtherViews, type RenderOptions, type Reporter } from './reporter.ts';
import { concerned } from './table/fold.ts';
import { places } from './table/place.ts';

/**
 * JUnit XML as build servers read it: a suite is an endpoint, a case is a rule. What fails is a failure, what could not be
 * assessed an error, what does not apply skipped. The shape is small and fixed, and every value goes through one escape,
 * so it is written here and held against a schema by the tests.
 */
export const junit: Reporter = {
  id: 'junit',
  title: 'test results in JUnit XML, for build servers',
  render(report, options) {
    refuseOtherViews('junit', options);
    const suites = suitesOf(report).map((suite) => suiteText(suite, report, options));
    // The schema that Jenkins holds files to (junit-10.xsd of its xunit-plugin) has `skipped` for suites alone.
    const { skipped: _skipped, ...all } = totals(report.findings, options);
    return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'exchange-tls', ...all, time: seconds(report) }, suites, '')}`;
  },
};

interface Suite {
  readonly name: string;
  readonly endpoint: EndpointResult | null;
  readonly findings: readonly Finding[];
}

/** A finding that concerns several endpoints is in a suite of its own kind, so that each is counted once. */
function suitesOf(report: Report): readonly Suite[] {
  const own = new Map(report.endpoints.map((endpoint) => [endpoint.id, [] as Finding[]]));
  const shared: Finding[] = [];
  for (const finding of report.findings) {
    const only = finding.subject.certificate === undefined ? concerned(finding) : [];
    const list = only.length === 1 ? own.get(only[0] ?? '') : undefined;
    (list ?? shared).push(finding);
  }
  const of = (test: (finding: Finding) => boolean): readonly Finding[] => shared.filter(test);
  const isCertificate = ({ subject }: Finding): boolean => subject.certificate !== undefined;
  return [
    ...report.endpoints.map((endpoint) => ({
      name: endpoint.id,
      endpoint,
      findings: own.get(endpoint.id) ?? [],
    })),
    { name: 'certificates', endpoint: null, findings: of(isCertificate) },
    { name: 'organization', endpoint: null, findings: of((finding) => !isCertificate(finding)) },
  ].filter(({ findings }) => findings.length > 0);
}

function suiteText(suite: Suite, report: Report, options: RenderOptions): string {
  const attributes = {
    name: suite.name,
    ...totals(suite.findings, options),
    time: 0,
    timestamp: report.run.startedAt.replace(/(?:\.\d+)?Z$/, ''),
    hostname: suite.endpoint?.host ?? 'localhost',
  };
  const cases = suite.findings.map((finding) => caseText(finding, report, options));
  return element('testsuite', attributes, cases, '  ');
}

function caseText(finding: Finding, report: Report, options: RenderOptions): string {
  const { rule, subject, outcome, severity, message, fix, waived } = finding;
  const about = subject.certificate === undefined ? '' : ` ${subject.certificate.slice(0, 16)}`;
  const name = `${rule}${subject.name === undefined ? '' : ` ${subject.name}`}${about}`;
  const attributes = { classname: places([finding], report).join('; '), name, time: 0 };
  const text = (lines: readonly string[]): string => lines.map((line) => forMarkup(line)).join('\n');
  const kind = kindOf(finding, options);
  const child = {
    pass: '',
    small: `<system-out>${text([`${severity}: ${message}`, ...fix])}</system-out>`,
    fail: tag('failure', { message, type: severity }, text([message, ...fix])),
    unknown: tag('error', { message, type: outcome }, text([message])),
    skipped: tag('skipped', { message: waived === undefined ? message : `accepted: ${message}` }, null),
  }[kind];
  return element('testcase', attributes, child === '' ? [] : [`      ${child}\n`], '    ');
}

/** `small` fails with a severity that was not asked to count. */
function kindOf(
  { outcome, severity, waived }: Finding,
  { failOn = 'info' }: RenderOptions,
): 'pass' | 'small' | 'fail' | 'unknown' | 'skipped' {
  switch (outcome) {
    case 'pass':
      return 'pass';
    case 'unknown':
      return 'unknown';
    case 'not-applicable':
      return 'skipped';
    case 'fail':
      if (waived !== undefined) return 'skipped';
      return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(failOn) ? 'fail' : 'small';
  }
}

function totals(findings: readonly Finding[], options: RenderOptions) {
  const kinds = findings.map((finding) => kindOf(finding, options));
  const count = (wanted: string): number => kinds.filter((kind) => kind === wanted).length;
  return {
    tests: kinds.length,
    failures: count('fail'),
    errors: count('unknown'),
    skipped: count('skipped'),
  };
}

function seconds({ run }: Report): number {
  const time = (Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000;
  return Number.isNaN(time) ? 0 : time;
}

type Attributes = Readonly<Record<string, string | number>>;

function element(name: string, attributes: Attributes, children: readonly string[], indent: string): string {
  if (children.length === 0) return `${indent}${tag(name, attributes, null)}\n`;
  return `${indent}${tag(name, attributes, `\n${children.join('')}${indent}`)}\n`;
}

function tag(name: string, attributes: Attributes, content: string | null): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${forMarkup(String(value))}"`);
  const open = `${name}${written.join('')}`;
  return content === null ? `<${open}/>` : `<${open}>${content}</${name}>`;
}
