import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readAddress } from '../../src/config/address.ts';
import { readHost, readName } from '../../src/config/host.ts';

describe('a host', () => {
  test.each([
    ['mail.contoso.com', 'mail.contoso.com'],
    ['  Mail.CONTOSO.com. ', 'mail.contoso.com'],
    ['edge1', 'edge1'],
    ['exch_01.corp.local', 'exch_01.corp.local'],
    ['123.contoso.com', '123.contoso.com'],
    ['a--b.contoso.com', 'a--b.contoso.com'],
    ['münchen.example', 'xn--mnchen-3ya.example'],
    ['xn--mnchen-3ya.example', 'xn--mnchen-3ya.example'],
    [`${'a'.repeat(63)}.b`, `${'a'.repeat(63)}.b`],
    ['203.0.113.7', '203.0.113.7'],
    ['2001:DB8:0:0::7', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
  ])('%s is read as %s', (text, host) => {
    expect(readHost(text)).toEqual({ ok: true, value: host });
  });

  test.each([
    ['', 'an empty text'],
    ['   ', 'an empty text'],
    ['https://mail.contoso.com/owa', 'the URL "https://mail.contoso.com/owa"; write "mail.contoso.com"'],
    ['smtp://u:p@[2001:db8::1]:25', 'the URL "smtp://u:p@[2001:db8::1]:25"; write "[2001:db8::1]"'],
    ['mail.contoso.com/owa', 'a path in "mail.contoso.com/owa"; leave the path out'],
    ['\\\\exch01\\share', 'a path in "\\\\\\\\exch01\\\\share"; leave the path out'],
    ['mail.contoso.com:443', 'a port in "mail.contoso.com:443"; name it in services: ["https:443"]'],
    ['[2001:db8::7]:443', 'a port in "[2001:db8::7]:443"; name it in services: ["https:443"]'],
    ['*.contoso.com', 'the wildcard "*.contoso.com"; write the names one by one'],
    ['admin@contoso.com', 'the mail address "admin@contoso.com"; write the name of the server'],
    ['a.b, c.d', 'more than one word in "a.b, c.d"; write one entry for each host'],
    [
      '10.0.0.0/24',
      'an address range; expected one address, got the range "10.0.0.0/24"; list its addresses one by one',
    ],
    ['fe80::1%eth0', 'an address with a zone, "fe80::1%eth0", which is not supported'],
    ['a..b', '"a..b": there is nothing between two dots'],
    ['.a', '".a": there is nothing between two dots'],
    ['.', '".": it is not a valid name'],
    ['-a.b', '"-a.b": a part between dots cannot begin or end with a hyphen'],
    ['a-.b', '"a-.b": a part between dots cannot begin or end with a hyphen'],
    ['a!b', '"a!b": "!" cannot be in a name'],
    ['a\u001b[0m', '"a\\u001b[0m": "\\u001b" cannot be in a name'],
    ['\u202emoc.osotnoc', '"\\u202emoc.osotnoc": it is not a valid name'],
    ['2001:db8::7::1', '"2001:db8::7::1": ":" cannot be in a name'],
    ['::ffff:010.1.1.1', '"::ffff:010.1.1.1": ":" cannot be in a name'],
    ['256.1.1.1', '"256.1.1.1": it is not a valid IPv4 address'],
    ['10.1', '"10.1": it is not a valid IPv4 address'],
    ['0x7f000001', '"0x7f000001": it is not a valid IPv4 address'],
    [`${'a'.repeat(64)}.b`, `"${'a'.repeat(60)}...": a part between dots has at most 63 characters`],
    ['abcdefghi.'.repeat(26), `"${'abcdefghi.'.repeat(6)}...": a name has at most 253 characters`],
  ])('%j is refused as %s', (text, seen) => {
    expect(readHost(text)).toEqual({ ok: false, fault: `expected a host name or address, got ${seen}` });
  });

  test('that was accepted is accepted again unchanged', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), fc.string({ unit: 'grapheme' })), (text) => {
        const first = readHost(text);
        expect(first.ok ? readHost(first.value) : first).toEqual(first);
      }),
    );
  });

  test('that is any valid domain or address is accepted', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6()), (text) => {
        expect(readHost(text).ok).toBe(true);
      }),
    );
  });
});

describe('the length of a name', () => {
  const name = (length: number) => `${'a'.repeat(49)}.`.repeat(6).slice(0, length - 1) + 'b';

  test('may be 253 characters, without the final dot', () => {
    expect(readHost(`${name(253)}.`)).toEqual({ ok: true, value: name(253) });
  });

  test('may not be 254', () => {
    expect(readHost(name(254)).ok).toBe(false);
  });
});

describe('a name that clients use', () => {
  test('is not an address', () => {
    expect(readName('[::1]')).toEqual({ ok: false, fault: 'expected a DNS name, got the address "[::1]"' });
  });

  test('is lower case', () => {
    expect(readName('AutoDiscover.Contoso.COM')).toEqual({ ok: true, value: 'autodiscover.contoso.com' });
  });
});

describe('an address', () => {
  test.each([
    ['010.0.0.1', 'expected an IPv4 or IPv6 address, got "010.0.0.1"'],
    ['[203.0.113.7]', 'expected an IPv4 or IPv6 address, got "[203.0.113.7]"'],
    ['::0xff', 'expected an IPv4 or IPv6 address, got "::0xff"'],
    ['mail.contoso.com', 'expected an IPv4 or IPv6 address, got "mail.contoso.com"'],
    ['', 'expected an IPv4 or IPv6 address, got an empty text'],
  ])('is not %j', (text, fault) => {
    expect(readAddress(text)).toEqual({ ok: false, fault });
  });

  test('is canonical', () => {
    expect(readAddress(' 2001:DB8:0:0:0:0:0:7 ')).toEqual({ ok: true, value: '2001:db8::7' });
  });
});
