import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { parseArguments } from '../../src/cli/parse.ts';
import { parseTargets } from '../../src/config/targets-file.ts';
import * as library from '../../src/index.ts';
import { VERSION } from '../../src/version.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const README = read('README.md');

function blocks(language: string): readonly string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, text = '']) => text,
  );
}

describe('the README', () => {
  test('opens with how to set up and run, and how to test', () => {
    expect(README).toMatch(/^# exchange-tls\n\n {4}npm ci && npm run demo .*\n {4}npm test /);
  });

  test.each(
    blocks('sh')
      .flatMap((text) => text.split('\n'))
      .filter((line) => line !== '')
      .map((line) => [line.replace(/\s+#.*$/, '')]),
  )('shows %j, which is understood', (line) => {
    const [program, ...words] = line.split(' ');
    expect(program).toBe('exchange-tls');
    expect(parseArguments(words, COMMANDS, VERSION).kind).toBe('command');
  });

  test.each([...new Set(README.match(/(?<=[`\s])--[a-z][a-z-]+/g))].map((option) => [option]))(
    'names the option %s, which exists',
    (option) => {
      const names = COMMANDS.flatMap(({ options }) => Object.keys(options));
      expect([...names, 'help']).toContain(option.replace(/^--(?:no-)?/, ''));
    },
  );

  test('shows a targets file without faults', () => {
    for (const text of blocks('yaml'))
      expect(parseTargets(text, 'README.md').targets.length).toBeGreaterThan(0);
  });

  test('imports from the library what it exports', () => {
    const names =
      /import \{ (.*) \} from 'exchange-tls'/
        .exec(blocks('ts').join(''))?.[1]
        ?.split(', ')
        .filter((name) => !name.startsWith('type ')) ?? [];
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(library).toHaveProperty(name);
  });
});

test('the changelog knows the version of the package', () => {
  expect(JSON.parse(read('package.json'))).toMatchObject({ version: VERSION });
  expect(read('CHANGELOG.md')).toContain(`## [${VERSION}]`);
});
