import { describe, expect, test } from '@jest/globals';
import type { Protocol } from '../../../src/model/protocol.ts';
import { authBeforeTls } from '../../../src/rules/mail/auth-before-tls.ts';
import { endpoint, finding, known, soundFacts } from '../../fixtures/facts.ts';

function said(protocol: Protocol, capabilities: readonly string[] | null): string {
  const of = endpoint(protocol);
  const preamble = capabilities === null ? null : { banner: null, capabilities, transcript: [], trailing: 0 };
  const facts = soundFacts(of, {
    reach: known({ state: 'answered', failure: null, preamble, connections: 1, rung: null }),
  });
  const { outcome, message } = finding(authBeforeTls, { endpoint: of, facts });
  return `${outcome}: ${message}`;
}

describe('mail/auth-before-tls', () => {
  test.each<[Protocol, readonly string[], string]>([
    ['smtp', ['SIZE 37748736', 'STARTTLS', 'AUTH NTLM LOGIN'], 'AUTH LOGIN'],
    ['smtp', ['auth=plain login', 'AUTH PLAIN'], 'AUTH PLAIN, AUTH LOGIN'],
    ['pop3', ['TOP', 'UIDL', 'USER', 'STLS'], 'USER'],
    ['pop3', ['SASL NTLM PLAIN', 'STLS'], 'SASL PLAIN'],
    ['imap', ['IMAP4rev1', 'STARTTLS', 'AUTH=PLAIN'], 'LOGIN, AUTH=PLAIN'],
    ['imap', ['IMAP4rev1', 'STARTTLS', 'AUTH=PLAIN', 'LOGINDISABLED'], 'AUTH=PLAIN'],
    ['imap', ['IMAP4', 'IMAP4rev1', 'STARTTLS'], 'LOGIN'],
  ])('fails for %s with %j', (protocol, capabilities, offered) => {
    expect(said(protocol, capabilities)).toBe(`fail: before TLS the server offers ${offered}`);
  });

  test.each<[Protocol, readonly string[]]>([
    ['smtp', ['SIZE 37748736', 'STARTTLS', 'X-ANONYMOUSTLS', 'AUTH NTLM', 'X-EXPS GSSAPI NTLM']],
    ['smtp', ['STARTTLS', 'AUTH GSSAPI NTLM', 'AUTHORITY LOGIN']],
    ['pop3', ['TOP', 'UIDL', 'SASL NTLM GSSAPI', 'STLS']],
    ['imap', ['IMAP4', 'IMAP4rev1', 'STARTTLS', 'LOGINDISABLED', 'AUTH=NTLM']],
  ])('passes for %s with %j', (protocol, capabilities) => {
    expect(said(protocol, capabilities)).toMatch(/^pass/);
  });

  test.each<Protocol>(['smtp', 'pop3', 'imap'])(
    'does not know what %s offers if it did not say',
    (protocol) => {
      expect(said(protocol, null)).toMatch(/^unknown/);
      expect(said(protocol, [])).toMatch(/^unknown/);
    },
  );

  test.each<Protocol>(['https', 'smtps', 'pop3s', 'imaps'])('is not for %s', (protocol) => {
    expect(said(protocol, ['AUTH LOGIN'])).toMatch(/^not-applicable/);
  });

  test('tells how to mend the service that it is about', () => {
    const of = endpoint('pop3');
    const preamble = { banner: null, capabilities: ['USER'], transcript: [], trailing: 0 };
    const facts = soundFacts(of, {
      reach: known({ state: 'answered', failure: null, preamble, connections: 1, rung: null }),
    });
    expect(finding(authBeforeTls, { endpoint: of, facts }).fix[0]).toMatch(/^Set-PopSettings/);
  });
});
