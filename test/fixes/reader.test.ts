import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { quote } from '../../src/rules/powershell.ts';
import { readPowerShell } from '../fixtures/powershell.ts';

describe('the reader of PowerShell', () => {
  test.each([
    "Set-X 'a''b' -Y $true",
    'Get-X | Where-Object { $_.A -or $_.B } | Format-List A, B',
    "$position = 0; foreach ($suite in 'A', 'B') { X -Position $position; $position++ }",
    'Set-X "<I>$($certificate.Issuer)<S>$($certificate.Subject)"',
    "X @{'name' = 'Default Web Site'} # and why",
    '# anything ` < > \' "',
    '',
  ])('takes %s', (line) => {
    expect(() => readPowerShell(line)).not.toThrow();
  });

  test.each([
    "Set-X 'a'b'",
    'Set-X "a',
    'Get-X -eq <port>',
    'Get-X > file',
    'Get-X & calc',
    'foreach ($a in $b) { X',
    'X )',
    "X 'a\nb'",
    'X `n',
    "X 'a\u2019; calc '",
  ])('refuses %j', (line) => {
    expect(() => readPowerShell(line)).toThrow(/./);
  });

  test('reads what was quoted as one string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const tokens = readPowerShell(`Set-X ${quote(text)} -Y`);
        expect(tokens.map(({ kind }) => kind)).toEqual(['word', 'single', 'word']);
      }),
    );
  });
});
