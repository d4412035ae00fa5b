import { describe, expect, test } from '@jest/globals';
import { findPaths } from '../../../src/certs/path/find-paths.ts';
import type { PolicySettings } from '../../../src/certs/path/request.ts';
import { validatePath } from '../../../src/certs/path/validate-path.ts';
import { PKITS_CASES, PKITS_PATHS, PKITS_POLICY_CASES } from './pkits-table.ts';
import { anchorsAmong, PKITS, pkits } from './pkits.ts';

const ANCHORS = anchorsAmong([pkits('TrustAnchorRootCertificate')]);
const ALL = [...PKITS.values()];

const AT = Date.parse('2020-01-01T00:00:00Z');

function search(leaf: string, policies: PolicySettings = {}) {
  return findPaths({ leaf: pkits(leaf), pool: ALL, anchors: ANCHORS, at: AT, purpose: null, policies });
}

function codes(expected: string): readonly string[] {
  return expected === 'valid' ? [] : expected.split(' ');
}

/** `12*` stands for two policies of the suite and any policy. */
function nist(marks: string): readonly string[] {
  return Array.from(marks, (mark) => (mark === '*' ? '2.5.29.32.0' : `2.16.840.1.101.3.2.1.48.${mark}`));
}

describe('NIST PKITS, paths of the document', () => {
  test.each(PKITS_PATHS)('%s %s: %s', (_number, leaf, expected, between) => {
    const path = [leaf, ...between, 'TrustAnchorRootCertificate'].map(pkits);
    const { status, faults } = validatePath(path, { at: AT, purpose: null });
    expect(faults.map(({ code }) => code)).toEqual(codes(expected));
    expect(status).toBe(expected === 'valid' ? 'valid' : 'invalid');
  });
});

describe('NIST PKITS, every certificate of the suite in the pool', () => {
  test.each(PKITS_CASES)('%s %s: %s', (_number, leaf, expected) => {
    const { paths, cut } = search(leaf);
    const [best] = paths;
    expect(cut).toBeNull();
    expect(best?.faults.map(({ code }) => code) ?? []).toEqual(codes(expected));
    expect(paths.some(({ status }) => status === 'valid')).toBe(expected === 'valid');
  });

  test.each(PKITS_POLICY_CASES)('%s %s %j: %s', (_number, leaf, settings, expected, authorities, user) => {
    const { initial, ...rest } = settings;
    const { paths } = search(leaf, initial === undefined ? rest : { ...rest, initial: nist(initial) });
    const [best] = paths;
    expect(best?.faults.map(({ code }) => code)).toEqual(codes(expected));
    expect([best?.policies.authorities, best?.policies.user]).toEqual([nist(authorities), nist(user)]);
    expect(paths.some(({ status }) => status === 'valid')).toBe(expected === 'valid');
  });
});
