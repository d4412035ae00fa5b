import { describe, expect, test } from '@jest/globals';
import { microsoftStore } from '../../../src/certs/trust/microsoft.ts';
import { NOTICES } from '../../../src/certs/trust/microsoft-notices.ts';
import { mozillaStore } from '../../../src/certs/trust/mozilla.ts';
import { allPublicRoots, certificatesIn, type PublicRoot } from '../../../src/certs/trust/root-index.ts';
import { SNAPSHOTS } from '../../../src/certs/trust/root-table.ts';
import { sessionRoots } from '../../../src/certs/trust/session-roots.ts';
import type { Standing, TrustStore } from '../../../src/certs/trust/store.ts';
import { storesFor } from '../../../src/certs/trust/stores-for.ts';
import { makeCa } from '../../fixtures/certificates.ts';

const ROOTS = allPublicRoots();
const NOW = Date.parse('2026-11-22T12:00:00Z');

function rootNamed(name: string, mark = ''): PublicRoot {
  const found = ROOTS.find((root) => root.name === name && root.marks.includes(mark));
  if (found === undefined) throw new Error(`no root ${name}`);
  return found;
}

function standing(store: TrustStore, name: string, issued: string, at = NOW): Standing['status'] | undefined {
  return store.find(rootNamed(name).certificate)?.standing(Date.parse(issued), at).status;
}

describe('the table of roots', () => {
  test('holds as many roots of each snapshot as it says', () => {
    const counts = SNAPSHOTS.map(({ mark }) => ROOTS.filter(({ marks }) => marks.includes(mark)).length);
    expect(counts).toEqual(SNAPSHOTS.map(({ roots }) => roots));
  });

  test('every root can be read, names itself, and stands there once', () => {
    expect(
      ROOTS.filter(({ certificate }) => certificate.subjectKey === '' || !certificate.selfIssued),
    ).toEqual([]);
    expect(new Set(ROOTS.map(({ certificate }) => certificate.sha256)).size).toBe(ROOTS.length);
    expect(ROOTS.filter(({ name, marks }) => name === '' || !/^[SAMO]+$/.test(marks))).toEqual([]);
  });

  test.each([
    'ISRG Root X1',
    'DigiCert Global Root G2',
    'USERTrust RSA Certification Authority',
    'Go Daddy Root Certificate Authority - G2',
  ])('%s is in all snapshots', (name) => {
    expect(rootNamed(name).marks).toBe('SAMO');
  });

  test('every notice is about a root of the table', () => {
    const thumbprints = new Set(ROOTS.map(({ certificate }) => certificate.thumbprint));
    const strange = NOTICES.flatMap(({ roots }) => roots).filter(
      (text) => !thumbprints.has(text.slice(0, 40)),
    );
    expect(strange).toEqual([]);
    expect(NOTICES.map(({ released }) => released)).toEqual(
      NOTICES.map(({ released }) => released)
        .toSorted()
        .toReversed(),
    );
  });
});

describe('Microsoft', () => {
  test.each([
    ['a root of the list for servers', 'ISRG Root X1', '2026-10-01', 'trusted'],
    [
      'Entrust, issued on the day of the cut-off',
      'Entrust Root Certification Authority - G2',
      '2025-04-16',
      'trusted',
    ],
    [
      'Entrust, issued the day after',
      'Entrust Root Certification Authority - G2',
      '2025-04-17',
      'distrusted',
    ],
    [
      'a cut-off in September 2025, before',
      'Hellenic Academic and Research Institutions RootCA 2015',
      '2025-09-15',
      'trusted',
    ],
    [
      'a cut-off in September 2025, after',
      'Hellenic Academic and Research Institutions RootCA 2015',
      '2025-09-16',
      'distrusted',
    ],
    ['a cut-off whose date is not published', 'GLOBALTRUST 2020', '2024-01-01', 'unknown'],
    ['a root that was disabled', 'TrustCor RootCert CA-1', '2020-01-01', 'distrusted'],
    ['a root that was limited and then disabled', 'SwissSign Platinum CA - G2', '2020-01-01', 'distrusted'],
    [
      'a root of the list for all purposes alone',
      'Telekom Security TLS RSA Root 2023',
      '2026-10-01',
      'unknown',
    ],
    ['a root that the later list has lost', 'Staat der Nederlanden EV Root CA', '2020-01-01', 'distrusted'],
  ])('%s', (_, name, issued, expected) => {
    expect(standing(microsoftStore(), name, issued)).toBe(expected);
  });

  test('has never had a root that only Mozilla has', () => {
    expect(microsoftStore().find(rootNamed('Certainly Root R1').certificate)).toBeNull();
  });

  test('trusted what it disabled later until then', () => {
    const before = Date.parse('2025-08-26T00:00:00Z');
    expect(standing(microsoftStore(), 'PostSignum Root QCA 2', '2024-01-01', before)).toBe('trusted');
    expect(standing(microsoftStore(), 'PostSignum Root QCA 2', '2024-01-01', before + 86_400_000)).toBe(
      'distrusted',
    );
  });
});

describe('Mozilla', () => {
  test.each([
    ['a root of the newest list', 'ISRG Root X1', '2026-10-01', 'trusted'],
    ['a root that it has removed', 'DigiCert Global Root CA', '2026-01-01', 'distrusted'],
    ['Izenpe, issued before the cut-off', 'Izenpe.com', '2026-04-15T23:59:59Z', 'trusted'],
    ['Izenpe, issued after it', 'Izenpe.com', '2026-04-16T00:00:00Z', 'distrusted'],
  ])('%s', (_, name, issued, expected) => {
    const root = rootNamed(name, name === 'Izenpe.com' ? 'M' : '');
    expect(mozillaStore().find(root.certificate)?.standing(Date.parse(issued), NOW).status).toBe(expected);
  });

  test.each([
    ['2025-04-18', 'trusted'],
    ['2026-01-01', 'unknown'],
    ['2026-09-22', 'distrusted'],
  ])('DigiCert Global Root CA, judged on %s: %s', (at, expected) => {
    expect(standing(mozillaStore(), 'DigiCert Global Root CA', '2025-01-01', Date.parse(at))).toBe(expected);
  });

  test.each([
    ['2024-11-30T23:59:59Z', 'trusted'],
    ['2024-12-01T00:00:00Z', 'distrusted'],
  ])('Entrust, issued %s and judged before the removal: %s', (issued, expected) => {
    const at = Date.parse('2025-04-01');
    expect(standing(mozillaStore(), 'Entrust Root Certification Authority - G2', issued, at)).toBe(expected);
  });

  test('every change of a standing happens at a moment that is announced', () => {
    const week = 7 * 86_400_000;
    const moments = Array.from({ length: 240 }, (_, index) => Date.parse('2022-06-01') + index * week);
    const silent = [microsoftStore(), mozillaStore()].flatMap((store) =>
      ROOTS.flatMap(({ certificate }) => {
        const root = store.find(certificate);
        if (root === null) return [];
        const seen = moments.map((at) => root.standing(Date.parse('2020-01-01'), at).status);
        return moments.filter(
          (at, index) =>
            index > 0 &&
            seen[index] !== seen[index - 1] &&
            !root.turns.some((turn) => turn > at - week - 2 && turn <= at),
        );
      }),
    );
    expect(silent).toEqual([]);
  });
});

describe('the stores of a run', () => {
  const root = makeCa('Contoso Root').certificate;
  const below = makeCa('Contoso CA', { issuer: makeCa('Contoso Root') }).certificate;

  test('own roots are trusted, own intermediates are only known', () => {
    const { stores, pool } = storesFor([root, below], null);
    expect(stores.map(({ id }) => id)).toEqual(['microsoft', 'mozilla', 'own']);
    expect(stores.at(-1)?.find(root)).not.toBeNull();
    expect(stores.at(-1)?.find(below)).toBeNull();
    expect(pool).toEqual([below]);
  });

  test('the same lists give the same stores', () => {
    const list = [root];
    expect(storesFor(list, null)).toBe(storesFor(list, null));
    expect(storesFor(list, [root]).stores.map(({ id }) => id)).toEqual([
      'microsoft',
      'mozilla',
      'system',
      'own',
    ]);
  });

  test('OpenSSL is given the newest list of Mozilla and the own roots', () => {
    const { title, pem } = sessionRoots([root, below]);
    expect(pem).toHaveLength(certificatesIn('M').length + 1);
    expect(title).toMatch(/^Mozilla root program \d{4}-\d\d-\d\d, and 1 of your own$/);
    expect(pem.every((text) => text.startsWith('-----BEGIN CERTIFICATE-----\nMII'))).toBe(true);
  });
});
