import { describe, expect, test } from '@jest/globals';
import { validatePath } from '../../../src/certs/path/validate-path.ts';
import type { CertificateOptions } from '../../fixtures/certificates.ts';
import { makeCa, makeLeaf } from '../../fixtures/certificates.ts';
import type { ExtensionValue, NameLine } from './extension-values.ts';
import { addressConstraints, nameConstraints, subjectAltName } from './extension-values.ts';

const AT = Date.parse('2026-07-01T00:00:00Z');
const ROOT = makeCa('Root');
const PLAIN: CertificateOptions = { subject: [], dnsNames: [] };

type Verdict =
  'valid' | 'name-constraints' | 'name-constraints-unsupported' | '?name-constraints-unsupported';
type Case = readonly [
  permitted: readonly NameLine[] | null,
  excluded: readonly NameLine[] | null,
  name: NameLine,
  verdict: Verdict,
];

const OUT = 'name-constraints';
const UNSUPPORTED = 'name-constraints-unsupported';

const CASES: readonly Case[] = [
  [['dns:contoso.test'], null, 'dns:contoso.test', 'valid'],
  [['dns:contoso.test'], null, 'dns:mail.contoso.test', 'valid'],
  [['dns:contoso.test'], null, 'dns:a.b.contoso.test', 'valid'],
  [['dns:contoso.test'], null, 'dns:MAIL.Contoso.TEST', 'valid'],
  [['dns:contoso.test'], null, 'dns:mail.contoso.test.', 'valid'],
  [['dns:contoso.test'], null, 'dns:*.contoso.test', 'valid'],
  [['dns:contoso.test'], null, 'dns:notcontoso.test', OUT],
  [['dns:contoso.test'], null, 'dns:contoso.test.evil.example', OUT],
  [['dns:.contoso.test'], null, 'dns:mail.contoso.test', 'valid'],
  [['dns:.contoso.test'], null, 'dns:contoso.test', OUT],
  [['dns:mail.contoso.test'], null, 'dns:*.contoso.test', OUT],
  [['dns:other.test', 'dns:contoso.test'], null, 'dns:contoso.test', 'valid'],
  [['dns:'], null, 'dns:anything.example', 'valid'],
  [['dns:contoso.test'], null, 'mail:a@elsewhere.example', 'valid'],
  [null, ['dns:contoso.test'], 'dns:mail.contoso.test', OUT],
  [null, ['dns:contoso.test'], 'dns:other.test', 'valid'],
  [null, ['dns:mail.contoso.test'], 'dns:*.contoso.test', OUT],
  [null, ['dns:a.mail.contoso.test'], 'dns:*.contoso.test', 'valid'],
  [null, ['dns:'], 'dns:anything.example', OUT],
  [['dns:contoso.test'], ['dns:mail.contoso.test'], 'dns:mail.contoso.test', OUT],
  [['dns:contoso.test'], ['dns:mail.contoso.test'], 'dns:owa.contoso.test', 'valid'],
  [['mail:contoso.test'], null, 'mail:a@contoso.test', 'valid'],
  [['mail:contoso.test'], null, 'mail:a@CONTOSO.test', 'valid'],
  [['mail:contoso.test'], null, 'mail:a@mail.contoso.test', OUT],
  [['mail:.contoso.test'], null, 'mail:a@mail.contoso.test', 'valid'],
  [['mail:.contoso.test'], null, 'mail:a@contoso.test', OUT],
  [['mail:a@contoso.test'], null, 'mail:a@contoso.test', 'valid'],
  [['mail:a@contoso.test'], null, 'mail:A@contoso.test', OUT],
  [['mail:contoso.test'], null, 'mail:no mailbox', OUT],
  [null, ['mail:contoso.test'], 'mail:no mailbox', OUT],
  [null, ['mail:contoso.test'], 'mail:"a@b"@contoso.test', OUT],
  [['uri:contoso.test'], null, 'uri:https://contoso.test/path', 'valid'],
  [['uri:contoso.test'], null, 'uri:https://user:x@CONTOSO.test:8443?q#f', 'valid'],
  [['uri:contoso.test'], null, 'uri:https://www.contoso.test/', OUT],
  [['uri:.contoso.test'], null, 'uri:https://www.contoso.test/', 'valid'],
  [['uri:.contoso.test'], null, 'uri:https://contoso.test/', OUT],
  [['uri:contoso.test'], null, 'uri:https://contoso.test@evil.example/', OUT],
  [null, ['uri:contoso.test'], 'uri:https://192.0.2.1/', OUT],
  [null, ['uri:contoso.test'], 'uri:https://[2001:db8::1]/', OUT],
  [null, ['uri:contoso.test'], 'uri:urn:uuid:0', OUT],
  [null, ['uri:contoso.test'], 'uri:https://other.test/', 'valid'],
  [['dn:Contoso'], null, 'dn:Contoso', 'valid'],
  [['dn:Contoso'], null, 'dn:CONTOSO ', 'valid'],
  [['dn:Contoso'], null, 'dn:Fabrikam', OUT],
  [null, ['dn:Contoso'], 'dn:contoso', OUT],
  [['upn:a@contoso.test'], null, 'upn:a@contoso.test', UNSUPPORTED],
  [null, ['id:1.2.3'], 'id:1.2.4', UNSUPPORTED],
  [['upn:a@contoso.test'], null, 'dns:contoso.test', 'valid'],
];

function verdict(
  constraints: ExtensionValue,
  leaf: CertificateOptions,
  purpose: 'serverAuth' | null = 'serverAuth',
) {
  const authority = makeCa('Authority', { issuer: ROOT, extensions: [constraints] });
  const path = [makeLeaf({ issuer: authority, ...PLAIN, ...leaf }), authority, ROOT];
  const { faults } = validatePath(
    path.map(({ certificate }) => certificate),
    { at: AT, purpose },
  );
  return faults.map(({ code, certain }) => `${certain ? '' : '?'}${code}`).join(' ') || 'valid';
}

describe('name constraints', () => {
  test.each(CASES)('permitted %j, excluded %j: %s is %s', (permitted, excluded, name, expected) => {
    const lists = {
      ...(permitted === null ? {} : { permitted }),
      ...(excluded === null ? {} : { excluded }),
    };
    const leaf = { extensions: [subjectAltName([name])] };
    expect(verdict(nameConstraints(lists), leaf)).toBe(expected);
  });

  test.each([
    [true, ['0a000000ff000000'], '10.1.2.3', 'valid'],
    [true, ['0a000000ff000000'], '11.1.2.3', OUT],
    [true, ['0a000000ff000000'], '2001:db8::1', OUT],
    [true, [`20010db8${'00'.repeat(12)}ffffffff${'00'.repeat(12)}`], '2001:db8::1', 'valid'],
    [true, [`20010db8${'00'.repeat(12)}ffffffff${'00'.repeat(12)}`], '2001:db9::1', OUT],
    [false, ['0a000000ff000000'], '10.1.2.3', OUT],
    [false, ['0a000000ff000000'], '2001:db8::1', 'valid'],
    [false, ['00'.repeat(8), '00'.repeat(32)], '2001:db8::1', OUT],
  ] as const)('addresses, permitted %s of %j: %s is %s', (permitted, ranges, address, expected) => {
    expect(verdict(addressConstraints(permitted, ...ranges), { ipAddresses: [address] })).toBe(expected);
  });

  test('a range of addresses of the wrong length leaves the path unknown', () => {
    expect(verdict(addressConstraints(false, '0a000000'), {})).toBe('?malformed-extension');
  });

  test('a form that cannot be compared leaves the path unknown if the constraints are not critical', () => {
    const constraints = nameConstraints({ excluded: ['id:1.2.3'] }, false);
    expect(verdict(constraints, { extensions: [subjectAltName(['id:1.2.4'])] })).toBe(`?${UNSUPPORTED}`);
  });

  test('a subtree with a maximum cannot be processed', () => {
    const subtree = Buffer.from('8204746573748101 05'.replace(' ', ''), 'hex');
    const value = Buffer.concat([Buffer.from([0x30, 13, 0xa1, 11, 0x30, 9]), subtree]);
    expect(verdict({ oid: '2.5.29.30', value, critical: true }, { dnsNames: ['a.example'] })).toBe(
      UNSUPPORTED,
    );
  });

  test.each([
    ['the subject', { subject: [['O', 'Fabrikam']] as const }, OUT],
    ['the subject in another case', { subject: [['O', 'CONTOSO']] as const }, 'valid'],
    ['an empty subject', {}, 'valid'],
  ])('%s has to be in a permitted directory name', (_what, leaf, expected) => {
    expect(verdict(nameConstraints({ permitted: ['dn:Contoso'] }), leaf)).toBe(expected);
  });

  test.each([
    ['without alternative names', []],
    ['beside alternative names', ['contoso.test']],
  ])('a mail address in the subject is constrained %s', (_what, dnsNames) => {
    const subject = [['1.2.840.113549.1.9.1', 'a@evil.example']] as const;
    expect(verdict(nameConstraints({ permitted: ['mail:contoso.test'] }), { subject, dnsNames })).toBe(OUT);
    expect(verdict(nameConstraints({ permitted: ['mail:evil.example'] }), { subject, dnsNames })).toBe(
      'valid',
    );
  });

  test.each([
    ['evil.example', [], 'serverAuth', OUT],
    ['mail.contoso.test', [], 'serverAuth', 'valid'],
    ['evil.example', ['contoso.test'], 'serverAuth', 'valid'],
    ['evil.example', [], null, 'valid'],
    ['A Company, Inc.', [], 'serverAuth', 'valid'],
  ] as const)('the common name %s beside %j, for %s, is %s', (name, dnsNames, purpose, expected) => {
    const constraints = nameConstraints({ permitted: ['dns:contoso.test'] });
    expect(verdict(constraints, { subject: [['CN', name]], dnsNames }, purpose)).toBe(expected);
  });

  test('what an authority permits does not widen what the one above it permits', () => {
    const extensions = (name: string) => [nameConstraints({ permitted: [`dns:${name}`] })];
    const upper = makeCa('Upper', { issuer: ROOT, extensions: extensions('contoso.test') });
    const lower = makeCa('Lower', { issuer: upper, extensions: extensions('fabrikam.test') });
    const judge = (name: string) =>
      validatePath(
        [makeLeaf({ issuer: lower, names: [name] }), lower, upper, ROOT].map(
          ({ certificate }) => certificate,
        ),
        { at: AT, purpose: 'serverAuth' },
      ).status;
    expect([judge('contoso.test'), judge('fabrikam.test')]).toEqual(['invalid', 'invalid']);
  });
});
