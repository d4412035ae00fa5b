import type { Log, Result } from 'sarif';
import type { Finding, Severity } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { prettyJson } from './pretty-json.ts';
import { refuseOtherViews, type RenderOptions, type Reporter } from './reporter.ts';
import { concerned } from './table/fold.ts';
import { places } from './table/place.ts';

/**
 * SARIF 2.1.0 (OASIS Standard) for code scanning: what fails and what could not be assessed; what passed and what does not
 * apply only if asked for. Services are logical locations; the targets file is the place in a file, where there is one.
 */
export const sarif: Reporter = {
  id: 'sarif',
  title: 'results in SARIF 2.1.0, for code scanning',
  render(report, options) {
    refuseOtherViews('sarif', options);
    return `${prettyJson(logOf(report, options))}\n`;
  },
};

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** A number for each severity, by which code scanning sorts; the bounds are those of CVSS. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string | null>> = {
  info: null,
  low: '2.5',
  medium: '5.5',
  high: '8.0',
  critical: '9.5',
};

const LEVELS = { info: 'none', low: 'note', medium: 'warning', high: 'error', critical: 'error' } as const;

function logOf(report: Report, options: RenderOptions): Log {
  const { run, tool } = report;
  const shown = report.findings.filter(
    ({ outcome }) => options.verbose > 1 || outcome === 'fail' || outcome === 'unknown',
  );
  const known = new Map(report.rules.map((rule) => [rule.id, rule]));
  const ids = [...new Set([...known.keys(), ...shown.map(({ rule }) => rule)])];
  const index = new Map(ids.map((id, at) => [id, at]));
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            semanticVersion: tool.version,
            rules: ids.map((id) => {
              const rule = known.get(id);
              const severity = rule?.severity ?? 'info';
              const rank = SECURITY_SEVERITY[severity];
              return {
                id,
                shortDescription: { text: forMessage(rule?.title ?? id) },
                defaultConfiguration: { level: LEVELS[severity] },
                properties: {
                  tags: ['security', id.split('/', 1)[0] ?? id],
                  ...(rank === null ? {} : { 'security-severity': rank }),
                },
              };
            }),
          },
        },
        invocations: [
          {
            executionSuccessful: run.complete,
            startTimeUtc: run.startedAt,
            endTimeUtc: run.finishedAt,
            toolExecutionNotifications: notAssessed(report),
          },
        ],
        results: shown.map((finding) => resultOf(finding, report, options, index.get(finding.rule) ?? 0)),
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
}

function resultOf(finding: Finding, report: Report, options: RenderOptions, ruleIndex: number): Result {
  const { id, rule, message, fix, severity, waived } = finding;
  const where = concerned(finding);
  const names = where.length > 0 ? where : places([finding], report);
  const file = options.targetsFile;
  return {
    ruleId: rule,
    ruleIndex,
    ...standing(finding),
    message: { text: forMessage(message === '' ? rule : message) },
    locations: [
      {
        ...(file === undefined
          ? {}
          : { physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: 1 } } }),
        logicalLocations: names.map((name) => ({ fullyQualifiedName: name, kind: 'resource' })),
      },
    ],
    partialFingerprints: { 'findingId/v1': id },
    ...(waived === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: 'external' as const,
              status: 'accepted' as const,
              justification: `${waived.reason} (${waived.who}, until ${waived.until})`,
            },
          ],
        }),
    properties: { severity, ...(fix.length === 0 ? {} : { fix }) },
  };
}

/** A level says something only where something fails (3.27.9, 3.27.10). */
function standing({ outcome, severity }: Finding): Pick<Result, 'kind' | 'level'> {
  switch (outcome) {
    case 'pass':
      return { kind: 'pass', level: 'none' };
    case 'not-applicable':
      return { kind: 'notApplicable', level: 'none' };
    case 'unknown':
      return { kind: 'open', level: 'none' };
    case 'fail':
      return severity === 'info'
        ? { kind: 'informational', level: 'none' }
        : { kind: 'fail', level: LEVELS[severity] };
  }
}

function notAssessed({ summary, endpoints, run }: Report) {
  const failures = new Map(endpoints.map(({ id, failure }) => [id, failure]));
  const lines = summary.not_assessed.map((id) => `${id}: ${failures.get(id) ?? 'not assessed'}`);
  const stopped = run.complete ? [] : [`The run was stopped: ${run.stopped ?? 'no reason recorded'}`];
  return [...stopped, ...lines].map((text) => ({
    level: 'warning' as const,
    message: { text: forMessage(text) },
  }));
}

/** Braces hold the place of arguments (3.11.5), brackets begin a link (3.11.6). */
function forMessage(text: string): string {
  return text.replace(/[{}]/g, '$&$&').replace(/[\\[\]]/g, '\\$&');
}

/** A relative reference or a file URI, of a path of Windows too. */
function uriOf(path: string): string {
  const parts = path.replaceAll('\\', '/').split('/');
  const drive = /^[A-Za-z]:$/.test(parts[0] ?? '');
  const encoded = parts
    .map((part, at) => (drive && at === 0 ? part : encodeURIComponent(part.replace(/\p{Cs}/gu, '\uFFFD'))))
    .join('/');
  return drive ? `file:///${encoded}` : encoded.startsWith('/') ? `file://${encoded}` : encoded;
}
