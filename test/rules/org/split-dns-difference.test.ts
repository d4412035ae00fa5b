import { describe, expect, test } from '@jest/globals';
import { addressMismatch } from '../../../src/rules/org/address-mismatch.ts';
import { splitDnsDifference } from '../../../src/rules/org/split-dns-difference.ts';
import {
  certificate,
  endpoint,
  findings,
  type Place,
  presenting,
  silentFacts,
} from '../../fixtures/facts.ts';

const ONE = certificate();
const OTHER = certificate({ sha256: 'bb'.repeat(32) });

function at(address: string, views: readonly string[] | null, leaf = ONE, host = 'mail.contoso.com'): Place {
  const place = presenting(endpoint('https', { address, host }), leaf);
  return views === null ? place : { ...place, endpoint: { ...place.endpoint, views } };
}

function said(...places: readonly Place[]): readonly string[] {
  return findings(splitDnsDifference, places).map(({ outcome, message }) => `${outcome}: ${message}`);
}

describe('org/split-dns-difference', () => {
  test('is not for runs without views', () => {
    expect(said(at('203.0.113.7', null))[0]).toMatch(/^not-applicable/);
  });

  test('fails where another certificate is presented inside', () => {
    expect(said(at('10.0.0.7', ['inside']), at('203.0.113.7', ['outside'], OTHER))).toEqual([
      'fail: mail.contoso.com differs by view. certificate: CN=mail.contoso.com (AA'
        .concat('AA'.repeat(19), ') at inside 10.0.0.7; CN=mail.contoso.com (BB', 'BB'.repeat(19))
        .concat(') at outside 203.0.113.7'),
    ]);
  });

  test('passes where both are the same, or one server', () => {
    expect(said(at('10.0.0.7', ['inside']), at('203.0.113.7', ['outside']))).toEqual([
      'pass: https on mail.contoso.com:443 is the same as seen from inside and outside',
    ]);
    expect(said(at('203.0.113.7', ['inside', 'outside']))[0]).toMatch(/^pass/);
  });

  test('leaves what differs in each view to the rule for that', () => {
    const both = [
      at('10.0.0.7', ['inside']),
      at('10.0.0.8', ['inside'], OTHER),
      at('203.0.113.7', ['outside']),
      at('203.0.113.8', ['outside'], OTHER),
    ];
    expect(said(...both)[0]).toMatch(/^pass/);
    expect(findings(addressMismatch, both).map(({ id, outcome }) => `${outcome} ${id}`)).toEqual([
      'fail org/address-mismatch|mail.contoso.com|https:443 inside',
      'fail org/address-mismatch|mail.contoso.com|https:443 outside',
    ]);
  });

  test('does not know a view in which the name leads nowhere, or whose servers were silent', () => {
    const others = [
      at('10.0.0.9', ['inside'], ONE, 'web.contoso.com'),
      at('203.0.113.9', ['outside'], ONE, 'web.contoso.com'),
    ];
    expect(said(at('203.0.113.7', ['outside']), ...others)).toContain(
      'unknown: no address of mail.contoso.com is known as seen from inside',
    );
    const silent = { ...at('10.0.0.7', ['inside']), facts: silentFacts() };
    expect(said(silent, at('203.0.113.7', ['outside']))[0]).toMatch(/^unknown/);
  });
});
