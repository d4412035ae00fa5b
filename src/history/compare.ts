import { type Change, CHANGE_KINDS, type Comparison } from '../model/comparison.ts';
import { SEVERITIES } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { certificateNews } from './certificate-changes.ts';
import { endpointNews } from './endpoint-changes.ts';
import { findingNews } from './finding-changes.ts';
import { type Pairing, pair } from './pairing.ts';
import type { Standing } from './standing.ts';

export interface Advanced {
  readonly standing: Standing;
  /** Null for the first run: there is nothing to compare it with. */
  readonly comparison: Comparison | null;
}

/** Runs in a row without an answer after which an endpoint counts as unreachable, where nobody says otherwise. */
export const SETTLE_AFTER = 2;

/**
 * Adds a run to what is known, and says what is not as it was.
 *
 * @param standing what earlier runs left; null if there was none
 * @param settleAfter runs in a row without an answer after which an endpoint counts as unreachable
 */
export function advance(
  standing: Standing | null,
  report: Report,
  settleAfter: number = SETTLE_AFTER,
): Advanced {
  const pairing = standing === null ? NO_PAIRING : pair(standing, report);
  const places = endpointNews(standing, report, pairing, settleAfter);
  const certificates = certificateNews(standing, report, pairing, places.endpoints);
  const findings = findingNews(
    standing,
    report,
    { pairing, replaced: certificates.replaced },
    places.endpoints,
  );
  const run = { startedAt: report.run.startedAt, version: report.tool.version };
  const changes = [...findings.changes, ...places.changes, ...certificates.changes].toSorted(inOrder);
  return {
    standing: {
      run,
      findings: findings.findings,
      endpoints: places.endpoints,
      certificates: certificates.certificates,
    },
    comparison: standing === null ? null : { before: standing.run, after: run, changes },
  };
}

/** What is different in the second of two reports; one silence is enough there to be unreachable. */
export function compareReports(before: Report, after: Report): Comparison {
  const { standing } = advance(null, before, 1);
  const { comparison, standing: now } = advance(standing, after, 1);
  return comparison ?? { before: standing.run, after: now.run, changes: [] };
}

/** True for changes that nobody wishes for. */
export function isWorse({ kind }: Change): boolean {
  return kind === 'appeared' || kind === 'worsened' || kind === 'unreachable';
}

const NO_PAIRING: Pairing = { before: new Map(), after: new Map() };

function inOrder(one: Change, other: Change): number {
  return (
    CHANGE_KINDS.indexOf(one.kind) - CHANGE_KINDS.indexOf(other.kind) ||
    rank(other) - rank(one) ||
    one.id.localeCompare(other.id, 'en')
  );
}

function rank({ severity }: Change): number {
  return severity === null ? -1 : SEVERITIES.indexOf(severity);
}
