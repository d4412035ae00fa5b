import { textWidth } from '../../src/reporters/table/wrap.ts';

/** A terminal that understands as much of ECMA-48 as is drawn with; everything else is an error. */
export interface Screen {
  write(text: string): void;
  /** What a person sees, without blanks at the end of rows. */
  rows(): readonly string[];
  /** Makes the window wider or narrower; what does not fit any more goes on in the next row. */
  resize(columns: number): void;
  /** Whether a line was ever broken by the edge of the window. */
  readonly wrapped: boolean;
}

interface Line {
  text: string;
}

const FILLER = '\0';

/** ECMA-48, 5.4: what begins a control sequence. */
const CSI = '\u001b[';

/** @param columns of the window; its height is without end */
export function screenOf(columns: number): Screen {
  let width = columns;
  let wrapped = false;
  const lines: Line[] = [{ text: '' }];
  /** Row as it is shown, and column in it. */
  let [row, column] = [0, 0];

  /** The rows that are shown: which line each is part of, and where it begins there. */
  const shown = (): readonly { readonly line: Line; readonly from: number }[] =>
    lines.flatMap((line) =>
      Array.from({ length: Math.max(1, Math.ceil(line.text.length / width)) }, (_, at) => ({
        line,
        from: at * width,
      })),
    );

  function here(): { readonly line: Line; readonly at: number } {
    const place = shown()[row];
    if (place === undefined) throw new RangeError(`no row ${row}`);
    return { line: place.line, at: place.from + column };
  }

  function put(character: string): void {
    const { line, at } = here();
    // A wide character has two cells, whatever its length in UTF-16.
    const cells = character.padEnd(textWidth(character), FILLER);
    line.text = line.text.padEnd(at).slice(0, at) + cells + line.text.slice(at + cells.length);
    column += cells.length;
    wrapped ||= column >= width;
  }

  function newLine(): void {
    row += 1;
    column = 0;
    if (row >= shown().length) lines.push({ text: '' });
  }

  function obey(letter: string, count: number): void {
    const { line, at } = here();
    switch (letter) {
      case 'A':
        if (count > row) throw new RangeError('above the first row');
        row -= count;
        break;
      case 'J':
        lines.splice(lines.indexOf(line) + 1);
        line.text = line.text.slice(0, at);
        break;
      case 'K':
        line.text = line.text.slice(0, at);
        break;
      default:
        throw new RangeError(`not understood: ${letter}`);
    }
  }

  return {
    write(text) {
      for (let rest = text; rest !== '';) {
        const [, count, letter] = rest.startsWith(CSI) ? (/^(\d*)([A-Z])/.exec(rest.slice(2)) ?? []) : [];
        const [character = ''] = rest;
        if (letter !== undefined) obey(letter, Number(count === '' ? 1 : count));
        else if (character === '\r') column = 0;
        else if (character === '\n') newLine();
        else if (/\p{C}/u.test(character)) throw new RangeError(`not understood: ${JSON.stringify(rest)}`);
        else put(character);
        rest = rest.slice(letter === undefined ? character.length : 3 + (count ?? '').length);
      }
    },
    rows: () =>
      shown().map(({ line, from }) =>
        line.text
          .slice(from, from + width)
          .replaceAll(FILLER, '')
          .trimEnd(),
      ),
    resize(to) {
      const { line, at } = here();
      width = to;
      const own = shown().findIndex((place) => place.line === line);
      row = own + Math.min(Math.floor(at / width), Math.max(0, Math.ceil(line.text.length / width) - 1));
      column = Math.min(at - (row - own) * width, width - 1);
    },
    get wrapped() {
      return wrapped;
    },
  };
}
