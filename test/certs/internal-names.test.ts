import { describe, expect, test } from '@jest/globals';
import { isReservedAddress, nameReach } from '../../src/certs/internal-names.ts';
import { isPublicSuffix } from '../../src/certs/public-suffix.ts';

describe('how far a name reaches', () => {
  test.each([
    ['mail.contoso.com', 'public'],
    ['*.contoso.co.uk', 'public'],
    ['MAIL.CONTOSO.COM.', 'public'],
    ['contoso.com', 'public'],
    ['xn--mnchen-3ya.de', 'public'],
    ['mail.contoso.local', 'internal'],
    ['mail.contoso.LOCAL', 'internal'],
    ['*.contoso.internal', 'internal'],
    ['mail.contoso.lan', 'internal'],
    ['mail.contoso.corp', 'internal'],
    ['mail.home.arpa', 'internal'],
    ['home.arpa', 'internal'],
    ['EX01', 'internal'],
    ['localhost', 'internal'],
    ['*', 'internal'],
    ['', 'internal'],
    ['mail.contoso.notyetthere', 'unlisted'],
    ['abcdefghij.onion', 'public'],
  ])('%s is %s', (name, reach) => {
    expect(nameReach(name)).toBe(reach);
  });
});

describe('a reserved address', () => {
  test.each([
    ['10.0.0.5', true],
    ['192.168.1.1', true],
    ['172.16.0.1', true],
    ['169.254.1.1', true],
    ['100.64.0.1', true],
    ['127.0.0.1', true],
    ['203.0.113.7', true],
    ['fd00::1', true],
    ['fe80::1', true],
    ['::1', true],
    ['2001:db8::1', true],
    ['8.8.8.8', false],
    ['2a00:1450:4001::1', false],
    ['not an address', false],
  ])('%s: %s', (address, reserved) => {
    expect(isReservedAddress(address)).toBe(reserved);
  });
});

describe('a public suffix', () => {
  test.each([
    ['com', true],
    ['co.uk', true],
    ['contoso.com', false],
    ['azurewebsites.net', false],
    ['foo.ck', true],
    ['www.ck', false],
    ['local', true],
    ['contoso.local', false],
    ['xn--p1ai', true],
    ['', false],
  ])('%s: %s', (name, suffix) => {
    expect(isPublicSuffix(name)).toBe(suffix);
  });
});
