import { describe, expect, test } from '@jest/globals';
import dockerfileUtils from 'dockerfile-utils';
import { readFileSync } from 'node:fs';
import { imageContext } from './image-context.ts';

const TEXT = readFileSync(new URL('../../deploy/Dockerfile', import.meta.url), 'utf8');

/** Instructions with their words, continued lines joined, without comments. */
const INSTRUCTIONS = TEXT.replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => {
    const [, name = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    return { name, rest };
  });

function all(wanted: string, of = INSTRUCTIONS): readonly string[] {
  return of.filter(({ name }) => name === wanted).map(({ rest }) => rest);
}

const FINAL = INSTRUCTIONS.slice(INSTRUCTIONS.findLastIndex(({ name }) => name === 'FROM'));

describe('the Dockerfile', () => {
  test('has no fault that its linter knows', () => {
    expect(dockerfileUtils.validate(TEXT)).toEqual([]);
  });

  test('the linter would find one', () => {
    expect(dockerfileUtils.validate(`${TEXT}\nMAINTAINER nobody\n`)).not.toEqual([]);
  });

  test('ends as a user that is not root, by number', () => {
    const [uid = ''] = (all('USER', FINAL).at(-1) ?? '').split(':');
    expect(Number(uid)).toBeGreaterThan(0);
  });

  test('starts from images with a tag that does not move to another release line', () => {
    const images = all('FROM').map((rest) => rest.split(' ', 1)[0]);
    expect(images.length).toBeGreaterThan(1);
    for (const image of images) expect(image).toMatch(/^node:\d+-slim$/);
  });

  test('fetches nothing by itself and carries no secret', () => {
    expect(all('ADD')).toEqual([]);
    expect(all('ARG')).toEqual([]);
    expect(TEXT).not.toMatch(/curl|wget|https?:\/\//);
  });

  test('leaves the tools of the build behind', () => {
    expect(all('RUN', FINAL)).toEqual([]);
    for (const rest of all('COPY', FINAL)) expect(rest).toContain('--from=build');
  });

  test('gives the user what it writes to, and only that', () => {
    const [volumes = '[]'] = all('VOLUME', FINAL);
    const owned = all('COPY', FINAL).filter((rest) => rest.includes('--chown=1000:1000'));
    expect(owned.map((rest) => rest.split(' ').at(-1))).toEqual(JSON.parse(volumes));
  });

  test('keeps state and cache in the volumes', () => {
    const environment = all('ENV', FINAL).join(' ');
    expect(environment).toContain('XDG_STATE_HOME=/var/lib ');
    expect(environment).toMatch(/XDG_CACHE_HOME=\/var\/cache$/);
  });

  test('starts the program without a shell, so that signals reach it', () => {
    const [entry = ''] = all('ENTRYPOINT', FINAL);
    expect(JSON.parse(entry)).toEqual(['node', '/opt/exchange-tls/bin/exchange-tls.js']);
  });
});

describe('what the image is built from', () => {
  test('is what the build needs', () => {
    expect(imageContext()).toEqual(
      expect.arrayContaining([
        'bin',
        'build',
        'deploy',
        'package-lock.json',
        'package.json',
        'src',
        'tsconfig.json',
      ]),
    );
  });

  test('holds no build, test or history of this machine', () => {
    for (const name of ['.git', 'dist', 'node_modules', 'out', 'test']) {
      expect(imageContext()).not.toContain(name);
    }
  });
});
