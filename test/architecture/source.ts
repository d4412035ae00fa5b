import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Import {
  /** Path below src, or the name of a package or a module of Node. */
  readonly target: string;
  readonly internal: boolean;
  /** Erased when compiled: nothing is loaded for it. */
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
  /** Names in the braces, without `type`. */
  readonly names: readonly string[];
}

export interface SourceFile {
  /** `rules/tls/weak-cipher.ts`. */
  readonly path: string;
  /** First folder of the path; empty for the files at the top. */
  readonly folder: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const ROOT = fileURLToPath(new URL('../../src/', import.meta.url));

/** Every file of src with what it imports. */
export function sources(): readonly SourceFile[] {
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .toSorted()
    .map((path) => {
      const text = readFileSync(ROOT + path, 'utf8');
      return {
        path,
        folder: path.includes('/') ? (path.split('/', 1)[0] ?? '') : '',
        text,
        imports: importsOf(path, text),
      };
    });
}

/** `import ... from`, `export ... from`, a bare `import '...'`, and `import('...')`. */
const STATIC = /^(?:import|export)\s+(type\s)?(?:([^;'"]*?)\s*from\s*)?'([^']+)'/gm;
const DYNAMIC = /\bimport\('([^']+)'\)/g;

export function importsOf(path: string, text: string): readonly Import[] {
  const resolve = (name: string): Pick<Import, 'target' | 'internal'> =>
    name.startsWith('.')
      ? { target: posix.join(posix.dirname(path), name), internal: true }
      : { target: name, internal: false };
  const fixed = [...text.matchAll(STATIC)].map(([, type, clause = '', name = '']) => {
    const braces = /\{([^}]*)\}/.exec(clause)?.[1];
    const words = (braces ?? '').split(',').map((word) => word.trim());
    const names = words.filter((word) => word !== '');
    const inlineTypes = names.length > 0 && names.every((word) => word.startsWith('type '));
    const onlyBraces = clause.trim().startsWith('{');
    return {
      ...resolve(name),
      typeOnly: type !== undefined || (onlyBraces && inlineTypes),
      dynamic: false,
      names: names.map((word) => word.replace(/^type\s+/, '')),
    };
  });
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, name = '']) => ({
    ...resolve(name),
    typeOnly: false,
    dynamic: true,
    names: [],
  }));
  return [...fixed, ...dynamic];
}
