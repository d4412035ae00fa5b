import { describe, expect, test } from '@jest/globals';
import { isWithin, scopeOf } from '../../src/net/address-scope.ts';

describe('the scope of an address', () => {
  test.each([
    ['8.8.8.8', 'public'],
    ['2606:4700::1111', 'public'],
    ['::ffff:8.8.8.8', 'public'],
    ['64:ff9b::808:808', 'public'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['192.0.2.7', 'private'],
    ['198.18.0.1', 'private'],
    ['240.0.0.1', 'private'],
    ['fd00::1', 'private'],
    ['fec0::1', 'private'],
    ['4000::1', 'private'],
    ['2002:a00:1::', 'private'],
    ['64:ff9b:1::a00:1', 'private'],
    ['64:ff9b::a00:1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['127.0.0.1', 'local'],
    ['127.255.0.9', 'local'],
    ['::1', 'local'],
    ['::ffff:127.0.0.1', 'local'],
    ['64:ff9b::7f00:1', 'local'],
    ['169.254.169.254', null],
    ['::ffff:169.254.169.254', null],
    ['64:ff9b::a9fe:a9fe', null],
    ['fe80::1', null],
    ['fe80::1%eth0', null],
    ['0.0.0.0', null],
    ['::', null],
    ['255.255.255.255', null],
    ['224.0.0.1', null],
    ['ff02::1', null],
    ['mail.contoso.com', null],
    ['', null],
    ['127.1', null],
    ['0x7f000001', null],
  ])('%s is %s', (address, scope) => {
    expect(scopeOf(address)).toBe(scope);
  });
});

describe('who may go as far as', () => {
  test.each([
    ['public', [true, false, false, false]],
    ['private', [true, true, false, false]],
    ['local', [true, true, true, false]],
  ] as const)('%s reaches no nearer', (allowed, expected) => {
    const addresses = ['8.8.8.8', '10.0.0.1', '127.0.0.1', '169.254.169.254'];
    expect(addresses.map((address) => isWithin(address, allowed))).toEqual(expected);
  });
});
