import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One exported declaration of a `.d.ts` file: where it stands, its text and the comment before it. */
export interface Declaration {
  readonly file: string;
  readonly name: string;
  readonly text: string;
  readonly documented: boolean;
}

/** Where a name comes from: exported types keep their name over files in this project. */
interface Origin {
  readonly file: string;
  readonly name: string;
}

/**
 * Reads declarations as the compiler writes them: one a statement at the beginning of a line, so that no parser of the
 * language is needed.
 */
export class Declarations {
  readonly #folder: string;
  readonly #files = new Map<string, FileDeclarations>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Everything that a file exports, by its public name, through whatever files it passes it on. */
  exportsOf(file: string): ReadonlyMap<string, Declaration> {
    const { own, passed, stars } = this.#read(file);
    const found = new Map<string, Declaration>();
    for (const star of stars) for (const [name, one] of this.exportsOf(star)) found.set(name, one);
    for (const [name, origin] of passed) {
      const one = this.exportsOf(origin.file).get(origin.name);
      if (one !== undefined) found.set(name, one);
    }
    for (const [name, one] of own) if (one.text.startsWith('export')) found.set(name, one);
    return found;
  }

  /** The declarations that the text of one names; those of other packages are not among them. */
  namedBy(declaration: Declaration): readonly Declaration[] {
    const { own, imported } = this.#read(declaration.file);
    const words = new Set(withoutComments(declaration.text).match(/[A-Za-z_$][\w$]*/g));
    return [...words].flatMap((word) => {
      if (word === declaration.name) return [];
      const here = own.get(word);
      if (here !== undefined) return [here];
      const origin = imported.get(word);
      return origin === undefined ? [] : (this.exportsOf(origin.file).get(origin.name) ?? []);
    });
  }

  #read(file: string): FileDeclarations {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const read = readDeclarations(file, readFileSync(join(this.#folder, file), 'utf8'));
    this.#files.set(file, read);
    return read;
  }
}

interface FileDeclarations {
  readonly own: ReadonlyMap<string, Declaration>;
  readonly imported: ReadonlyMap<string, Origin>;
  readonly passed: ReadonlyMap<string, Origin>;
  readonly stars: readonly string[];
}

const NAMES = /^(import|export)(?: type)? \{([^}]*)\} from ['"](\.[^'"]+)['"];/gm;
const STARS = /^export (?:type )?\* from ['"](\.[^'"]+)['"];/gm;
const OWN =
  /^(?:export )?(?:declare )?(?:abstract )?(?:interface|type|class|function|const|let) ([A-Za-z_$][\w$]*)/gm;

function readDeclarations(file: string, text: string): FileDeclarations {
  const target = (path: string): string =>
    join(dirname(file), path)
      .replace(/\.d\.ts$|\.[tj]s$/, '')
      .concat('.d.ts');
  const maps = { import: new Map<string, Origin>(), export: new Map<string, Origin>() };
  for (const [, kind, names = '', path = ''] of text.matchAll(NAMES)) {
    for (const part of names.split(',')) {
      const [name = '', alias = name] = part
        .trim()
        .replace(/^type /, '')
        .split(' as ');
      if (name !== '') maps[kind as 'import' | 'export'].set(alias, { file: target(path), name });
    }
  }
  const starts = [...text.matchAll(OWN)];
  const own = new Map<string, Declaration>();
  starts.forEach((start, at) => {
    const [, name = ''] = start;
    const body = text.slice(start.index, starts[at + 1]?.index ?? text.length);
    const documented = /\*\/\s*$/.test(text.slice(0, start.index));
    const before = own.get(name);
    own.set(name, {
      file,
      name,
      text: `${before?.text ?? ''}${body}`,
      documented: documented || before?.documented === true,
    });
  });
  return {
    own,
    imported: maps.import,
    passed: maps.export,
    stars: [...text.matchAll(STARS)].map(([, path = '']) => target(path)),
  };
}

function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .replace(/'[^'\n]*'|"[^"\n]*"/g, '');
}
