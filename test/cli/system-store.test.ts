import { describe, expect, test } from '@jest/globals';
import { readSystemRoots } from '../../src/cli/system-store.ts';
import { ConfigError } from '../../src/config/config-error.ts';
import { makeCa, pem } from '../fixtures/certificates.ts';

const one = makeCa('One');
const other = makeCa('Other');
const absent = { readFile: () => Promise.reject(Object.assign(new Error('gone'), { code: 'ENOENT' })) };

const names = async (...given: Parameters<typeof readSystemRoots>): Promise<readonly string[]> =>
  (await readSystemRoots(...given)).map(({ commonNames }) => commonNames[0] ?? '');

describe('the roots of this machine', () => {
  test('are asked of the system where Node can, each once', async () => {
    expect(await names(absent, () => [pem(one.der), pem(other.der), pem(one.der)])).toEqual(['One', 'Other']);
  });

  test('are read from the first bundle that is there where it cannot', async () => {
    const asked: string[] = [];
    const readFile = (path: string): Promise<string> => {
      asked.push(path);
      return path.startsWith('/etc/pki/') ? Promise.resolve(pem(other.der)) : absent.readFile();
    };
    expect(await names({ readFile }, () => null)).toEqual(['Other']);
    expect(asked).toEqual(['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt']);
  });

  test('that cannot be read are left out', async () => {
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    expect(await names(absent, () => [broken, pem(one.der)])).toEqual(['One']);
  });

  test.each([
    ['no bundle is there', () => null],
    ['the system has none', () => []],
  ])('are a fault of the command line where %s', async (_, ask) => {
    await expect(readSystemRoots(absent, ask)).rejects.toBeInstanceOf(ConfigError);
    await expect(readSystemRoots(absent, ask)).rejects.toMatchObject({ source: '--system-store' });
  });
});
