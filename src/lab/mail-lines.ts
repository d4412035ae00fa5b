/**
 * EHLO lines of the Default Frontend connector, as public scans of Exchange 2019 show them (Microsoft Learn "Use Telnet
 * to test SMTP communication" has most of them).
 */
export const FRONTEND_LINES: readonly string[] = [
  'SIZE 37748736',
  'PIPELINING',
  'DSN',
  'ENHANCEDSTATUSCODES',
  'X-ANONYMOUSTLS',
  'AUTH NTLM',
  'X-EXPS GSSAPI NTLM',
  '8BITMIME',
  'BINARYMIME',
  'CHUNKING',
  'SMTPUTF8',
  'XRDST',
];

/** EHLO lines of the Client Frontend connector on port 587. */
export const CLIENT_LINES: readonly string[] = [
  'SIZE 36700160',
  'PIPELINING',
  'DSN',
  'ENHANCEDSTATUSCODES',
  'AUTH GSSAPI NTLM',
  '8BITMIME',
  'BINARYMIME',
  'CHUNKING',
  'SMTPUTF8',
];

/** EHLO lines of the Client Proxy connector on port 465, which other servers use. */
export const CLIENT_PROXY_LINES: readonly string[] = [
  ...CLIENT_LINES.slice(0, -1),
  'XEXCH50',
  'SMTPUTF8',
  'XRDST',
  'XSHADOWREQUEST',
];

/** EHLO lines of the transport service on port 2525, which prints no number behind SIZE. */
export const HUB_LINES: readonly string[] = [
  'SIZE',
  'PIPELINING',
  'DSN',
  'ENHANCEDSTATUSCODES',
  'X-ANONYMOUSTLS',
  'AUTH NTLM',
  'X-EXPS GSSAPI NTLM',
  '8BITMIME',
  'BINARYMIME',
  'CHUNKING',
  'XEXCH50',
  'SMTPUTF8',
  'XRDST',
  'XSHADOWREQUEST',
];

/** EHLO lines of Exchange 2010 on port 25, as public scans show them. */
export const LINES_2010: readonly string[] = [
  'SIZE',
  'PIPELINING',
  'DSN',
  'ENHANCEDSTATUSCODES',
  'X-ANONYMOUSTLS',
  'AUTH NTLM',
  'X-EXPS GSSAPI NTLM',
  '8BITMIME',
  'BINARYMIME',
  'CHUNKING',
  'XEXCH50',
  'XRDST',
  'XSHADOW',
];

/** What Exchange offers at IMAP4 and POP3 before login, without STARTTLS or STLS. */
export const IMAP_ATOMS: readonly string[] =
  'IMAP4 IMAP4rev1 AUTH=NTLM AUTH=GSSAPI UIDPLUS MOVE ID CHILDREN IDLE NAMESPACE LITERAL+'.split(' ');
export const POP_LINES: readonly string[] = ['TOP', 'UIDL', 'SASL NTLM GSSAPI'];

/**
 * Inside of TLS passwords are taken as well (Microsoft Learn "Receive connectors": BasicAuthRequireTLS; LoginType
 * SecureLogin of POP3 and IMAP4).
 */
export function withLogin(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line.startsWith('AUTH ') ? `${line} LOGIN` : line));
}
export const SECURED_IMAP: readonly string[] = [
  ...IMAP_ATOMS.slice(0, 4),
  'AUTH=PLAIN',
  ...IMAP_ATOMS.slice(4),
];
export const SECURED_POP: readonly string[] = ['TOP', 'UIDL', 'SASL NTLM GSSAPI PLAIN', 'USER'];
