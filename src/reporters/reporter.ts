import type { Severity } from '../model/finding.ts';
import type { MonitoringState } from '../model/monitoring.ts';
import type { Report } from '../model/report.ts';

/** What the caller knows about the place where the text will be shown. */
export interface RenderOptions {
  /** Columns of the terminal; text for people never exceeds it, down to 20. */
  readonly width: number;
  readonly colour: boolean;
  /** 0 = what an administrator needs, 1 = fixes and inventory, 2 = passed and not applicable checks too. */
  readonly verbose: number;
  /** Print only ASCII: borders, and every other character as `\u{e9}`. */
  readonly ascii: boolean;
  /** CSV for Excel: byte order mark, and formula characters defused in every column. */
  readonly csvExcel: boolean;
  /**
   * What the report is about: a certificate and all that present it, how clients fare, or a host with its endpoints; a
   * host if absent.
   */
  readonly by?: 'host' | 'certificate' | 'client';
  /** One character; a comma if absent. Excel splits at the list separator of its locale. */
  readonly csvDelimiter?: string;
  /** What the rows of CSV are; what `by` says if absent. */
  readonly csvTable?: CsvTable;
  /** Least severity that counts as a failure where a format has only good and bad; every severity if absent. */
  readonly failOn?: Severity;
  /** What a monitoring system is told; UNKNOWN if absent, as nobody said that all is well. */
  readonly state?: MonitoringState;
  /** File with the targets, for formats that point at a place in a file. */
  readonly targetsFile?: string;
}

/** What the rows of CSV may be. */
export const CSV_TABLES = ['findings', 'certificates', 'suites', 'endpoints', 'clients'] as const;
export type CsvTable = (typeof CSV_TABLES)[number];

/** Turns a report into text. Pure: nothing is printed, and the same input gives the same text. */
export interface Reporter {
  /** What `--format` takes. */
  readonly id: string;
  readonly title: string;
  /** The whole text with its final newline, ready to be written as UTF-8. RangeError for a view that it does not have. */
  render(report: Report, options: RenderOptions): string;
}

/** @throws RangeError for a view by anything but the host. */
export function refuseOtherViews(format: string, { by = 'host' }: RenderOptions): void {
  if (by !== 'host') throw new RangeError(`${format} has no view by ${by}`);
}
