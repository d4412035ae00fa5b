import { describe, expect, test } from '@jest/globals';

import { anonymousTlsOffer, starttlsOffer, stlsOffer } from '../../../src/wire/reply/starttls.ts';

describe('STARTTLS', () => {
  test.each([
    [['SIZE', 'STARTTLS'], 'offered'],
    [['starttls'], 'offered'],
    [['STARTTLS optional'], 'offered'],
    [['XXXXXXXA', 'STARTTLS'], 'offered'],
    [[], 'not-offered'],
    [['X-ANONYMOUSTLS', 'XSTARTTLS', 'STARTTLSX', 'AUTH STARTTLS', 'CHUNKING', '8BITMIME'], 'not-offered'],
    [['XXXXXXX', 'XXXXXXXXX', 'XXXXXXXXXXXXXXXXXXXB'], 'not-offered'],
    [['XEXCH50', 'XFORWARD', ''], 'not-offered'],
    [['SIZE', 'XXXXXXXA'], 'masked'],
    [['XXXXXXXX'], 'masked'],
    [['xxxxxxxx'], 'masked'],
    [['********'], 'masked'],
    [['STARTXXX'], 'masked'],
    [['XTARTTLS'], 'masked'],
    [['START***'], 'masked'],
  ])('in %j is %s', (capabilities, offer) => {
    expect(starttlsOffer(capabilities)).toBe(offer);
  });
});

describe('STLS', () => {
  test.each([
    [['TOP', 'STLS'], 'offered'],
    [['stls'], 'offered'],
    [['TOP', 'UIDL', 'USER', 'SASL STLS', 'STARTTLS'], 'not-offered'],
    [['XXXX'], 'masked'],
    [['XXXA'], 'masked'],
    [['XTLS'], 'masked'],
    [['XXXXXXXA'], 'not-offered'],
  ])('in %j is %s', (capabilities, offer) => {
    expect(stlsOffer(capabilities)).toBe(offer);
  });
});

describe('X-ANONYMOUSTLS', () => {
  test.each([
    [['STARTTLS', 'X-ANONYMOUSTLS'], 'offered'],
    [['x-anonymoustls'], 'offered'],
    [['STARTTLS'], 'not-offered'],
    [['XXXXXXXA'], 'not-offered'],
    [['XXXXXXXXXXXXXA'], 'masked'],
  ])('in %j is %s', (capabilities, offer) => {
    expect(anonymousTlsOffer(capabilities)).toBe(offer);
  });
});
