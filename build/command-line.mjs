/** How the built command line is put together, whatever it becomes: files for Node, or a program of its own. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

export const ENTRY = 'dist/cli/main.js';

/** What of esbuild's options does not depend on the output. */
export const OPTIONS = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  minify: true,
  legalComments: 'external',
  metafile: true,
  plugins: [lazyLayout()],
  write: false,
  logLevel: 'warning',
};

/** What makes one CommonJS file of it: all that starts from inside of Node 24, and all that V8 can keep compiled as one. */
export const ONE_FILE = {
  format: 'cjs',
  // There are no other files that could be imported when they are needed.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': '__moduleUrl' },
  banner: { js: "const __moduleUrl=require('node:url').pathToFileURL(__filename).href;" },
};

/** What esbuild has written: the program's files and, apart from them, the comments that must be kept. */
export function separate(outputFiles) {
  const isComment = ({ path }) => path.endsWith('.LEGAL.txt');
  return {
    code: outputFiles.filter((file) => !isComment(file)),
    legalComments: [...new Set(outputFiles.filter(isComment).map(({ text }) => text.trim()))],
  };
}

/** The licence of every package that went in, as their authors want it to go along. */
export async function licences(inputs, legalComments) {
  const folders = new Set(inputs.flatMap((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []));
  const parts = new Map();
  for (const folder of [...folders].toSorted((one, other) => (one < other ? -1 : 1))) {
    const { name, version, license } = JSON.parse(await readFile(join(ROOT, folder, 'package.json'), 'utf8'));
    const names = await readdir(join(ROOT, folder));
    const texts = names.filter((file) => /^(?:licen[cs]e|notice|copying)/i.test(file));
    const contents = await Promise.all(texts.map((file) => readFile(join(ROOT, folder, file), 'utf8')));
    const title = `${name} ${version} (${license})`;
    parts.set(title, [title, ...contents.map((text) => text.trim())].join('\n\n'));
  }
  return [...parts.values(), ...legalComments];
}

/** One file of licences out of many. */
export function licenceText(introduction, parts) {
  return `${[introduction, ...parts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/**
 * Makes what lays out help run when help is laid out: it asks for tables of all emoji as soon as it is loaded, which takes
 * longer than reading the command line.
 */
function lazyLayout() {
  return {
    name: 'lazy-layout',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^(?:cliui|string-width)$/ }, ({ path, importer, resolveDir }) =>
        /[\\/]yargs[\\/]lib[\\/]/.test(importer)
          ? { path, namespace: 'lazy', pluginData: resolveDir }
          : undefined,
      );
      onLoad({ filter: /./, namespace: 'lazy' }, ({ path, pluginData: resolveDir }) => ({
        contents: `export default (...args) => require('${path}').default(...args);`,
        resolveDir,
      }));
    },
  };
}
