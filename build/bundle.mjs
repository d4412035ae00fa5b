/**
 * Puts the built command line and the packages that it uses into one file, since finding and reading hundreds of them costs
 * more than running them. What a command loads lazily is run when it does.
 */
import { build } from 'esbuild';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ENTRY, licences, licenceText, ONE_FILE, OPTIONS, ROOT, separate } from './command-line.mjs';

const OUT = join(ROOT, 'dist/bundle');

const { outputFiles, metafile } = await build({
  ...OPTIONS,
  ...ONE_FILE,
  entryPoints: [ENTRY],
  outfile: join(OUT, 'exchange-tls.cjs'),
  target: 'node20.19',
});

const { code, legalComments } = separate(outputFiles);
const files = new Map(code.map(({ path, text }) => [basename(path), text]));
const parts = await licences(Object.keys(metafile.inputs), legalComments);
files.set('LICENSES.txt', licenceText('The program in this folder contains these packages.', parts));

await mkdir(OUT, { recursive: true });
for (const [name, text] of files) {
  // A program that is started meanwhile gets the old one or the new one.
  const unfinished = join(OUT, `${name}.new`);
  await writeFile(unfinished, text);
  await rename(unfinished, join(OUT, name));
}
for (const name of await readdir(OUT)) if (!files.has(name)) await rm(join(OUT, name));
