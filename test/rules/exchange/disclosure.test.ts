import { describe, expect, test } from '@jest/globals';
import type { ProductFact, SeenName } from '../../../src/facts/types.ts';
import { banner } from '../../../src/rules/exchange/banner.ts';
import { disclosedNames } from '../../../src/rules/exchange/disclosed-names.ts';
import {
  endpoint,
  finding,
  known,
  NO_PRODUCT,
  reach,
  silentFacts,
  soundFacts,
} from '../../fixtures/facts.ts';

function name(kind: SeenName['kind'], value: string): SeenName {
  return { kind, value, source: 'ntlm', path: '/ews/exchange.asmx', evidence: ['o9'] };
}

function told(product: Partial<ProductFact>, address = '192.168.1.5') {
  const of = endpoint('https', { address });
  return finding(disclosedNames, {
    endpoint: of,
    facts: soundFacts(of, { product: known({ ...NO_PRODUCT, ...product }) }),
  });
}

describe('exchange/disclosed-names', () => {
  const names = [name('netbios-computer', 'MBX01'), name('dns-domain', 'contoso.local')];

  test('names what strangers are told, and rests on the answers that say it', () => {
    expect(told({ state: 'answered', names })).toMatchObject({
      outcome: 'fail',
      severity: 'info',
      message: 'told without a login: computer MBX01 (ntlm), domain in DNS contoso.local (ntlm)',
      evidence: ['o9'],
    });
  });

  test('is graver where the Internet can ask', () => {
    expect(told({ state: 'answered', names }, '8.8.4.4').severity).toBe('low');
  });

  test('counts what does not fit into a sentence', () => {
    const many = Array.from({ length: 9 }, (_, at) => name('back-end', `MBX${at}`));
    expect(told({ state: 'answered', names: many }).message).toMatch(/MBX5 \(ntlm\), 3 more$/);
  });

  test.each([
    [{ state: 'answered', names: [] }, 'pass'],
    [{ state: 'answered', names: [name('banner', 'mail.contoso.com')] }, 'pass'],
    [{ state: 'answered', names: [name('realm', 'mail.contoso.com')] }, 'pass'],
    [{ state: 'unanswered' }, 'unknown'],
    [{ state: 'not-asked' }, 'not-applicable'],
  ] as const)('of %j is %s', (product, outcome) => {
    expect(told(product).outcome).toBe(outcome);
  });
});

describe('exchange/banner', () => {
  const greeting = (text: string | null, protocol: 'smtp' | 'imap' = 'smtp') => {
    const of = endpoint(protocol);
    return finding(banner, { endpoint: of, facts: silentFacts({ reach: reach('answered', text) }) });
  };

  test('wants a greeting that does not name Exchange, and says how to set it', () => {
    expect(greeting('MBX01 Microsoft ESMTP MAIL Service ready at Sun')).toMatchObject({
      outcome: 'fail',
      severity: 'info',
      fix: [
        expect.stringMatching(/^#/),
        expect.stringMatching(/^Set-ReceiveConnector .* -Banner '220 mail\.contoso\.com'$/),
      ],
    });
  });

  test.each([
    ['mail.contoso.com', 'smtp', 'pass'],
    [null, 'smtp', 'unknown'],
    ['The Microsoft Exchange IMAP4 service is ready.', 'imap', 'not-applicable'],
  ] as const)('of %j over %s is %s', (text, protocol, outcome) => {
    expect(greeting(text, protocol).outcome).toBe(outcome);
  });
});
