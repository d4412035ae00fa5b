/**
 * Puts the built command line and the packages that it uses into a few files, since finding and reading hundreds of them
 * costs more than running them. What a command loads lazily stays in a file of its own.
 */
import { build } from 'esbuild';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUT = join(ROOT, 'dist/bundle');
const LICENCES = 'LICENSES.txt';

/**
 * Makes what lays out help run when help is laid out: it asks for tables of all emoji as soon as it is loaded, which takes
 * longer than reading the command line.
 */
const lazyLayout = {
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

const { outputFiles, metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: ['dist/cli/main.js'],
  outdir: OUT,
  bundle: true,
  format: 'esm',
  splitting: true,
  platform: 'node',
  target: 'node20.19',
  minify: true,
  legalComments: 'external',
  metafile: true,
  plugins: [lazyLayout],
  write: false,
  // What Node gives to CommonJS packages and not to modules.
  banner: {
    js:
      "import{createRequire as __createRequire}from'node:module';" +
      'const require=__createRequire(import.meta.url),__filename=import.meta.filename,__dirname=import.meta.dirname;',
  },
  logLevel: 'warning',
});

const files = new Map();
const comments = new Set();
for (const { path, text } of outputFiles) {
  if (path.endsWith('.LEGAL.txt')) comments.add(text.trim());
  else files.set(basename(path), text);
}
files.set(LICENCES, await licences(Object.keys(metafile.inputs), comments));

await mkdir(OUT, { recursive: true });
for (const [name, text] of files) await writeFile(join(OUT, name), text);
// Last, so that a program that runs meanwhile still finds what it has not loaded yet for as long as possible.
for (const name of await readdir(OUT)) if (!files.has(name)) await rm(join(OUT, name));

/** The licence of every package that went in, as their authors want it to go along. */
async function licences(inputs, legalComments) {
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
  const introduction = 'The program in this folder contains these packages.';
  return `${[introduction, ...parts.values(), ...legalComments].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
