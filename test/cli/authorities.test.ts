import { expect, test } from '@jest/globals';
import { readAuthorities } from '../../src/cli/authorities.ts';
import { makeCa } from '../fixtures/certificates.ts';
import { fakeShell } from './fake-shell.ts';

test('every certificate of a PEM file is read, whatever stands around them', async () => {
  const [one, other] = [makeCa('One'), makeCa('Other')];
  const text = `# our roots\r\n${one.pem.replaceAll('\n', '\r\n')}\r\nand\r\n${other.pem}`;
  const found = await readAuthorities('roots.pem', fakeShell({ files: { 'roots.pem': text } }));
  expect(found.map(({ sha256 }) => sha256)).toEqual([one.certificate.sha256, other.certificate.sha256]);
});
