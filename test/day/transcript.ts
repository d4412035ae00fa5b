import { CHANGE_KINDS } from '../../src/model/comparison.ts';
import type { Ended } from '../e2e/program.ts';

/** One thing that happens, and what came of it. */
export interface Step {
  /** `2026-11-22 06:00`. */
  readonly time: string;
  readonly what: string;
  /** Words behind `exchange-tls`. */
  readonly argv: readonly string[];
  readonly ended: Ended;
  /** Only the ends of what was printed are shown. */
  readonly brief: boolean;
  readonly sent: readonly string[];
  /** Null where nothing could have changed. */
  readonly stored: string | null;
}

/** What a reader opens to see how the program behaves. */
export function transcriptText(steps: readonly Step[], plain: (text: string) => string): string {
  return plain(steps.map(stepText).join('\n'));
}

function stepText({ time, what, argv, ended, sent, stored, brief }: Step): string {
  const { code, signal, stdout, stderr } = ended;
  return [
    `== ${time}  ${what}`,
    `$ exchange-tls ${argv.join(' ')}`,
    ...(brief ? shortened(linesOf('|', stdout)) : linesOf('|', stdout)),
    ...linesOf('!', stderr),
    `exit:   ${signal ?? String(code)}${stdout === '' && stderr === '' ? ', and not a word' : ''}`,
    ...(stored === null ? [] : [...sentLines(sent), `stored: ${stored}`]),
    '',
  ].join('\n');
}

function sentLines(sent: readonly string[]): readonly string[] {
  return sent.length === 0 ? ['sent:   nothing'] : sent.flatMap((one) => linesOf('sent:  ', one));
}

function linesOf(mark: string, text: string): readonly string[] {
  return text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `${mark} ${line}`.trimEnd());
}

/** A report of what was not assessed names every rule there is, and would change with each of them. */
function shortened(lines: readonly string[]): readonly string[] {
  return [...lines.slice(0, 4), '| [...]', ...lines.slice(-7)];
}

/**
 * Takes out what differs from one time to the next: places on this machine, process numbers, and the fingerprints of
 * certificates, which become the same digit over and over so that the lines stay as long as they are.
 */
export function plainly(replacements: readonly (readonly [string, string])[]): (text: string) => string {
  const seen = new Map<string, string>();
  const named = (hex: string): string => {
    const known =
      seen.get(hex) ??
      String(seen.size + 1)
        .repeat(hex.length)
        .slice(0, hex.length);
    seen.set(hex, known);
    return known;
  };
  return (text) =>
    replacements
      .reduce((all, [from, to]) => all.replaceAll(from, to), text)
      .replaceAll(/\b(?:[0-9A-F]{40}|[0-9a-f]{64})\b/g, named)
      .replaceAll(/\bprocess \d+/g, 'process 4711')
      .replaceAll(/\.json\.\d+/g, '.json.1234567890');
}

/** First column of the printed table of changes. */
export function kindsIn(text: string): readonly string[] {
  const rows = text.split('\n').flatMap((line) => /^│ ([a-z]+) +│/.exec(line)?.[1] ?? []);
  return rows.filter((word) => CHANGE_KINDS.some((kind) => kind === word));
}
