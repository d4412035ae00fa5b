import { styleText } from 'node:util';
import { forTerminal } from '../escape.ts';
import type { RenderOptions } from '../reporter.ts';
import { wrap } from './wrap.ts';

export type Style = 'critical' | 'bad' | 'warning' | 'good' | 'faint' | 'heading';

/** One line of a cell or of running text, not escaped yet. */
export interface Line {
  readonly text: string;
  readonly style?: Style;
}

/** Where the text goes. Everything that reaches the output passes through `wrapped`, and is made harmless there. */
export interface Page {
  readonly width: number;
  readonly ascii: boolean;
  /** Wide enough for tables with borders; otherwise rows become lists. */
  readonly bordered: boolean;
  /** The line as it is printed: escaped, in pieces of at most `width` columns, coloured. */
  wrapped(line: Line, width: number): readonly string[];
  /** Running text: its first line begins at `indent`, the others at `hanging`, the same if absent. */
  paragraph(text: string, style?: Style, indent?: number, hanging?: number): readonly string[];
  /** A command, in one line however long it is: a broken one cannot be copied. Escaped like everything else. */
  command(text: string, indent: number): string;
}

const LEAST_WIDTH = 20;
const LEAST_TABLE_WIDTH = 60;

const FORMATS = {
  critical: ['bold', 'red'],
  bad: ['red'],
  warning: ['yellow'],
  good: ['green'],
  faint: ['dim'],
  heading: ['bold'],
} as const satisfies Readonly<Record<Style, readonly string[]>>;

export function pageFor(options: RenderOptions): Page {
  const width = Math.max(LEAST_WIDTH, options.width);
  const paint = (style: Style | undefined, text: string): string =>
    options.colour && style !== undefined && text !== ''
      ? styleText([...FORMATS[style]], text, { validateStream: false })
      : text;
  const wrapped: Page['wrapped'] = ({ text, style }, columns) =>
    wrap(forTerminal(text, options.ascii), columns).map((piece) => paint(style, piece));
  return {
    width,
    ascii: options.ascii,
    bordered: width >= LEAST_TABLE_WIDTH,
    wrapped,
    paragraph: (text, style, indent = 0, hanging = indent) =>
      wrapped({ text, ...(style === undefined ? {} : { style }) }, width - Math.max(indent, hanging)).map(
        (piece, at) => ' '.repeat(at === 0 ? indent : hanging) + piece,
      ),
    command: (text, indent) => ' '.repeat(indent) + forTerminal(text, options.ascii),
  };
}
