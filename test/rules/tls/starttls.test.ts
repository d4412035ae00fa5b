import { describe, expect, test } from '@jest/globals';
import type { StarttlsFact } from '../../../src/facts/types.ts';
import type { Protocol } from '../../../src/model/protocol.ts';
import { maskedStarttls } from '../../../src/rules/tls/masked-starttls.ts';
import { missingStarttls } from '../../../src/rules/tls/missing-starttls.ts';
import { starttlsInjection } from '../../../src/rules/tls/starttls-injection.ts';
import { weakCipher } from '../../../src/rules/tls/weak-cipher.ts';
import { endpoint, finding, known, reach, silentFacts, starttls } from '../../fixtures/facts.ts';

type State = StarttlsFact['state'];

interface Dialogue {
  readonly protocol?: Protocol;
  readonly port?: number;
  readonly trailing?: number;
  readonly banner?: string;
}

function place(
  state: State,
  { protocol = 'smtp', port = 25, trailing = 0, banner = '220 EX01 ready' }: Dialogue = {},
) {
  return {
    endpoint: endpoint(protocol, { port, host: "mail.o'contoso.com" }),
    facts: silentFacts({
      reach: reach('answered', banner),
      starttls: known(starttls(state, trailing, 'their words')),
    }),
  };
}

describe('tls/missing-starttls', () => {
  test.each([
    ['implicit', 'not-applicable'],
    ['offered', 'pass'],
    ['not-offered', 'fail'],
    ['refused', 'fail'],
    ['masked', 'not-applicable'],
  ] as const)('state %s gives %s', (state, outcome) => {
    expect(finding(missingStarttls, place(state)).outcome).toBe(outcome);
  });

  test("quotes the server's words", () => {
    expect(finding(missingStarttls, place('refused')).message).toContain(
      'the server refuses STARTTLS: their words. ',
    );
  });

  test.each([
    [25, 'high', 'Default Frontend', 'MSExchangeFrontEndTransport'],
    [587, 'high', 'Client Frontend', 'MSExchangeFrontEndTransport'],
    [465, 'medium', 'Client Proxy', 'MSExchangeTransport'],
    [2525, 'medium', 'Default', 'MSExchangeTransport'],
  ])('on port %i it is %s and the fix names the connector', (port, severity, connector, service) => {
    const hit = finding(missingStarttls, place('not-offered', { port }));
    expect(hit.severity).toBe(severity);
    expect(hit.fix).toContain(
      `Set-ReceiveConnector "$env:COMPUTERNAME\\${connector} $env:COMPUTERNAME" -TlsCertificateName "<I>$($certificate.Issuer)<S>$($certificate.Subject)"`,
    );
    expect(hit.fix).toContain(`Restart-Service ${service}`);
  });

  test('the fix looks up the certificate by the name asked for, quoted', () => {
    const { fix } = finding(missingStarttls, place('not-offered'));
    expect(fix.join('\n')).toContain("Get-ExchangeCertificate -DomainName 'mail.o''contoso.com' |");
  });

  test.each([
    ['pop3', 'Set-PopSettings'],
    ['imap', 'Set-ImapSettings'],
  ] as const)('on %s the fix is %s', (protocol, command) => {
    const { fix } = finding(missingStarttls, place('not-offered', { protocol, port: 110 }));
    expect(fix.join('\n')).toContain(`${command} -X509CertificateName 'mail.o''contoso.com'`);
  });

  test('a dialogue that never ended is unknown', () => {
    expect(finding(missingStarttls, { endpoint: endpoint('smtp'), facts: silentFacts() }).outcome).toBe(
      'unknown',
    );
  });
});

describe('tls/masked-starttls', () => {
  test.each([
    ['implicit', 'not-applicable'],
    ['offered', 'pass'],
    ['not-offered', 'not-applicable'],
    ['refused', 'not-applicable'],
    ['masked', 'fail'],
  ] as const)('state %s gives %s', (state, outcome) => {
    expect(finding(maskedStarttls, place(state)).outcome).toBe(outcome);
  });

  test.each(['220 ***************', '220 *****2******0*2******0**', '*******************'])(
    'no STARTTLS behind the greeting %s is masking too',
    (banner) => {
      expect(finding(maskedStarttls, place('not-offered', { banner })).outcome).toBe('fail');
    },
  );

  test('names the way to mend a Cisco ASA', () => {
    expect(finding(maskedStarttls, place('masked')).fix).toContain('#     no inspect esmtp');
  });

  test('a dialogue that never ended is unknown', () => {
    expect(finding(maskedStarttls, { endpoint: endpoint('smtp'), facts: silentFacts() }).outcome).toBe(
      'unknown',
    );
  });
});

describe('tls/starttls-injection', () => {
  test.each([
    ['implicit', 0, 'not-applicable'],
    ['offered', 0, 'pass'],
    ['offered', 1, 'fail'],
    ['not-offered', 0, 'not-applicable'],
    ['masked', 0, 'not-applicable'],
  ] as const)('state %s with %i bytes behind the reply gives %s', (state, trailing, outcome) => {
    expect(finding(starttlsInjection, place(state, { trailing })).outcome).toBe(outcome);
  });

  test('a dialogue that never ended is unknown', () => {
    expect(finding(starttlsInjection, { endpoint: endpoint('smtp'), facts: silentFacts() }).outcome).toBe(
      'unknown',
    );
  });
});

describe('where TLS cannot be started', () => {
  test.each(['not-offered', 'refused', 'masked'] as const)(
    '%s makes the other rules not applicable',
    (state) => {
      expect(finding(weakCipher, place(state)).outcome).toBe('not-applicable');
    },
  );

  test('offered and then silent stays unknown', () => {
    expect(finding(weakCipher, place('offered')).outcome).toBe('unknown');
  });
});
