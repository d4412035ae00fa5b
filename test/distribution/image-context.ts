import { existsSync, readFileSync } from 'node:fs';

/** What at the top of the project `docker build` is given: .dockerignore shuts all out and then names what comes in. */
export function imageContext(): readonly string[] {
  const [first, ...others] = readFileSync(new URL('../../.dockerignore', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const names = others.map((line) => line.replace(/^!/, ''));
  if (first !== '*' || others.some((line) => !/^![\w.-]+$/.test(line))) {
    throw new Error('.dockerignore is not understood');
  }
  return names.filter((name) => existsSync(new URL(`../../${name}`, import.meta.url)));
}
