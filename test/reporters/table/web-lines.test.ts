import { describe, expect, test } from '@jest/globals';
import type { EndpointResult } from '../../../src/model/report.ts';
import { webLines } from '../../../src/reporters/table/web-lines.ts';
import { contosoReport } from '../../fixtures/report.ts';

const [HTTPS] = contosoReport().endpoints;

const lines = (changes: Partial<EndpointResult>): readonly string[] => {
  if (HTTPS === undefined) throw new Error('no endpoint');
  return webLines({ ...HTTPS, ...changes }).map(({ text }) => text);
};

describe('the lines about a website', () => {
  test('are one for each directory, one for HSTS and one for port 80', () => {
    expect(lines({})).toEqual([
      'owa: here (302); healthy; MBX01',
      'activesync: here (401); offers Basic, Bearer; not healthy (503); MBX01',
      'powershell: not here (404)',
      'HSTS: max-age=300',
      'port 80: answers / with 302 to https://mail.contoso.com/owa/',
    ]);
  });

  test('are none where nobody asked', () => {
    expect(lines({ directories: [], http: null })).toEqual([]);
  });

  const http = (parts: Partial<NonNullable<EndpointResult['http']>>): Partial<EndpointResult> => ({
    directories: [],
    http: {
      hsts: { state: 'unknown', value: null, max_age: null },
      plain: { state: 'not-asked', answers: [] },
      ...parts,
    },
  });

  test.each([
    [{}, []],
    [{ hsts: { state: 'not-sent', value: null, max_age: null } }, ['HSTS: not sent']],
    [{ plain: { state: 'closed', answers: [] } }, ['port 80: closed']],
    [{ plain: { state: 'unknown', answers: [] } }, ['port 80: not known']],
  ] as const)('%j', (parts, expected) => {
    expect(lines(http(parts))).toEqual(expected);
  });

  test('say why a directory is not known', () => {
    const [owa] = HTTPS?.directories ?? [];
    if (owa === undefined) throw new Error('no directory');
    const open = { ...owa, state: 'unknown', why: "status 200, which may be a proxy's own" } as const;
    expect(lines({ directories: [open], http: null })).toEqual([
      "owa: not known: status 200, which may be a proxy's own",
    ]);
  });
});
