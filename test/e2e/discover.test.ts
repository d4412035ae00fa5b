import { afterEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { Answer } from 'dns-packet';
import { type NameServer, serveNames } from '../net/name-server.ts';
import { ended, run, start } from './program.ts';

const open: NameServer[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function nameServer(...args: Parameters<typeof serveNames>): Promise<string> {
  const server = await serveNames(...args);
  open.push(server);
  return server.resolver;
}

const ZONE: readonly Answer[] = [
  { name: 'contoso.com', type: 'MX', data: { preference: 10, exchange: 'mail.contoso.com' } },
  { name: 'mail.contoso.com', type: 'A', data: '192.0.2.7' },
  { name: 'legacy.contoso.com', type: 'A', data: '192.0.2.9' },
];

describe('discover', () => {
  test('prints what it found, and nothing else but how to write it down', async () => {
    const resolver = await nameServer(ZONE);
    const { code, stdout, stderr } = await run(['discover', 'contoso.com', '--resolver', resolver]);
    expect([code, stderr]).toEqual([
      0,
      'exchange-tls: no file is written; -o targets.json writes one for scan --targets\n',
    ]);
    expect(stdout).toMatch(/mail\.contoso\.com .*192\.0\.2\.7 .*MX 10 .*target/);
  });

  test('writes what scan can read, to a pipe as well', async () => {
    const resolver = await nameServer(ZONE);
    const { code, stdout } = await run(['discover', 'contoso.com', '--resolver', resolver, '-o', '-']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      domains: ['contoso.com'],
      targets: expect.arrayContaining([expect.objectContaining({ host: 'mail.contoso.com' })]),
    });
  });

  test('ends with 3 and one line where nobody answers', async () => {
    const resolver = await nameServer([], () => null);
    const { code, stderr } = await run([
      'discover',
      'contoso.com',
      '--resolver',
      resolver,
      '--timeout',
      '0.2',
    ]);
    expect([code, stderr]).toEqual([
      3,
      'exchange-tls: no host of your own is known: 2 questions to DNS got no answer; --resolver names another server\n',
    ]);
  });

  test('is stopped by Ctrl-C', async () => {
    let heard = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      heard = resolve;
    });
    const resolver = await nameServer([], () => {
      heard();
      return null;
    });
    const child = start(['discover', 'contoso.com', '--resolver', resolver]);
    const end = ended(child);
    await asked;
    child.kill('SIGINT');
    const { code, stderr } = await end;
    expect(code).toBe(130);
    expect(stderr).toMatch(
      /^exchange-tls: stopped by Ctrl-C: showing what has been found, and writing no file;/,
    );
  });

  test('ends quietly where nobody reads on', async () => {
    const resolver = await nameServer(ZONE);
    const child = start(['discover', 'contoso.com', '--resolver', resolver]);
    child.stdout.destroy();
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await once(child, 'close');
    expect(said).not.toMatch(/EPIPE|\bat \S+ \(/);
  });
});
