import { describe, expect, test } from '@jest/globals';

import { ALERTS, alertMeaning, alertName } from '../../../src/wire/iana/alerts.ts';
import { EXTENSION, extensionName } from '../../../src/wire/iana/extensions.ts';
import { GROUPS, group, groupName } from '../../../src/wire/iana/groups.ts';
import {
  SIGNATURE_SCHEMES,
  signatureScheme,
  signatureSchemeName,
} from '../../../src/wire/iana/signature-schemes.ts';
import { VERSIONS, versionName } from '../../../src/wire/iana/versions.ts';

describe('every table', () => {
  test.each([
    ['groups', GROUPS],
    ['signature schemes', SIGNATURE_SCHEMES],
    ['alerts', ALERTS],
    ['extensions', Object.entries(EXTENSION).map(([name, code]) => ({ name, code }))],
  ])('of %s has each number and each name once', (_name, table) => {
    expect(new Set(table.map((row) => row.code)).size).toBe(table.length);
    expect(new Set(table.map((row) => row.name)).size).toBe(table.length);
  });
});

describe('names', () => {
  test.each([
    [versionName(0x0002), 'SSL 2.0'],
    [versionName(0x0300), 'SSL 3.0'],
    [versionName(0x0303), 'TLS 1.2'],
    [versionName(0x0304), 'TLS 1.3'],
    [versionName(0x7f1c), '0x7F1C'],
    [groupName(23), 'secp256r1'],
    [groupName(29), 'x25519'],
    [groupName(0x0100), 'ffdhe2048'],
    [groupName(0x11ec), 'X25519MLKEM768'],
    [groupName(0x0a0a), '0x0A0A'],
    [signatureSchemeName(0x0804), 'rsa_pss_rsae_sha256'],
    [signatureSchemeName(0x0101), 'rsa_pkcs1_md5'],
    [signatureSchemeName(0x0905), 'mldsa65'],
    [signatureSchemeName(0x1234), '0x1234'],
    [alertName(40), 'handshake_failure'],
    [alertName(250), 'alert 250'],
    [extensionName(0), 'server_name'],
    [extensionName(0xff01), 'renegotiation_info'],
    [extensionName(0x0a0a), '0x0A0A'],
  ])('%s is %s', (actual, expected) => {
    expect(actual).toBe(expected);
  });
});

test('versions are in order of age', () => {
  expect(VERSIONS).toEqual([0x0002, 0x0300, 0x0301, 0x0302, 0x0303, 0x0304]);
});

test.each([
  [23, 'ec', 256, 0x0301, 0x0304],
  [22, 'ec', 256, 0x0301, 0x0303],
  [26, 'ec', 256, 0x0301, 0x0303],
  [31, 'ec', 256, 0x0304, 0x0304],
  [0x0104, 'ff', 8192, 0x0301, 0x0304],
  [0x0201, 'kem', 768, 0x0304, 0x0304],
  [0x11ec, 'hybrid', 255, 0x0304, 0x0304],
])('group %i is of its kind and versions', (code, kind, bits, firstVersion, lastVersion) => {
  expect(group(code)).toMatchObject({ kind, bits, firstVersion, lastVersion });
});

test('pairs of hash and algorithm are named by their bytes', () => {
  const hashes = ['', 'md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
  const keys = ['', 'rsa', 'dsa', 'ecdsa'];
  for (let hash = 1; hash <= 6; hash += 1) {
    for (let key = 1; key <= 3; key += 1) {
      expect(signatureScheme(hash * 256 + key)).toMatchObject({ hash: hashes[hash], key: keys[key] });
    }
  }
});

describe('the meaning of an alert', () => {
  test('is a refusal of the offer only for these', () => {
    const refusals = ALERTS.filter((row) => row.meaning === 'refuses-offer').map((row) => row.name);
    expect(refusals).toEqual([
      'handshake_failure',
      'export_restriction',
      'protocol_version',
      'insufficient_security',
    ]);
  });

  test.each([
    [0, 'closing'],
    [47, 'objects-to-hello'],
    [80, 'other'],
    [86, 'other'],
    [109, 'objects-to-hello'],
    [112, 'about-name'],
    [250, 'other'],
  ])('%i is %s', (code, meaning) => {
    expect(alertMeaning(code)).toBe(meaning);
  });
});
