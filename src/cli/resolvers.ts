import { ConfigError } from '../config/config-error.ts';

export interface Resolvers {
  readonly resolver?: string;
  readonly views?: Readonly<Record<string, string>>;
}

/**
 * Reads `--resolver`: one address, or at least two of the form `inside=10.0.0.1` for views of split DNS. Whether an address
 * is one is found out where the options are read.
 *
 * @throws ConfigError for a mixture.
 */
export function resolversOf(texts: readonly string[] | undefined): Resolvers {
  if (texts === undefined || texts.length === 0) return {};
  const views = texts.map((text) => /^([^=]*)=(.*)$/s.exec(text));
  const [only, ...others] = texts;
  if (views.every((view) => view === null)) {
    if (others.length > 0) throw fault('one address, or several with names: inside=10.0.0.1');
    return only === undefined ? {} : { resolver: only };
  }
  const named = views.flatMap((view) => (view === null ? [] : [[view[1] ?? '', view[2] ?? ''] as const]));
  if (named.length < texts.length) throw fault('a name for each, inside=10.0.0.1, or one address without');
  if (named.length < 2) throw fault('a second view to compare with: outside=192.0.2.53');
  if (new Set(named.map(([name]) => name)).size < named.length) throw fault('another name for each view');
  return { views: Object.fromEntries(named) };
}

function fault(expected: string): ConfigError {
  return new ConfigError('--resolver', [{ path: '', message: `expected ${expected}` }]);
}
