/**
 * Puts what the library's front door leads to, code and types, into dist/library. The rest of dist is what the command line
 * is made of, or left from sources that are gone; the package holds neither.
 */
import { copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './command-line.mjs';

const FROM = join(ROOT, 'dist');
const TO = join(ROOT, 'dist/library');
/** The compiler writes all of them this way: `from './x.js'`, `import './x.js'`, `import('./x.js')`; types keep `.ts`. */
const RELATIVE = /\b(?:from|import)\s*\(?\s*(["'])(\.{1,2}\/[^"']+)\1/g;

const wanted = new Set();
for (const door of ['index.js', 'index.d.ts']) await follow(join(FROM, door));

for (const path of wanted) {
  await mkdir(dirname(join(TO, path)), { recursive: true });
  await copyFile(join(FROM, path), join(TO, path));
}
for (const entry of await readdir(TO, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (entry.isFile() && !wanted.has(relative(TO, path))) await rm(path);
}

async function follow(file) {
  const path = relative(FROM, file);
  if (wanted.has(path)) return;
  wanted.add(path);
  const ending = path.endsWith('.d.ts') ? '.d.ts' : '.js';
  for (const [, , target] of (await readFile(file, 'utf8')).matchAll(RELATIVE)) {
    await follow(join(dirname(file), target.replace(/\.[jt]s$/, ending)));
  }
}
