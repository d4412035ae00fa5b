import type { Report } from '../model/report.ts';

/** What the caller knows about the place where the text will be shown. */
export interface RenderOptions {
  /** Columns of the terminal; text for people never exceeds it, down to 40. */
  readonly width: number;
  readonly colour: boolean;
  /** 0 = what an administrator needs, 1 = fixes and inventory, 2 = passed and not applicable checks too. */
  readonly verbose: number;
  /** Print only ASCII: borders, and every other character as `\u{e9}`. */
  readonly ascii: boolean;
  /** CSV for Excel: byte order mark, and formula characters defused in every column. */
  readonly csvExcel: boolean;
  /** One character; a comma if absent. Excel splits at the list separator of its locale. */
  readonly csvDelimiter?: string;
}

/** Turns a report into text. Pure: nothing is printed, and the same input gives the same text. */
export interface Reporter {
  /** What `--format` takes. */
  readonly id: string;
  readonly title: string;
  /** The whole text with its final newline, ready to be written as UTF-8. */
  render(report: Report, options: RenderOptions): string;
}
