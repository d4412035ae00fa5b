import { forTerminal } from '../../reporters/escape.ts';
import { textWidth } from '../../reporters/table/wrap.ts';
import type { Output } from '../shell.ts';

/** A few lines at the end of a terminal that are drawn over in place. */
export interface LiveLines {
  /** Replaces the lines. A terminal that is still busy with the last ones is left alone. */
  readonly draw: (lines: readonly string[]) => void;
  /** Writes a text of whole lines above; the lines are gone until they are drawn again. */
  readonly say: (text: string) => Promise<boolean>;
  /** Takes the lines away. */
  readonly clear: () => void;
}

/** @param to a terminal; its width is asked for at each drawing, as windows change theirs */
export function liveLines(to: Output, ascii: boolean): LiveLines {
  let drawn: readonly number[] = [];
  let last = '';
  let busy = false;

  const send = async (text: string): Promise<boolean> => {
    busy = true;
    try {
      return await to.write(text);
    } finally {
      busy = false;
    }
  };
  /** A window that was made narrower has broken what was drawn into more rows. */
  const toBegin = (width: number): string => {
    const rows = drawn.reduce((sum, columns) => sum + Math.max(1, Math.ceil(columns / width)), 0);
    return rows > 1 ? `\r\u001b[${rows - 1}A` : '\r';
  };
  const takeAway = (): string => {
    const erasing = drawn.length === 0 ? '' : toBegin(widthOf(to)) + ERASE_BELOW;
    drawn = [];
    last = '';
    return erasing;
  };

  return {
    draw(lines) {
      const width = widthOf(to);
      const { above, last: below } = roomOf(to);
      const fitting = lines.map((line, at) => cutTo(line, at === lines.length - 1 ? below : above, ascii));
      const text = fitting.map((line) => `${line}${ERASE_IN_LINE}`).join('\n');
      const frame = `${width}\n${text}`;
      if (busy || frame === last || (drawn.length === 0 && lines.length === 0)) return;
      const rest = fitting.length < drawn.length || drawn.length === 0 ? ERASE_BELOW : '';
      const begin = toBegin(width);
      last = frame;
      drawn = fitting.map(textWidth);
      void send(`${begin}${text}${rest}`);
    },
    say: (text) => send(takeAway() + text),
    clear() {
      const text = takeAway();
      if (text !== '') void send(text);
    },
  };
}

/** Of a terminal that does not say. */
const USUAL_WIDTH = 80;
const LEAST_WIDTH = 2;
/** What a terminal writes itself where its cursor stands when somebody stops the program. */
const ECHO = '^C';

function widthOf({ columns }: Output): number {
  return Math.max(LEAST_WIDTH, columns ?? USUAL_WIDTH);
}

/** Columns that lines may have: in the last column a terminal may wrap, or wait to. */
export function roomOf(to: Output): { readonly above: number; readonly last: number } {
  const above = widthOf(to) - 1;
  return { above, last: Math.max(1, above - ECHO.length) };
}

/** The text as it is drawn, in at most so many columns; an ellipsis is in the place of what is left out. */
export function cutTo(text: string, columns: number, ascii: boolean): string {
  const shown = forTerminal(text, ascii);
  if (textWidth(shown) <= columns) return shown;
  const ellipsis = ascii ? '...' : '…';
  const mark = columns > textWidth(ellipsis) ? ellipsis : '';
  const room = columns - textWidth(mark);
  let kept = '';
  let width = 0;
  for (const character of shown) {
    width += textWidth(character);
    if (width > room) break;
    kept += character;
  }
  return kept + mark;
}

/** ECMA-48, 8.3.41 and 8.3.39: erase to the end of the line, and of the page. */
const ERASE_IN_LINE = '\u001b[K';
const ERASE_BELOW = '\u001b[J';
