import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { closedPort } from '../e2e/local-server.ts';
import { run as runBuilt } from '../e2e/program.ts';
import { emptyFolder, must, ROOT, run } from './shell.ts';

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

const { version, devDependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
  readonly version: string;
  readonly devDependencies: Readonly<Record<string, string>>;
};

let folder: Awaited<ReturnType<typeof emptyFolder>>;
let packed: Packed;
let consumer = '';

beforeAll(async () => {
  folder = await emptyFolder();
  // Refuses a build that is older than the source.
  await runBuilt(['--version']);
  const options = ['--ignore-scripts', '--json', '--pack-destination', folder.path];
  const [first] = JSON.parse(await must('npm', ['pack', ...options], { folder: ROOT })) as Packed[];
  if (first === undefined) throw new Error('npm pack has packed nothing');
  packed = first;
  consumer = join(folder.path, 'consumer');
  await mkdir(consumer);
  await writeFile(join(consumer, 'package.json'), '{ "private": true, "type": "module" }');
  const packages = [join(folder.path, packed.filename), `@types/node@${devDependencies['@types/node']}`];
  await must('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', ...packages], {
    folder: consumer,
  });
});
afterAll(() => folder.remove());

describe('the package', () => {
  test('holds what is needed and nothing else', () => {
    const needed =
      /^(?:bin\/(?:compiled\.js|exchange-tls\.js|package\.json)|dist\/bundle\/(?:exchange-tls\.cjs|LICENSES\.txt)|dist\/library\/[\w/-]+(?:\.d\.ts|\.js)|man\/[\w-]+\.1|package\.json|README\.md|CHANGELOG\.md|LICENSE|targets\.example\.json)$/;
    expect(packed.files.map(({ path }) => path).filter((path) => !needed.test(path))).toEqual([]);
  });

  test('holds no part of the library that only the command line uses', () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths).toContain('dist/library/index.js');
    expect(paths.filter((path) => /^dist\/library\/(?:cli|lab|discover)\//.test(path))).toEqual([]);
  });

  test('stays small', () => {
    process.stdout.write(
      `tarball: ${packed.files.length} files, ${packed.size} bytes, ${packed.unpackedSize} unpacked\n`,
    );
    expect(packed.size).toBeLessThan(3_000_000);
    expect(packed.unpackedSize).toBeLessThan(9_000_000);
  });
});

describe('installed into an empty folder', () => {
  test('it brings along no package that is in its bundle alone', async () => {
    const names = await readdir(join(consumer, 'node_modules'));
    expect(names).toContain('zod');
    for (const name of ['yargs', 'nodemailer', 'reflect-metadata', 'typescript']) {
      expect(names).not.toContain(name);
    }
  });

  test('npx says its version', async () => {
    const { code, stdout } = await run('npx', ['--no-install', 'exchange-tls', '--version'], {
      folder: consumer,
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${version}\n` });
  });

  test('npx shows the demo', async () => {
    const { code, stdout } = await run('npx', ['--no-install', 'exchange-tls', 'demo'], { folder: consumer });
    expect(code).toBe(0);
    expect(stdout).toMatch(/\d+ findings: \d+ high/);
  });

  test('npx refuses nonsense with 2 and one line', async () => {
    const { code, stdout, stderr } = await run('npx', ['--no-install', 'exchange-tls', 'nope'], {
      folder: consumer,
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^exchange-tls: unknown command "nope"[^\n]*\n$(?![^])/m);
  });

  const MODULE = `import { exitCode, parseTargets, RULES, scan, VERSION, type Report } from 'exchange-tls';
const services = ['https:' + process.argv[2]];
const { targets } = parseTargets(JSON.stringify({ targets: [{ host: '127.0.0.1', services }] }), 'targets.json');
const report: Report = await scan(targets, { options: { depth: 'check', retries: 0, fingerprint: 'none' } });
// @ts-expect-error a name that the types do not have
report.noSuchThing;
// @ts-expect-error a type that does not fit
export const wrong = () => parseTargets(1, 2);
console.log(JSON.stringify([VERSION, RULES.length > 50, exitCode(report, 'medium')]));
`;

  test.each([
    ['nodenext', 'nodenext'],
    ['bundler', 'esnext'],
  ])('the library has its types for moduleResolution %s', async (moduleResolution, module) => {
    const place = join(consumer, moduleResolution);
    await mkdir(place);
    await writeFile(join(place, 'use.ts'), MODULE);
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'es2023',
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      types: ['node'],
    };
    await writeFile(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
    const { code, stdout } = await run(
      process.execPath,
      [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', place],
      {
        folder: place,
      },
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    const said = await must(process.execPath, [join(place, 'use.js'), String(await closedPort())], {
      folder: place,
    });
    expect(JSON.parse(said)).toEqual([version, true, 3]);
  });
});
