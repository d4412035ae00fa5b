import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '../../../src/certs/certificate.ts';
import { RECEIVE_CONNECTORS, receiveConnector } from '../../../src/exchange/connectors.ts';
import type { EndpointFactSet } from '../../../src/facts/types.ts';
import type { Protocol } from '../../../src/model/protocol.ts';
import { audience } from '../../../src/exchange/audience.ts';
import { internalTransportCertificate } from '../../../src/rules/exchange/internal-transport-certificate.ts';
import { pinnedCertificate } from '../../../src/rules/exchange/pinned-certificate.ts';
import {
  certificate,
  chain,
  DAY,
  endpoint,
  finding,
  findings,
  known,
  NOW,
  presenting,
  reach,
  setupCertificate,
  silentFacts,
  soundFacts,
  starttls,
  unreadCertificate,
} from '../../fixtures/facts.ts';

const GREETING = 'EX01.contoso.local Microsoft ESMTP MAIL Service ready at Sun, 22 Nov 2026 12:00:00 +0000';

function greeting(
  name: string | null,
  banner = GREETING,
  capabilities: readonly string[] = [],
): Partial<EndpointFactSet> {
  const transcript = [
    { from: 'server', text: `220 ${banner}` },
    { from: 'client', text: 'EHLO scanner.contoso.com' },
    ...(name === null ? [] : [{ from: 'server', text: `250-${name} Hello [192.0.2.1]\n250 SIZE` } as const]),
  ] as const;
  const preamble = { banner, capabilities, transcript, trailing: 0 };
  return { reach: known({ state: 'answered', failure: null, preamble, connections: 5, rung: 'full' }) };
}

function smtp(one: Certificate, changes: Partial<EndpointFactSet>, port = 25, protocol: Protocol = 'smtp') {
  const of = endpoint(protocol, { port });
  return { endpoint: of, facts: soundFacts(of, { chains: known({ chains: [chain(one)] }), ...changes }) };
}

/** From a public CA by its marks. */
const PUBLIC = certificate({ hasTimestamps: true, policies: ['2.23.140.1.2.2'] });

describe('the default Receive connectors', () => {
  test.each(RECEIVE_CONNECTORS.map((one) => [one.port, one] as const))(
    '%i is for whom the audience says',
    (port, one) => {
      expect(audience('smtp', port)).toBe(one.takes);
      expect(receiveConnector(port)).toBe(one);
    },
  );

  test('are not on other ports', () => {
    expect(receiveConnector(26)).toBeUndefined();
  });
});

describe('exchange/pinned-certificate', () => {
  test('a certificate without the name of the connector is one that TlsCertificateName names', () => {
    const hit = finding(pinnedCertificate, smtp(certificate(), greeting('EX01.contoso.local')));
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'info' });
    expect(hit.message).toContain('"Default Frontend" calls itself EX01.contoso.local');
  });

  test.each([
    ['by a name', certificate({ dnsNames: ['mail.contoso.com', 'ex01.CONTOSO.local'] })],
    ['by a wildcard', certificate({ dnsNames: ['*.contoso.local'] })],
    ['in the subject alone', certificate({ commonNames: ['EX01.contoso.local'] })],
  ])('one that has it %s was found by it', (_, one) => {
    expect(finding(pinnedCertificate, smtp(one, greeting('EX01.contoso.local'))).outcome).toBe('pass');
  });

  test('the look-up of other products is not known', () => {
    const other = greeting('relay.contoso.com', 'relay.contoso.com ESMTP Postfix');
    expect(finding(pinnedCertificate, smtp(certificate(), other)).outcome).toBe('not-applicable');
  });

  test('no name in the reply to EHLO leaves it open', () => {
    expect(finding(pinnedCertificate, smtp(certificate(), greeting(null))).outcome).toBe('unknown');
  });

  test('a certificate that cannot be read leaves it open', () => {
    const hit = finding(pinnedCertificate, smtp(unreadCertificate(), greeting('EX01.contoso.local')));
    expect(hit.outcome).toBe('unknown');
  });

  test('X-ANONYMOUSTLS is looked up otherwise', () => {
    const place = smtp(certificate(), greeting('EX01.contoso.local'), 25, 'smtp-anonymous');
    expect(finding(pinnedCertificate, place).outcome).toBe('not-applicable');
  });
});

describe('exchange/internal-transport-certificate', () => {
  const anonymous = (one: Certificate) => presenting(endpoint('smtp-anonymous'), one);

  test('a public certificate towards other servers fails', () => {
    const [hit] = findings(internalTransportCertificate, [
      anonymous(PUBLIC),
      presenting(endpoint('smtp'), PUBLIC),
    ]);
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'info', subject: { host: 'mail.contoso.com' } });
    expect(hit?.message).toContain('STARTTLS presents the same');
  });

  test('the one of Setup passes, and stands beside that of STARTTLS', () => {
    const [hit] = findings(internalTransportCertificate, [
      anonymous(setupCertificate()),
      presenting(endpoint('smtp'), PUBLIC),
    ]);
    expect(hit).toMatchObject({ outcome: 'pass' });
    expect(hit?.message).toContain('STARTTLS presents another');
    // What 2525 presents is of another connector.
    const hub = presenting(endpoint('smtp', { port: 2525 }), setupCertificate());
    const [same] = findings(internalTransportCertificate, [anonymous(setupCertificate()), hub]);
    expect(same?.message).not.toContain('STARTTLS');
  });

  test('one that has expired is said to be presented all the same', () => {
    const old = setupCertificate({ notAfter: NOW - DAY });
    expect(finding(internalTransportCertificate, anonymous(old)).message).toContain(
      'expired and is presented all the same',
    );
  });

  test('where it is offered and was not asked for, how to ask is said', () => {
    const hit = finding(
      internalTransportCertificate,
      smtp(PUBLIC, greeting('a.b', GREETING, ['X-ANONYMOUSTLS'])),
    );
    expect(hit.outcome).toBe('not-applicable');
    expect(hit.message).toContain('smtp-anonymous://mail.contoso.com:25 shows');
  });

  test('where it is not offered nothing is missing', () => {
    expect(finding(internalTransportCertificate, smtp(PUBLIC, greeting('a.b'))).message).toContain(
      'no X-ANONYMOUSTLS was seen',
    );
    const without = silentFacts({ reach: reach('answered'), starttls: known(starttls('not-offered')) });
    const place = { endpoint: endpoint('smtp-anonymous'), facts: without };
    expect(finding(internalTransportCertificate, place).outcome).toBe('not-applicable');
  });

  test('silence and what cannot be read are unknown', () => {
    const silent = { endpoint: endpoint('smtp-anonymous'), facts: silentFacts() };
    expect(finding(internalTransportCertificate, silent).outcome).toBe('unknown');
    expect(finding(internalTransportCertificate, anonymous(unreadCertificate())).outcome).toBe('unknown');
  });
});
