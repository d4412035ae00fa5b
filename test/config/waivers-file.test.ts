import { describe, expect, test } from '@jest/globals';
import { ConfigError } from '../../src/config/config-error.ts';
import { parseTargets } from '../../src/config/targets-file.ts';
import { parseWaivers } from '../../src/config/waivers-file.ts';

const WHOLE = {
  rule: 'tls/weak-cipher',
  endpoint: 'smtp://edge.contoso.com:25',
  reason: 'two scanners speak nothing else',
  who: 'M. Meier',
  until: '2026-12-31',
};

function refusal(value: unknown): string {
  try {
    parseWaivers(JSON.stringify(value), 'waivers.json');
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('waivers', () => {
  test('are read from a list, an object and YAML', () => {
    expect(parseWaivers(JSON.stringify([WHOLE]), 'w')).toEqual([WHOLE]);
    expect(parseWaivers(JSON.stringify({ waivers: [WHOLE] }), 'w')).toEqual([WHOLE]);
    const yaml = Object.entries(WHOLE).map(([key, value]) => `${key}: "${value}"`);
    expect(parseWaivers(`- ${yaml.join('\n  ')}\n`, 'w')).toEqual([WHOLE]);
  });

  test('stand in a targets file, too', () => {
    const file = { targets: ['mail.contoso.com'], waivers: [WHOLE] };
    expect(parseTargets(JSON.stringify(file), 't').waivers).toEqual([WHOLE]);
    expect(parseTargets('{"targets": ["mail.contoso.com"]}', 't').waivers).toEqual([]);
  });

  test('name certificates as Windows and OpenSSL write them', () => {
    const [read] = parseWaivers(JSON.stringify([{ ...WHOLE, certificate: 'AB:'.repeat(19) + 'CD' }]), 'w');
    expect(read?.certificate).toBe(`${'ab'.repeat(19)}cd`);
  });

  test('name endpoints in any case', () => {
    const [read] = parseWaivers(JSON.stringify([{ ...WHOLE, endpoint: 'SMTP://Edge.Contoso.com:25' }]), 'w');
    expect(read?.endpoint).toBe(WHOLE.endpoint);
  });

  test.each([
    ['a word', 'none', 'expected a list of waivers'],
    ['no rule', [{ ...WHOLE, rule: undefined }], '[0].rule: missing'],
    ['a rule without a group', [{ ...WHOLE, rule: '*' }], '[0].rule: expected the id of a rule'],
    ['no reason', [{ ...WHOLE, reason: ' ' }], '[0].reason: expected at least 1 character'],
    ['nobody', [{ ...WHOLE, who: undefined }], '[0].who: missing'],
    ['no end', [{ ...WHOLE, until: undefined }], '[0].until: '],
    ['an end that is no day', [{ ...WHOLE, until: '2026-02-30' }], '[0].until: expected the last day'],
    ['a host for an endpoint', [{ ...WHOLE, endpoint: 'edge.contoso.com' }], 'expected an endpoint such as'],
    ['half a thumbprint', [{ ...WHOLE, certificate: 'ABCD' }], 'expected a thumbprint'],
    ['a wrong key', [{ ...WHOLE, untill: '2026-12-31' }], 'untill: unknown key; did you mean "until"?'],
  ])('with %s are refused', (_, value, message) => {
    expect(refusal(value)).toContain(message);
  });
});
