export interface Sample {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y;

/** Reads the Prometheus text format 0.0.4, strict. @throws Error where the text departs from it. */
export function readPrometheus(text: string): readonly Sample[] {
  if (!text.endsWith('\n')) throw new Error('no final line feed');
  const samples: Sample[] = [];
  const seen = new Set<string>();
  const done = new Set<string>();
  let current = '';
  let typed = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const help = /^# HELP ([a-zA-Z_:][\w:]*) (\S[^\n]*)$/.exec(line)?.[1];
    const type = /^# TYPE ([a-zA-Z_:][\w:]*) (?:gauge|counter)$/.exec(line)?.[1];
    if (help !== undefined) {
      if (done.has(help)) throw new Error(`twice: ${help}`);
      done.add(help);
      current = help;
      continue;
    }
    if (type !== undefined) {
      if (type !== current) throw new Error(`no help: ${type}`);
      typed = type;
      continue;
    }
    const found = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (-?\d+(?:\.\d+)?)$/.exec(line);
    if (found === null) throw new Error(`no sample: ${line}`);
    const [, metric = '', inner = '', value = ''] = found;
    if (metric !== typed) throw new Error(`no type: ${metric}`);
    if (seen.has(`${metric}{${inner}}`)) throw new Error(`twice: ${line}`);
    seen.add(`${metric}{${inner}}`);
    samples.push({ metric, labels: readLabels(inner), value: Number(value) });
  }
  return samples;
}

function readLabels(text: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const found = LABEL.exec(text);
    if (found === null) throw new Error(`no labels: ${text}`);
    const [, name = '', value = ''] = found;
    labels[name] = value.replaceAll(/\\([\\"n])/g, (_, one: string) => (one === 'n' ? '\n' : one));
  }
  return labels;
}
