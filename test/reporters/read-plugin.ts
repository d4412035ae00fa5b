export interface PluginOutput {
  readonly state: string;
  readonly figures: ReadonlyMap<
    string,
    { readonly value: number; readonly unit: string; readonly rest: readonly string[] }
  >;
  /** Lines behind the first. */
  readonly lines: readonly string[];
}

const RANGE = /^(?:@?(?:~|-?\d+(?:\.\d+)?)?:?(?:-?\d+(?:\.\d+)?)?)?$/;

/** Reads the output of a monitoring plugin by the guidelines, strict. @throws Error where it departs from them. */
export function parsePlugin(text: string): PluginOutput {
  if (!/^[ -~\n]*\n$/.test(text)) throw new Error('not ASCII lines');
  const [first = '', ...lines] = text.trimEnd().split('\n');
  const parts = first.split('|');
  if (parts.length !== 2 || lines.some((line) => line.includes('|'))) throw new Error('not one "|"');
  const [said = '', data = ''] = parts;
  const state = /^EXCHANGE-TLS (OK|WARNING|CRITICAL|UNKNOWN) - \S/.exec(said)?.[1];
  if (state === undefined) throw new Error('no state');
  const figures = new Map<string, { value: number; unit: string; rest: string[] }>();
  for (const item of data.trim().split(' ')) {
    const found = /^([^=' ]{1,19})=(-?\d+(?:\.\d+)?)(s|ms|us|%|B|KB|MB|TB|c|)((?:;[^;]*){0,4})$/.exec(item);
    if (found === null) throw new Error(`no performance data: ${item}`);
    const [, label = '', value = '', unit = '', rest = ''] = found;
    const ranges = rest.split(';').slice(1);
    if (!ranges.every((range) => RANGE.test(range))) throw new Error(`no range: ${item}`);
    if (figures.has(label)) throw new Error(`twice: ${label}`);
    figures.set(label, { value: Number(value), unit, rest: ranges });
  }
  return { state, figures, lines };
}
