import { describe, expect, test } from '@jest/globals';
import { checkUrl, isHttp } from '../../src/net/fetch-url.ts';

describe('an address is fetched from', () => {
  test.each([
    ['http://crl.example.com/ca.crl', 'http://crl.example.com/ca.crl'],
    ['HTTP://CRL.example.com:80/ca.crl', 'http://crl.example.com/ca.crl'],
    ['https://crl.example.com:8443/', 'https://crl.example.com:8443/'],
    ['http://crl.example.com:443/', 'http://crl.example.com:443/'],
    ['http://[2606:4700::1]:1024/x', 'http://[2606:4700::1]:1024/x'],
    ['http://crl.example.com/a b', 'http://crl.example.com/a%20b'],
  ])('%s', (text, read) => {
    const checked = checkUrl(text);
    expect(checked.ok && checked.url.href).toBe(read);
  });
});

describe('an address is refused', () => {
  test.each([
    ['', 'not an address'],
    ['ca.crl', 'not an address'],
    ['http://', 'not an address'],
    ['ldap:///CN=CA', 'not http or https but ldap:'],
    ['file:///etc/passwd', 'not http or https but file:'],
    ['gopher://host/', 'not http or https but gopher:'],
    ['http://user@host/', 'it holds credentials'],
    ['http://user:secret@host/', 'it holds credentials'],
    ['http://:secret@host/', 'it holds credentials'],
    ['http://host:25/', 'port 25 is not for HTTP'],
    ['http://host:0/', 'port 0 is not for HTTP'],
    ['http://host:1023/', 'port 1023 is not for HTTP'],
    ['http://host:6667/', 'port 6667 is not for HTTP'],
    [`http://host/${'x'.repeat(2048)}`, 'longer than 2048 characters'],
  ])('%j: %s', (text, why) => {
    expect(checkUrl(text)).toEqual({ ok: false, why });
  });

  test('relative to another it is read from there', () => {
    const checked = checkUrl('//other.example/x', new URL('http://host/y'));
    expect(checked.ok && checked.url.href).toBe('http://other.example/x');
  });
});

test.each([
  ['http://host/', true],
  [' HTTPS://host/', true],
  ['ldap:///CN=CA', false],
  ['httpx://host', false],
])('%j is for HTTP: %s', (text, expected) => {
  expect(isHttp(text)).toBe(expected);
});
