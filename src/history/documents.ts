import type { Comparison } from '../model/comparison.ts';
import type { Report } from '../model/report.ts';
import { SCHEMA_VERSION } from '../model/report.ts';
import type { TimelineEntry } from '../model/timeline.ts';

interface Head {
  readonly schemaVersion: string;
  /** The program that wrote it. */
  readonly tool: Report['tool'];
}

/** What `diff --format json` writes. */
export interface DiffDocument extends Head, Comparison {}

/** What `history --format json` writes. */
export interface HistoryDocument extends Head {
  readonly host: string;
  /** Oldest first. */
  readonly timeline: readonly TimelineEntry[];
}

/** @param version of this program */
export function diffDocument(comparison: Comparison, version: string): DiffDocument {
  return { ...headOf(version), ...comparison };
}

/** @param version of this program */
export function historyDocument(
  host: string,
  timeline: readonly TimelineEntry[],
  version: string,
): HistoryDocument {
  return { ...headOf(version), host, timeline };
}

function headOf(version: string): Head {
  return { schemaVersion: SCHEMA_VERSION, tool: { name: 'exchange-tls', version } };
}
