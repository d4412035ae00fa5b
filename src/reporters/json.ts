import type { Report } from '../model/report.ts';
import { forJson } from './escape.ts';
import type { Reporter } from './reporter.ts';

/**
 * The whole report as one JSON document (RFC 8259), two spaces a level, final newline. Lists of plain values
 * stay on one line: a list of suites is read across, not down.
 */
export const json: Reporter = {
  id: 'json',
  title: 'the whole report, self-contained, to keep and to judge again',
  render: (report) => `${pretty(ordered(report), '')}\n`,
};

/** A reader that looks at the first bytes finds the schema version there, whoever built the object. */
function ordered(report: Report): Report {
  const { schemaVersion, tool, run, judged, summary, targets, endpoints, certificates, ...rest } = report;
  const { findings, rules, observations, ...more } = rest;
  return {
    schemaVersion,
    tool,
    run,
    judged,
    summary,
    targets,
    endpoints,
    certificates,
    findings,
    rules,
    observations,
    ...more,
  };
}

function pretty(value: unknown, indent: string): string {
  if (typeof value === 'string') return forJson(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => pretty(item, inner));
    if (value.every((item) => typeof item !== 'object' || item === null)) return `[${items.join(', ')}]`;
    return block('[', items, ']', indent);
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${forJson(key)}: ${pretty(member, inner)}`);
  return members.length === 0 ? '{}' : block('{', members, '}', indent);
}

function block(open: string, lines: readonly string[], close: string, indent: string): string {
  return `${open}\n${lines.map((line) => `${indent}  ${line}`).join(',\n')}\n${indent}${close}`;
}
