/**
 * Makes single executables with Node in them, for machines without Node:
 *
 *     npm run package -- [linux|windows|all]
 *
 * They go to `out`, with the licences of what is in them and SHA256SUMS. Works on Linux x64, for both. The one for Windows
 * carries no signature and has to get one before it is handed out. What postject warns of, names of `.note` sections, is in
 * Node's own binary and does no harm.
 *
 * PACKAGE_CACHE  folder in which the fetched binaries of Node are kept (node_modules/.cache/exchange-tls)
 * Node's own guide: https://nodejs.org/docs/latest-v24.x/api/single-executable-applications.html
 */
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import postject from 'postject';
import { ENTRY, licences, licenceText, ONE_FILE, OPTIONS, ROOT, separate } from './command-line.mjs';
import { fetchRuntime, VERSION } from './runtime.mjs';
import { withoutSignature } from './windows-signature.mjs';

const OUT = join(ROOT, 'out');
const CACHE = resolve(process.env.PACKAGE_CACHE ?? join(ROOT, 'node_modules/.cache/exchange-tls'));
const NAMES = { linux: 'exchange-tls-linux-x64', windows: 'exchange-tls-win-x64.exe' };
/** Where Node looks for what it carries, and the byte by which it knows that it does. */
const BLOB = 'NODE_SEA_BLOB';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const [wanted = 'all'] = process.argv.slice(2);
const systems = wanted === 'all' ? Object.keys(NAMES) : [wanted];
if (process.argv.length > 3 || !systems.every((system) => system in NAMES)) {
  process.stderr.write('usage: npm run package -- [linux|windows|all]\n');
  process.exitCode = 2;
} else {
  await make();
}

async function make() {
  await mkdir(OUT, { recursive: true });
  const scratch = await mkdtemp(join(OUT, 'making-'));
  try {
    // Of any system: only this one can prepare what the executables carry.
    const own = await fetchRuntime('linux', CACHE);
    const program = 'program.cjs';
    const parts = await writeProgram(join(scratch, program));
    const files = new Map();
    for (const system of systems) {
      const { binary } = await fetchRuntime(system, CACHE);
      const file = join(scratch, NAMES[system]);
      const base = await readFile(binary);
      await writeFile(file, system === 'windows' ? withoutSignature(base) : base);
      const blob = await prepare(own.binary, program, system, scratch);
      await postject.inject(file, BLOB, blob, { sentinelFuse: FUSE });
      await chmod(file, 0o755);
      files.set(NAMES[system], file);
    }
    const text = join(scratch, 'LICENSES.txt');
    const above = [
      await titled('exchange-tls', join(ROOT, 'LICENSE')),
      await titled(`Node.js ${VERSION}`, own.licence),
    ];
    await writeFile(text, licenceText('The executables in this folder contain these.', [...above, ...parts]));
    files.set('LICENSES.txt', text);
    await handOver(files);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Puts the command line into one file that starts it. */
async function writeProgram(path) {
  const { outputFiles, metafile } = await build({
    ...OPTIONS,
    ...ONE_FILE,
    stdin: {
      contents: `import { main } from './${ENTRY}'; void main(process.argv.slice(2)).then((code) => { process.exitCode = code; });`,
      resolveDir: ROOT,
    },
    outfile: path,
    target: `node${VERSION}`,
  });
  const { code, legalComments } = separate(outputFiles);
  for (const file of code) await writeFile(file.path, file.text);
  return licences(Object.keys(metafile.inputs), legalComments);
}

/**
 * What Node calls the blob. Compiled code in it suits only the system that compiled it. The paths are relative, since that
 * of the program goes along.
 */
async function prepare(node, main, system, scratch) {
  const [config, output] = [`${system}.json`, `${system}.blob`];
  const settings = { main, output, disableExperimentalSEAWarning: true, useCodeCache: system === 'linux' };
  await writeFile(join(scratch, config), JSON.stringify(settings));
  await promisify(execFile)(node, ['--experimental-sea-config', config], { cwd: scratch });
  return readFile(join(scratch, output));
}

async function titled(title, path) {
  return `${title}\n\n${(await readFile(path, 'utf8')).trim()}`;
}

/** Moves what is made to where it is looked for; the digests, which vouch for it, come last. */
async function handOver(files) {
  const sums = [];
  for (const [name, path] of files) {
    const content = await readFile(path);
    sums.push(`${createHash('sha256').update(content).digest('hex')}  ${name}\n`);
    await rename(path, join(OUT, name));
    process.stdout.write(`${join('out', name)}  ${(content.length / 1e6).toFixed(1)} MB\n`);
  }
  await writeFile(join(OUT, 'SHA256SUMS'), sums.join(''));
}
