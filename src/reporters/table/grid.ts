import Table from 'cli-table3';
import { forTerminal } from '../escape.ts';
import type { Line, Page } from './page.ts';
import { textWidth } from './wrap.ts';

export type Cell = readonly Line[];

export interface GridOptions {
  /** Draw a line between rows, for rows of many lines. */
  readonly ruled: boolean;
  /** What stands under each row across all columns, in the order of the rows. */
  readonly below?: readonly Cell[];
}

/** Longest word that is kept whole in a table, columns: most host names and rule ids. */
const WHOLE_WORD = 26;

/** A table that is never wider than the page; where that would break words, a list with one labelled entry a cell. */
export function grid(
  page: Page,
  heads: readonly string[],
  rows: readonly (readonly Cell[])[],
  options: GridOptions,
): readonly string[] {
  if (rows.length === 0) return [];
  const { below = [] } = options;
  const widths = page.bordered ? columnWidths(page, heads, rows) : null;
  if (widths === null) return listed(page, heads, rows, below);
  return bordered(page, heads, rows, widened(page, widths, below), options);
}

function bordered(
  page: Page,
  heads: readonly string[],
  rows: readonly (readonly Cell[])[],
  widths: readonly number[],
  options: GridOptions,
): readonly string[] {
  const lines = (cell: Cell, column: number): readonly string[] =>
    cell.flatMap((line) => page.wrapped(line, widths[column] ?? 1));
  const drawn = new Table({
    head: heads.map((head, column) => lines([{ text: head, style: 'heading' }], column).join('\n')),
    colWidths: widths.map((width) => width + 2),
    style: { head: [], border: [] },
    ...(page.ascii ? { chars: ASCII_BORDER, truncate: '...' } : {}),
  });
  for (const [at, row] of rows.entries()) {
    const cells = row.map(lines);
    const height = Math.max(...cells.map((cell) => cell.length));
    // A table row for each line: the time that cli-table3 takes for a cell of many lines grows with their cube.
    for (let line = 0; line < height; line += 1) {
      const chars = line === 0 && (at === 0 || options.ruled) ? {} : NO_RULE;
      drawn.push(cells.map((cell) => ({ content: cell[line] ?? '', chars })));
    }
    for (const line of options.below?.[at] ?? []) {
      for (const [piece, content] of page.wrapped(line, span(widths) - HANGING).entries()) {
        const indent = ' '.repeat(piece === 0 ? 0 : HANGING);
        drawn.push([{ content: indent + content, colSpan: heads.length, chars: NO_RULE_ACROSS }]);
      }
    }
  }
  return drawn.toString().split('\n');
}

function listed(
  page: Page,
  heads: readonly string[],
  rows: readonly (readonly Cell[])[],
  below: readonly Cell[],
): readonly string[] {
  return rows.flatMap((row, at) => [
    ...(at > 0 && below.length > 0 ? [''] : []),
    ...listedRow(page, heads, row),
    ...(below[at] ?? []).flatMap(({ text, style }) => page.paragraph(text, style, 2, 2 + HANGING)),
  ]);
}

function listedRow(page: Page, heads: readonly string[], row: readonly Cell[]): readonly string[] {
  return row.flatMap((cell, column) =>
    cell
      .filter(({ text }) => text !== '')
      .flatMap(({ text, style }, at) => {
        if (column === 0) return page.paragraph(text, style);
        return at === 0
          ? page.paragraph(`${heads[column]}: ${text}`, style, 2, 4)
          : page.paragraph(text, style, 4);
      }),
  );
}

/** Columns inside a line that goes across the table. */
function span(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + 3, -3);
}

/** The last column grows until what goes across the table stands there in one line, or the page is full. */
function widened(page: Page, widths: readonly number[], below: readonly Cell[]): readonly number[] {
  const across = below.flatMap((lines) => lines.map(({ text }) => textWidth(forTerminal(text, page.ascii))));
  const wanted = Math.min(page.width - 4, Math.max(0, ...across) + HANGING);
  const more = Math.max(0, wanted - span(widths));
  return widths.map((width, column) => (column === widths.length - 1 ? width + more : width));
}

/** Null if the table cannot fit with its words whole. */
function columnWidths(
  page: Page,
  heads: readonly string[],
  rows: readonly (readonly Cell[])[],
): readonly number[] | null {
  const columns = heads.map((head, column) => [
    head,
    ...rows.flatMap((row) => (row[column] ?? []).map(({ text }) => forTerminal(text, page.ascii))),
  ]);
  const natural = columns.map((texts) => Math.max(...texts.map(textWidth)));
  const least = columns.map((texts) =>
    Math.min(WHOLE_WORD, Math.max(...texts.flatMap((text) => text.split(' ').map(textWidth)))),
  );
  return fit(natural, least, page.width - 1 - 3 * heads.length);
}

/** Takes columns from the widest one until all fit; none goes below its least. */
function fit(natural: readonly number[], least: readonly number[], room: number): readonly number[] | null {
  const widths = natural.map((width) => Math.min(width, room));
  const total = (): number => widths.reduce((sum, width) => sum + width, 0);
  while (total() > room) {
    const free = widths.flatMap((width, column) => (width > (least[column] ?? 1) ? [column] : []));
    if (free.length === 0) return null;
    const widest = free.reduce((a, b) => ((widths[b] ?? 0) > (widths[a] ?? 0) ? b : a));
    widths[widest] = (widths[widest] ?? 1) - 1;
  }
  return widths;
}

/** Columns that the further pieces of a line across the table are set in. */
const HANGING = 2;

const NO_RULE = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
const NO_RULE_ACROSS = { ...NO_RULE, 'bottom-mid': '' };

const ASCII_BORDER = {
  top: '-',
  'top-mid': '+',
  'top-left': '+',
  'top-right': '+',
  bottom: '-',
  'bottom-mid': '+',
  'bottom-left': '+',
  'bottom-right': '+',
  left: '|',
  'left-mid': '+',
  mid: '-',
  'mid-mid': '+',
  right: '|',
  'right-mid': '+',
  middle: '|',
};
