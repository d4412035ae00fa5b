import { KeyUsageFlags } from '@peculiar/asn1-x509';
import { describe, expect, test } from '@jest/globals';
import { validatePath } from '../../../src/certs/path/validate-path.ts';
import type { Purpose, ValidationRequest } from '../../../src/certs/path/request.ts';
import type { CertificateOptions, Issued } from '../../fixtures/certificates.ts';
import { CLIENT_AUTH, makeCa, makeCertificate, makeLeaf, SERVER_AUTH } from '../../fixtures/certificates.ts';
import { parseCertificate } from '../../../src/certs/parse.ts';
import type { ExtensionValue } from './extension-values.ts';
import {
  inhibitAnyPolicy,
  nameConstraints,
  policies,
  policyConstraints,
  policyMappings,
} from './extension-values.ts';

const AT = Date.parse('2026-07-01T00:00:00Z');
const ROOT = makeCa('Root');

function judge(path: readonly Issued[], request: Partial<ValidationRequest> = {}) {
  const certificates = path.map(({ certificate }) => certificate);
  return validatePath(certificates, { at: AT, purpose: 'serverAuth', ...request });
}

interface Case {
  readonly what: string;
  readonly ca?: CertificateOptions;
  readonly leaf?: CertificateOptions;
  readonly root?: CertificateOptions;
  readonly purpose?: Purpose | null;
  readonly expected: readonly string[];
  readonly notes?: readonly string[];
}

const ANY_PURPOSE = '2.5.29.37.0';
const NETSCAPE_SGC = '2.16.840.1.113730.4.1';
const MAIL_PROTECTION = '1.3.6.1.5.5.7.3.4';
const UNKNOWN: ExtensionValue = { oid: '1.2.3.4.5', value: Buffer.from('0500', 'hex'), critical: true };
const MALFORMED = Buffer.from('30ff', 'hex');
const malformed = (oid: string): CertificateOptions => ({ extensions: [{ oid, value: MALFORMED }] });

const CASES: readonly Case[] = [
  { what: 'a sound path', expected: [] },
  { what: 'a leaf without purposes', leaf: { extendedKeyUsage: [] }, expected: [] },
  {
    what: 'a leaf for clients',
    leaf: { extendedKeyUsage: [CLIENT_AUTH] },
    expected: ['extended-key-usage 4.2.1.12'],
  },
  {
    what: 'a leaf for clients as a client',
    leaf: { extendedKeyUsage: [CLIENT_AUTH] },
    purpose: 'clientAuth',
    expected: [],
  },
  {
    what: 'a leaf for clients when nobody asks',
    leaf: { extendedKeyUsage: [CLIENT_AUTH] },
    purpose: null,
    expected: [],
  },
  {
    what: 'a leaf for any purpose',
    leaf: { extendedKeyUsage: [ANY_PURPOSE] },
    expected: [],
    notes: ['any-purpose'],
  },
  {
    what: 'a leaf for gated servers',
    leaf: { extendedKeyUsage: [NETSCAPE_SGC] },
    expected: ['extended-key-usage 4.2.1.12'],
  },
  {
    what: 'an authority for mail',
    ca: { extendedKeyUsage: [MAIL_PROTECTION] },
    expected: ['extended-key-usage 4.2.1.12'],
  },
  { what: 'an authority for servers', ca: { extendedKeyUsage: [SERVER_AUTH] }, expected: [] },
  {
    what: 'an authority for any purpose',
    ca: { extendedKeyUsage: [ANY_PURPOSE] },
    expected: [],
    notes: ['any-purpose'],
  },
  {
    what: 'an authority for gated servers',
    ca: { extendedKeyUsage: [NETSCAPE_SGC] },
    expected: [],
    notes: ['server-gated-purpose'],
  },
  {
    what: 'an authority for gated servers, for clients',
    ca: { extendedKeyUsage: [NETSCAPE_SGC] },
    leaf: { extendedKeyUsage: [CLIENT_AUTH] },
    purpose: 'clientAuth',
    expected: ['extended-key-usage 4.2.1.12'],
  },
  {
    what: 'a leaf that signs certificates alone',
    leaf: { keyUsage: KeyUsageFlags.keyCertSign },
    expected: ['key-usage 4.2.1.3 and 4.2.1.12'],
  },
  { what: 'a leaf that agrees on keys', leaf: { keyUsage: KeyUsageFlags.keyAgreement }, expected: [] },
  { what: 'a leaf that only decrypts', leaf: { keyUsage: KeyUsageFlags.keyEncipherment }, expected: [] },
  {
    what: 'a client that only decrypts',
    leaf: { keyUsage: KeyUsageFlags.keyEncipherment, extendedKeyUsage: [CLIENT_AUTH] },
    purpose: 'clientAuth',
    expected: ['key-usage 4.2.1.3 and 4.2.1.12'],
  },
  { what: 'an authority that is none', ca: { ca: false }, expected: ['not-a-ca 6.1.4 (k)'] },
  { what: 'an authority of version 1', ca: { version: 1 }, expected: ['not-a-ca 6.1.4 (k)'] },
  { what: 'a leaf of version 1', leaf: { version: 1 }, expected: [] },
  {
    what: 'an authority that may not sign',
    ca: { keyUsage: KeyUsageFlags.cRLSign },
    expected: ['key-usage 6.1.4 (n)'],
  },
  { what: 'an expired leaf', leaf: { notAfter: new Date(AT - 1000) }, expected: ['expired 6.1.3 (a) (2)'] },
  { what: 'a leaf that expires now', leaf: { notAfter: new Date(AT) }, expected: [] },
  { what: 'a leaf that begins now', leaf: { notBefore: new Date(AT) }, expected: [] },
  {
    what: 'a leaf that begins in a second',
    leaf: { notBefore: new Date(AT + 1000) },
    expected: ['not-yet-valid 6.1.3 (a) (2)'],
  },
  {
    what: 'an expired authority',
    ca: { notAfter: new Date(AT - 1000) },
    expected: ['expired 6.1.3 (a) (2)'],
  },
  {
    what: 'an expired anchor',
    root: { notAfter: new Date(AT - 1000) },
    expected: [],
    notes: ['anchor-dates'],
  },
  { what: 'an anchor of version 1', root: { version: 1 }, expected: [] },
  {
    what: 'an anchor that allows no authority',
    root: { pathLength: 0 },
    expected: [],
    notes: ['anchor-constraints'],
  },
  {
    what: 'an anchor for mail',
    root: { extendedKeyUsage: [MAIL_PROTECTION] },
    expected: [],
    notes: ['anchor-constraints'],
  },
  {
    what: 'an anchor with name constraints',
    root: { extensions: [nameConstraints({ permitted: ['dns:other.test'] })] },
    expected: [],
    notes: ['anchor-constraints'],
  },
  {
    what: 'an unknown critical extension',
    leaf: { extensions: [UNKNOWN] },
    expected: ['unknown-critical-extension 6.1.5 (f)'],
  },
  {
    what: 'an unknown critical extension of an authority',
    ca: { extensions: [UNKNOWN] },
    expected: ['unknown-critical-extension 6.1.4 (o)'],
  },
  { what: 'an unknown extension', leaf: { extensions: [{ ...UNKNOWN, critical: false }] }, expected: [] },
  {
    what: 'the poison of a precertificate',
    leaf: { extensions: [{ ...UNKNOWN, oid: '1.3.6.1.4.1.11129.2.4.3' }] },
    expected: ['unknown-critical-extension 6.1.5 (f)'],
  },
  {
    what: 'an extension twice',
    leaf: {
      extensions: [
        { ...UNKNOWN, critical: false },
        { ...UNKNOWN, critical: false },
      ],
    },
    expected: ['duplicate-extension 4.2'],
  },
  {
    what: 'a negative serial number',
    leaf: { serial: 'ff01' },
    expected: [],
    notes: ['serial-not-positive'],
  },
  { what: 'a serial number of zero', leaf: { serial: '00' }, expected: [], notes: ['serial-not-positive'] },
  {
    what: 'a serial number of 21 bytes',
    leaf: { serial: '01'.repeat(21) },
    expected: [],
    notes: ['serial-too-long'],
  },
  { what: 'an empty subject', leaf: { subject: [] }, expected: [] },
  {
    what: 'an authority without a name',
    ca: { subject: [] },
    expected: ['empty-name 4.1.2.6', 'empty-name 4.1.2.4'],
  },
  {
    what: 'an unknown signature algorithm',
    leaf: { signatureOid: '1.2.3.4' },
    expected: ['?signature-unknown 6.1.3 (a) (1)'],
  },
  { what: 'malformed name constraints', ca: malformed('2.5.29.30'), expected: ['?malformed-extension 4.2'] },
  {
    what: 'a malformed policy extension',
    ca: malformed('2.5.29.36'),
    expected: ['?malformed-extension 4.2'],
  },
  {
    what: 'malformed policies that had to be there',
    ca: { extensions: [policyConstraints(0), { oid: '2.5.29.32', value: MALFORMED }] },
    expected: ['?malformed-extension 4.2', '?policy-required 6.1.3 (f)'],
  },
  {
    what: 'a policy that is required and there',
    ca: { extensions: [policyConstraints(0), policies('1.2.3')] },
    leaf: { policies: ['1.2.3'] },
    expected: [],
  },
  {
    what: 'a policy that is required and not there',
    ca: { extensions: [policyConstraints(0), policies('1.2.3')] },
    leaf: { policies: ['1.2.4'] },
    expected: ['policy-required 6.1.3 (f)'],
  },
  {
    what: 'any policy where it is inhibited',
    ca: { extensions: [policyConstraints(0), policies('1.2.3'), inhibitAnyPolicy(0)] },
    leaf: { policies: ['2.5.29.32.0'] },
    expected: ['policy-required 6.1.3 (f)'],
  },
  {
    what: 'a mapped policy',
    ca: { extensions: [policyConstraints(0), policies('1.2.3'), policyMappings(['1.2.3', '1.9'])] },
    leaf: { policies: ['1.9'] },
    expected: [],
  },
  {
    what: 'a mapping of any policy',
    ca: { extensions: [policies('1.2.3'), policyMappings(['2.5.29.32.0', '1.9'])] },
    expected: ['policy-mapping 6.1.4 (a)'],
  },
];

/** With `?` where this machine cannot tell. */
function lines(judgement: ReturnType<typeof judge>): readonly string[] {
  return judgement.faults.map(
    ({ code, clause, certain }) => `${certain ? '' : '?'}${code} ${clause.replace('RFC 5280, ', '')}`,
  );
}

describe('validatePath', () => {
  test.each(CASES)('$what', ({ ca, leaf, root, purpose = 'serverAuth', expected, notes = [] }) => {
    const top = root === undefined ? ROOT : makeCa('Root', root);
    const authority = makeCa('Authority', { issuer: top, ...ca });
    const judgement = judge([makeLeaf({ issuer: authority, ...leaf }), authority, top], { purpose });
    expect(lines(judgement)).toEqual(expected);
    expect(judgement.notes.map(({ code }) => code)).toEqual(notes);
    const certain = expected.some((line) => !line.startsWith('?'));
    expect(judgement.status).toBe(expected.length === 0 ? 'valid' : certain ? 'invalid' : 'unknown');
  });

  test.each(['rsa-2048', 'rsa-pss', 'ec-p256', 'ec-p384', 'ec-p521', 'ed25519', 'ed448', 'dsa'] as const)(
    'an authority with a key of the kind %s vouches for a leaf',
    (key) => {
      const authority = makeCa('Authority', { issuer: ROOT, key });
      expect(judge([makeLeaf({ issuer: authority }), authority, ROOT]).status).toBe('valid');
    },
  );

  test('the signature of another key of the same name is no signature', () => {
    const authority = makeCa('Authority', { issuer: ROOT });
    const impostor = makeCa('Authority', { issuer: ROOT });
    const judgement = judge([makeLeaf({ issuer: impostor }), authority, ROOT]);
    expect(lines(judgement)).toEqual(['signature 6.1.3 (a) (1)']);
  });

  test('a flipped bit anywhere in the signed part of a leaf never leaves it valid', () => {
    const authority = makeCa('Authority', { issuer: ROOT });
    const { der } = makeLeaf({ issuer: authority });
    const verdicts = Array.from({ length: 200 }, (_, index) => {
      const changed = Uint8Array.from(der);
      changed[4 + index] = (changed[4 + index] ?? 0) ^ 1;
      const path = [parseCertificate(changed), authority.certificate, ROOT.certificate];
      return validatePath(path, { at: AT, purpose: 'serverAuth' }).status;
    });
    expect(verdicts).not.toContain('valid');
  });

  test('an algorithm that differs inside and outside of the signed part is a fault', () => {
    const authority = makeCa('Authority', { issuer: ROOT });
    const { der } = makeLeaf({ issuer: authority });
    const oid = Buffer.from('06082a8648ce3d040302', 'hex');
    const changed = Buffer.from(der);
    changed[changed.lastIndexOf(oid) + oid.length - 1] = 3;
    const path = [parseCertificate(changed), authority.certificate, ROOT.certificate];
    const codes = validatePath(path, { at: AT, purpose: null }).faults.map(({ code }) => code);
    expect(codes).toEqual(['algorithm-mismatch', 'signature']);
  });

  test('the path length counts authorities below, and not self-issued ones', () => {
    const first = makeCa('First', { issuer: ROOT, pathLength: 0 });
    const renewed = makeCa('First', { issuer: first });
    const second = makeCa('Second', { issuer: renewed });
    expect(judge([makeLeaf({ issuer: renewed }), renewed, first, ROOT]).status).toBe('valid');
    const { faults } = judge([makeLeaf({ issuer: second }), second, renewed, first, ROOT]);
    expect(faults).toMatchObject([
      { code: 'path-length', certificate: second.certificate.sha256, clause: 'RFC 5280, 6.1.4 (l)' },
    ]);
  });

  test('a leaf that is trusted itself is a path of its own, and its dates count', () => {
    const leaf = makeLeaf();
    expect(judge([leaf])).toMatchObject({ status: 'valid', anchor: leaf.certificate });
    expect(lines(judge([leaf], { at: AT + 365 * 86_400_000 }))).toEqual(['expired 6.1.3 (a) (2)']);
  });

  test('something that is no certificate leaves the path unknown', () => {
    const junk = parseCertificate(Buffer.from('30031234', 'hex'));
    for (const path of [[junk, ROOT.certificate], [makeLeaf().certificate, junk], [junk]]) {
      expect(validatePath(path, { at: AT, purpose: null }).status).toBe('unknown');
    }
    expect(validatePath([], { at: AT, purpose: null }).status).toBe('unknown');
  });

  test('a path beyond the depth is not judged', () => {
    const authority = makeCa('Authority', { issuer: ROOT });
    const { faults, status } = judge([makeLeaf({ issuer: authority }), authority, ROOT], {
      limits: { depth: 2 },
    });
    expect([status, faults[0]?.code]).toEqual(['unknown', 'too-long']);
  });

  test.each([
    ['good', 'valid', []],
    ['not-asked', 'valid', []],
    ['revoked', 'invalid', ['revoked 6.1.3 (a) (3)']],
    ['unknown', 'unknown', ['?revocation-unknown 6.1.3 (a) (3)']],
    ['unreachable', 'unknown', ['?revocation-unknown 6.1.3 (a) (3)']],
  ] as const)('a leaf whose revocation is %s makes the path %s', (state, status, expected) => {
    const authority = makeCa('Authority', { issuer: ROOT });
    const leaf = makeLeaf({ issuer: authority });
    const judgement = judge([leaf, authority, ROOT], {
      revocation: (certificate, issuer) =>
        certificate === leaf.certificate && issuer === authority.certificate
          ? { state, why: 'said so' }
          : { state: 'good', why: '' },
    });
    expect(lines(judgement)).toEqual(expected);
    expect(judgement.status).toBe(status);
  });

  test('names are constrained for the leaf even if it is self-issued', () => {
    const authority = makeCa('Authority', {
      issuer: ROOT,
      extensions: [nameConstraints({ permitted: ['dns:contoso.test'] })],
    });
    const inner = makeCa('Authority', { issuer: authority, dnsNames: ['evil.test'] });
    const leaf = makeCertificate({ subject: authority.subject, issuer: inner, dnsNames: ['evil.test'] });
    expect(judge([leaf, inner, authority, ROOT]).faults).toMatchObject([
      { code: 'name-constraints', certificate: leaf.certificate.sha256 },
    ]);
  });

  test('forty authorities that map every policy onto every other end at once', () => {
    const oids = Array.from({ length: 10 }, (_, index) => `1.2.3.${index}`);
    const pairs = oids.flatMap((issuer) => oids.map((subject) => [issuer, subject] as const));
    let issuer = ROOT;
    const path: Issued[] = [ROOT];
    for (let depth = 0; depth < 40; depth += 1) {
      issuer = makeCa(`Level ${depth}`, {
        issuer,
        extensions: [policies(...oids), policyMappings(...pairs)],
      });
      path.unshift(issuer);
    }
    path.unshift(makeLeaf({ issuer, policies: oids }));
    const settings = { limits: { depth: 100 }, policies: { requireExplicit: true } };
    expect(judge(path, settings)).toMatchObject({ status: 'valid', policies: { authorities: oids } });
  });

  test('subtrees and names beyond any use are not compared to the end', () => {
    const permitted = Array.from({ length: 1000 }, (_, index) => `dns:n${index}.test`);
    const authority = makeCa('Authority', { issuer: ROOT, extensions: [nameConstraints({ permitted })] });
    const names = Array.from({ length: 1000 }, (_, index) => `n${index}.test`);
    const judgement = judge([makeLeaf({ issuer: authority, names }), authority, ROOT]);
    expect(lines(judgement)).toEqual(['?name-constraints-unsupported 6.1.3 (b), (c)']);
  });

  test('a list of policies beyond any use is not read', () => {
    const list = policies(...Array.from({ length: 101 }, (_, index) => `1.2.${index}`));
    const authority = makeCa('Authority', { issuer: ROOT, extensions: [list] });
    expect(lines(judge([makeLeaf({ issuer: authority }), authority, ROOT]))).toEqual([
      '?malformed-extension 4.2',
    ]);
  });
});
