import { CHANGE_KINDS } from '../model/comparison.ts';
import { SEVERITIES } from '../model/finding.ts';
import type { Notice, NoticeItem, NoticeReason } from '../model/notification.ts';
import type { Report } from '../model/report.ts';
import { verdict } from '../reporters/table/verdict.ts';

/** A message about a run. */
export function noticeOf(report: Report, reason: NoticeReason, items: readonly NoticeItem[]): Notice {
  const { run, summary, targets, changes, tool } = report;
  const hosts = [...new Set(targets.map(({ host }) => host))];
  return {
    reason,
    title: `${placeText(items, hosts)}: ${items.length === 0 ? quietText(report) : countText(items)}`,
    verdict: verdict(report).text,
    tool,
    run: {
      depth: run.depth,
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      complete: run.complete,
      hosts,
      comparedWith: changes?.before.startedAt ?? null,
      fail: summary.fail,
      endpoints: summary.endpoints,
      answered: summary.answered,
    },
    items,
  };
}

/** A message that only shows that messages arrive. @param machine that sends it */
export function testNotice(version: string, machine: string): Notice {
  return {
    reason: 'test',
    title: 'test message',
    verdict: `This is a test from ${machine}: messages about your servers will arrive here. Nothing was scanned.`,
    tool: { name: 'exchange-tls', version },
    run: null,
    items: [],
  };
}

/** `mail.contoso.com and 2 more hosts`. */
function placeText(items: readonly NoticeItem[], all: readonly string[]): string {
  const concerned = [...new Set(items.flatMap(({ hosts }) => hosts))];
  const [first = 'the organization', ...others] = concerned.length > 0 ? concerned : all;
  if (others.length === 0) return first;
  return `${first} and ${others.length} more ${others.length === 1 ? 'host' : 'hosts'}`;
}

/** `2 appeared, 1 resolved, worst high`. */
function countText(items: readonly NoticeItem[]): string {
  const counts = CHANGE_KINDS.flatMap((kind) => {
    const count = items.filter((item) => item.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  const findings = items.filter(({ kind }) => kind === 'fails').length;
  if (findings > 0) counts.push(`${findings} ${findings === 1 ? 'finding' : 'findings'}`);
  const bad = items.filter(({ kind }) => kind === 'appeared' || kind === 'worsened' || kind === 'fails');
  const worst = SEVERITIES.findLast((severity) => bad.some((item) => item.severity === severity));
  return [...counts, ...(worst === undefined ? [] : [`worst ${worst}`])].join(', ');
}

function quietText({ run, summary }: Report): string {
  if (summary.answered === 0) return 'nothing could be assessed';
  const open = !run.complete || summary.unknown > 0 || summary.not_assessed.length > 0;
  return open ? 'nothing found, but not everything could be assessed' : 'nothing found';
}
