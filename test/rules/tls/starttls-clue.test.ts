import { describe, expect, test } from '@jest/globals';
import type { EndpointFactSet } from '../../../src/facts/types.ts';
import { missingStarttls } from '../../../src/rules/tls/missing-starttls.ts';
import { endpoint, findings, known, silentFacts, starttls } from '../../fixtures/facts.ts';

const EXCHANGE = 'EX01.contoso.com Microsoft ESMTP MAIL Service ready at Sun, 22 Nov 2026';

interface Port {
  readonly port?: number;
  readonly address?: string;
  readonly host?: string;
  readonly state: 'offered' | 'not-offered' | 'unknown';
  readonly banner?: string | null;
  readonly capabilities?: readonly string[];
  readonly protocol?: 'smtp' | 'smtp-anonymous';
}

function place({ port = 25, address = '203.0.113.7', host = 'mail.contoso.com', state, ...rest }: Port) {
  const { banner = EXCHANGE, capabilities = ['SIZE'], protocol = 'smtp' } = rest;
  const facts: Partial<EndpointFactSet> = {
    reach: known({
      state: 'answered',
      failure: null,
      preamble: { banner, capabilities, transcript: [], trailing: 0 },
      connections: 1,
      rung: null,
    }),
    ...(state === 'unknown' ? {} : { starttls: known(starttls(state), [`o${port}`]) }),
  };
  return { endpoint: endpoint(protocol, { host, port, address }), facts: silentFacts(facts) };
}

function missing(...ports: readonly Port[]) {
  const all = findings(missingStarttls, ports.map(place));
  const hit = all.find(({ outcome }) => outcome === 'fail');
  if (hit === undefined) throw new Error('nothing fails');
  return hit;
}

describe('missing STARTTLS is explained by the other ports', () => {
  test('587 of the same server still has it: a stale TlsCertificateName, and its fix comes first', () => {
    const hit = missing({ state: 'not-offered' }, { port: 587, state: 'offered' });
    expect(hit.message).toContain(
      'mail.contoso.com:587 of the same server still has it, so a certificate for SMTP is there: most likely TlsCertificateName',
    );
    expect(hit.fix.findIndex((line) => line.includes('TlsCertificateName $null'))).toBeLessThan(
      hit.fix.findIndex((line) => line.startsWith('Get-ExchangeCertificate -DomainName')),
    );
    expect(hit.fix.filter((line) => line.startsWith('# ')).map((line) => line.slice(2, 4))).toEqual([
      '1.',
      '2.',
      '3.',
      '4.',
      '5.',
    ]);
    expect(hit.evidence).toEqual(['o25', 'o587']);
  });

  test('587 of another server behind the name is not the same server', () => {
    const hit = missing({ state: 'not-offered' }, { port: 587, address: '203.0.113.8', state: 'offered' });
    expect(hit.message).not.toContain('still has it');
  });

  test('another address has it on the same port', () => {
    const hit = missing({ state: 'not-offered' }, { address: '203.0.113.8', state: 'offered' });
    expect(hit.message).toContain('The same port at 203.0.113.8 still has it');
  });

  test('a port of another host tells nothing', () => {
    const hit = missing({ state: 'not-offered' }, { host: 'other.contoso.com', port: 587, state: 'offered' });
    expect(hit.message).not.toContain('still has it');
  });

  test('X-ANONYMOUSTLS is there: the look-up found nothing', () => {
    const hit = missing({ state: 'not-offered', capabilities: ['X-ANONYMOUSTLS'] });
    expect(hit.message).toContain('X-ANONYMOUSTLS is offered');
  });

  test('no port has it', () => {
    const hit = missing({ state: 'not-offered' }, { port: 587, state: 'not-offered' });
    expect(hit.message).toContain('lacks it too: no certificate is enabled for SMTP (event 12014)');
  });

  test('a silent port is neither', () => {
    const hit = missing({ state: 'not-offered' }, { port: 587, state: 'unknown' });
    expect(hit.message).toContain('Exchange leaves it out if AuthMechanism');
  });

  test.each([
    ['smtp.example ESMTP Postfix', true],
    ['**********************', false],
    [null, false],
  ])('the greeting %j belongs to another product: %p', (banner, other) => {
    const hit = missing({ state: 'not-offered', banner });
    expect(hit.message.includes('The greeting is not that of Exchange')).toBe(other);
  });

  test('X-ANONYMOUSTLS itself is missed by nobody', () => {
    const all = findings(missingStarttls, [place({ protocol: 'smtp-anonymous', state: 'not-offered' })]);
    expect(all).toMatchObject([{ outcome: 'not-applicable' }]);
  });
});
