import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseBaseline } from '../../src/config/baseline-file.ts';
import { readSuite, readSuite13 } from '../../src/config/suite-name.ts';
import { readVersion } from '../../src/config/version-name.ts';
import { BASELINES, baseline } from '../../src/exchange/baselines.ts';
import { SUITES } from '../../src/wire/iana/suites.ts';
import { VERSIONS, versionName } from '../../src/wire/iana/versions.ts';
import { linesOf } from './lines.ts';

const parse = (value: unknown) => parseBaseline(JSON.stringify(value), 'b.json');

const WHOLE = {
  id: 'contoso',
  date: '2026-01-31',
  versions: [{ version: 'TLS 1.2', policy: 'required', severity: 'high', reason: 'Policy 7.' }],
  bannedFamilies: ['RC4', { family: '3DES', severity: 'low' }],
  suites: ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'ECDHE-RSA-AES128-GCM-SHA256', '0xc028'],
  suites13: ['TLS_AES_256_GCM_SHA384'],
  ellipticCurvesFirst: true,
  forwardSecrecy: false,
  minDhBits: 3072,
  minRsaBits: 2048,
};

describe('a baseline of the organization', () => {
  test('can be written whole', () => {
    expect(parse(WHOLE)).toEqual({
      id: 'contoso',
      title: 'contoso',
      source: 'b.json',
      date: '2026-01-31',
      versions: [{ version: 0x0303, policy: 'required', severity: 'high', reason: 'Policy 7.' }],
      bannedFamilies: [
        { family: 'RC4', severity: 'medium' },
        { family: '3DES', severity: 'low' },
      ],
      suites: [0xc030, 0xc02f, 0xc028],
      suites13: [0x1302],
      ellipticCurvesFirst: true,
      forwardSecrecy: false,
      minDhBits: 3072,
      minRsaBits: 2048,
    });
  });

  test.each(BASELINES.map(({ id }) => id))('can extend %s without a change', (id) => {
    const base = baseline(id);
    expect(parse({ id: 'contoso', extends: id })).toEqual({
      ...base,
      id: 'contoso',
      title: `${base?.title}, changed by contoso`,
      source: `b.json; ${base?.source}`,
    });
  });

  test('changes only the versions it names', () => {
    const base = baseline('exchange-se');
    const changed = parse({
      id: 'contoso',
      extends: 'exchange-se',
      versions: [{ version: 'TLS 1.3', policy: 'banned', services: ['smtp', 'web'] }],
    });
    expect(changed.versions).toEqual([
      ...(base?.versions.filter(({ version }) => version !== 0x0304) ?? []),
      {
        version: 0x0304,
        policy: 'banned',
        severity: 'medium',
        services: ['smtp', 'web'],
        reason: 'The baseline contoso has it as banned.',
      },
    ]);
    expect(changed.suites).toEqual(base?.suites);
  });

  test('can be YAML, with versions as numbers', () => {
    const text =
      'id: contoso\nextends: exchange-2019\nversions:\n- {version: 0x0301, policy: tolerated}\nminRsaBits: 3072\n';
    const changed = parseBaseline(text, 'b.yaml');
    expect(changed.minRsaBits).toBe(3072);
    expect(changed.versions.find(({ version }) => version === 0x0301)?.policy).toBe('tolerated');
  });

  test('without extends must have every field', () => {
    expect(linesOf(() => parse({ id: 'contoso' }))).toEqual([
      'b.json: 9 faults',
      'date: missing; expected text',
      'versions: missing; expected a list',
      'bannedFamilies: missing; expected a list',
      'suites: missing; expected a list',
      'suites13: missing; expected a list',
      'ellipticCurvesFirst: missing; expected true or false',
      'forwardSecrecy: missing; expected true or false',
      'minDhBits: missing; expected a whole number from 512 to 16384 bits',
      'minRsaBits: missing; expected a whole number from 512 to 16384 bits',
    ]);
  });

  const versions = 'SSL 2.0, SSL 3.0, TLS 1.0, TLS 1.1, TLS 1.2, TLS 1.3';
  const banned = { version: 'TLS 1.0', policy: 'banned' };

  test.each([
    [{ id: 'exchange-2019' }, 'id: "exchange-2019" is built in; choose another id'],
    [{ id: 'Contoso!' }, 'id: expected an id of small letters, digits, dots and hyphens, got "Contoso!"'],
    [{ date: '31.1.2026' }, 'date: expected a date such as 2026-01-31'],
    [
      { extends: 'exchange-2109' },
      'extends: unknown baseline "exchange-2109"; expected one of exchange-2019, exchange-se, exchange-2016, exchange-2013; did you mean "exchange-2019"?',
    ],
    [{ version: [] }, 'version: unknown key; did you mean "versions"?'],
    [
      { versions: [{ ...banned, version: 'TLS 1.4' }] },
      `versions[0].version: expected one of ${versions}, got "TLS 1.4"`,
    ],
    [
      { versions: [{ ...banned, version: 1.2 }] },
      `versions[0].version: expected one of ${versions}, got "1.2"`,
    ],
    [
      { versions: [{ ...banned, version: true }] },
      'versions[0].version: expected text or a number, got true',
    ],
    [{ versions: [banned, banned] }, 'versions[1]: TLS 1.0 for every service is listed twice'],
    [
      {
        versions: [
          { ...banned, services: ['web', 'smtp'] },
          { ...banned, services: ['smtp'] },
        ],
      },
      'versions[1]: TLS 1.0 for smtp is listed twice',
    ],
    [
      { bannedFamilies: ['RC5'] },
      'bannedFamilies[0]: expected one of NULL, ANON, EXPORT, DES, 3DES, RC2, RC4, MD5, got "RC5"; did you mean "RC2"?',
    ],
    [
      { bannedFamilies: [{ family: 'DSE' }] },
      'bannedFamilies[0].family: expected one of NULL, ANON, EXPORT, DES, 3DES, RC2, RC4, MD5, got "DSE"; did you mean "DES"?',
    ],
    [{ bannedFamilies: [4] }, 'bannedFamilies[0]: expected text or an object, got 4'],
    [{ bannedFamilies: ['RC4', { family: 'RC4' }] }, 'bannedFamilies[1]: RC4 is listed twice'],
    [
      { suites: ['ECDHE-RSA-AES256-GCM-SHA38'] },
      'suites[0]: unknown cipher suite "ECDHE-RSA-AES256-GCM-SHA38"',
    ],
    [
      { suites: ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384_P384'] },
      'suites[0]: unknown cipher suite "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384_P384"; did you mean "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"?',
    ],
    [{ suites: ['0xC0FF'] }, 'suites[0]: unknown cipher suite "0xC0FF"'],
    [{ suites: ['0x1301'] }, 'suites[0]: "0x1301" is a suite of TLS 1.3; put it into suites13'],
    [{ suites13: ['0xC030'] }, 'suites13[0]: "0xC030" is not a suite of TLS 1.3'],
    [
      { suites: ['0xC030', 'ECDHE-RSA-AES256-GCM-SHA384'] },
      'suites[1]: TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 is listed twice',
    ],
    [{ suites: ['RC4-SHA'] }, 'suites[0]: TLS_RSA_WITH_RC4_128_SHA belongs to the banned family RC4'],
    [{ minDhBits: '2048' }, 'minDhBits: expected a whole number from 512 to 16384 bits, got "2048"'],
  ])('with %j is refused', (change, line) => {
    const start =
      'extends' in change || 'version' in change ? { id: 'contoso', extends: 'exchange-2019' } : WHOLE;
    expect(linesOf(() => parse({ ...start, ...change }))).toEqual([`b.json: ${line}`]);
  });

  test.each([
    ['', 'nothing (null)'],
    ['[]', 'an empty list'],
    ['tls', '"tls"'],
  ])('must be an object and not %j', (text, seen) => {
    expect(linesOf(() => parseBaseline(text, 'b.json'))).toEqual([
      `b.json: expected an object that describes a baseline, got ${seen}`,
    ]);
  });

  test('that is any text gives a baseline or a ConfigError', () => {
    const keys = fc.constantFrom(...Object.keys(WHOLE), 'extends');
    const text = fc.oneof(
      fc.string(),
      fc.dictionary(keys, fc.jsonValue()).map((value) => JSON.stringify({ ...WHOLE, ...value })),
    );
    fc.assert(
      fc.property(text, (written) => {
        expect(linesOf(() => parseBaseline(written, 'b.json'))).not.toHaveLength(0);
      }),
    );
  });
});

describe('the names in a baseline', () => {
  test.each([
    ['SSLv2', 0x0002],
    ['ssl 3.0', 0x0300],
    ['SSLv3', 0x0300],
    ['TLSv1', 0x0301],
    ['TLS1.1', 0x0302],
    ['tls v1.2', 0x0303],
    ['0x0304', 0x0304],
    ['771', 0x0303],
  ])('%s is a version', (text, version) => {
    expect(readVersion(text)).toEqual({ ok: true, value: version });
  });

  test.each(VERSIONS)('the name of version %i leads back to it', (version) => {
    expect(readVersion(versionName(version))).toEqual({ ok: true, value: version });
  });

  test('every suite can be written by its number', () => {
    const wrong = SUITES.filter(({ code, firstVersion }) => {
      const text = `0x${code.toString(16).padStart(4, '0')}`;
      const reading = firstVersion === 0x0304 ? readSuite13(text) : readSuite(text);
      return !reading.ok || reading.value !== code;
    });
    expect(wrong).toEqual([]);
  });
});
