import { describe, expect, test } from '@jest/globals';
import { sources } from './source.ts';
import type { SourceFile } from './source.ts';

const FILES = sources();

/** What each folder may import besides itself; `''` are the files at the top of src. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  model: [],
  wire: [],
  certs: ['model', 'wire'],
  exchange: ['model', 'wire', 'certs'],
  config: ['model', 'wire', 'exchange'],
  net: ['model', 'wire'],
  protocols: ['model', 'wire', 'net'],
  probes: ['model', 'wire', 'net', 'protocols'],
  scan: ['model', 'wire', 'certs', 'exchange', 'net', 'probes', 'protocols'],
  discover: ['model', 'wire', 'exchange', 'net', 'scan'],
  facts: ['model', 'wire', 'certs', 'exchange'],
  rules: ['model', 'wire', 'certs', 'exchange', 'facts'],
  clients: ['model', 'wire', 'certs', 'exchange', 'facts'],
  judge: ['model', 'wire', 'certs', 'exchange', 'config', 'facts', 'rules', 'clients'],
  history: ['model', 'config'],
  reporters: ['model', 'wire'],
  notify: ['model', 'judge', 'history', 'reporters'],
  plan: ['model', 'wire', 'certs', 'exchange', 'facts', 'rules', 'judge'],
  fixes: ['model', 'wire', 'exchange', 'rules', 'reporters'],
  lab: ['model', 'wire', 'exchange', 'net'],
  '': [
    'model',
    'wire',
    'certs',
    'exchange',
    'config',
    'net',
    'scan',
    'clients',
    'judge',
    'history',
    'reporters',
    'plan',
    'fixes',
    'rules',
  ],
};

/** The command line may import all that the rest may, the rest itself, and the lab for the demo. */
const COMMAND_LINE = ['lab', 'discover', 'notify', '', ...(BELOW[''] ?? [])];
const ALLOWED: typeof BELOW = { ...BELOW, cli: COMMAND_LINE };

function folderOf(path: string): string {
  return path.includes('/') ? (path.split('/', 1)[0] ?? '') : '';
}

function importers(isWanted: (target: string, file: SourceFile) => boolean): readonly string[] {
  return FILES.filter((file) => file.imports.some(({ target }) => isWanted(target, file))).map(
    ({ path }) => path,
  );
}

describe('layers', () => {
  test('every folder of src has its place', () => {
    const folders = new Set(FILES.map(({ folder }) => folder));
    expect([...folders].filter((folder) => ALLOWED[folder] === undefined)).toEqual([]);
  });

  test.each(Object.keys(ALLOWED))('%j imports only what is below it', (folder) => {
    const wrong = FILES.filter((file) => file.folder === folder).flatMap(({ path, imports }) =>
      imports
        .filter(({ internal }) => internal)
        .filter(({ target }) => folderOf(target) !== folder && !ALLOWED[folder]?.includes(folderOf(target)))
        .map(({ target }) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('the table itself has no circle', () => {
    const open = new Set<string>();
    const visit = (folder: string): readonly string[] => {
      if (open.has(folder)) return [folder];
      open.add(folder);
      const circles = (ALLOWED[folder] ?? []).flatMap(visit);
      open.delete(folder);
      return circles;
    };
    expect(Object.keys(ALLOWED).flatMap(visit)).toEqual([]);
  });

  test('no file leads back to itself through what it loads', () => {
    const loaded = new Map(
      FILES.map(({ path, imports }) => [
        path,
        imports.filter(({ internal, typeOnly, dynamic }) => internal && !typeOnly && !dynamic),
      ]),
    );
    const done = new Set<string>();
    const visit = (path: string, way: readonly string[]): readonly string[] => {
      const at = way.indexOf(path);
      if (at >= 0) return [[...way.slice(at), path].join(' > ')];
      if (done.has(path)) return [];
      const circles = (loaded.get(path) ?? []).flatMap(({ target }) => visit(target, [...way, path]));
      done.add(path);
      return circles;
    };
    expect(FILES.flatMap(({ path }) => visit(path, []))).toEqual([]);
  });

  test('every relative import names a file that is there, with its ending', () => {
    const paths = new Set(FILES.map(({ path }) => path));
    const lost = FILES.flatMap(({ path, imports }) =>
      imports
        .filter(({ internal, target }) => internal && !paths.has(target))
        .map(({ target }) => `${path} imports ${target}`),
    );
    expect(lost).toEqual([]);
  });
});

describe('what only some may touch', () => {
  /** Asking whether a text is an address opens nothing. */
  const opensSockets = (file: SourceFile, module: string): boolean =>
    file.imports.some(
      ({ target, typeOnly, names }) =>
        (target === module || target === `${module}/promises`) &&
        !typeOnly &&
        !(names.length > 0 && names.every((name) => ['isIP', 'isIPv4', 'isIPv6'].includes(name))),
    );

  test.each([
    ['node:net', ['net', 'lab']],
    ['node:dns', ['net', 'lab']],
    ['node:dgram', ['net']],
    ['dns-packet', ['net']],
    ['node:http', ['lab']],
    ['node:https', []],
    ['node:http2', []],
    ['undici', ['net']],
    ['nodemailer', ['net']],
  ])('%s is for %j alone', (module, folders) => {
    const wrong = FILES.filter((file) => opensSockets(file, module) && !folders.includes(file.folder));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  test('sessions of node:tls are for the probe that has one, and the lab', () => {
    const wrong = importers((target, { folder, path }) => {
      return target === 'node:tls' && !['net', 'lab'].includes(folder) && path !== 'probes/session.ts';
    });
    expect(wrong).toEqual([]);
  });

  test('the X.509 libraries are for certs, and for the lab that issues', () => {
    const wrong = importers(
      (target, { folder }) => /^@peculiar\/|^asn1js$/.test(target) && !['certs', 'lab'].includes(folder),
    );
    expect(wrong).toEqual([]);
  });

  test('only the command line reads and writes files or starts processes', () => {
    const wrong = importers(
      (target, { folder }) => /^node:(?:fs|child_process|readline|stream)/.test(target) && folder !== 'cli',
    );
    expect(wrong).toEqual([]);
  });

  test('only the command line prints, ends the process or looks at its surroundings', () => {
    const own =
      /\bconsole\.|\bprocess\.(?:exit|stdout|stderr|stdin|env|argv|on|once|emit|cwd|chdir|kill|abort)/;
    const wrong = FILES.filter(({ folder, text }) => folder !== 'cli' && own.test(withoutComments(text)));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  test('nobody but the second Ctrl-C and a fault of our own ends the process at once', () => {
    const callers = FILES.filter(({ text }) =>
      /\bprocess\.(?:exit\(|abort|kill)/.test(withoutComments(text)),
    );
    expect(callers.map(({ path }) => path)).toEqual(['cli/shell.ts']);
  });

  test('the yargs library is for the command line', () => {
    expect(importers((target, { folder }) => target === 'yargs' && folder !== 'cli')).toEqual([]);
  });

  test('help loads yargs and nothing heavy', () => {
    const byPath = new Map(FILES.map((file) => [file.path, file]));
    const packages = new Set<string>();
    const seen = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      for (const { target, internal, typeOnly, dynamic } of byPath.get(path)?.imports ?? []) {
        if (typeOnly || dynamic) continue;
        if (internal) visit(target);
        else if (!target.startsWith('node:')) packages.add(target);
      }
    };
    visit('cli/main.ts');
    expect([...packages]).toEqual(['yargs']);
  });
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}
