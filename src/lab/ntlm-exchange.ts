import { encodeChallenge, isNegotiate, NTLM_FLAG } from '../wire/ntlm.ts';
import { pairsOf } from '../wire/ntlm-identity.ts';
import type { Reply } from './line-server.ts';
import type { RandomBytes } from './server-flight.ts';

/** A Windows server in its domain. */
export interface Machine {
  /** NetBIOS name: `EX01`. */
  readonly server: string;
  /** NetBIOS name of the domain: `CONTOSO`. */
  readonly workgroup: string;
  /** DNS name of the domain, which is the root of the forest too: `contoso.com`. */
  readonly domain: string;
}

/**
 * What Windows answers to anybody who begins an NTLM logon (MS-NLMP, 2.2.1.2): the names of the machine, its clock and
 * its version.
 * @param windows version in three numbers: `10.0.20348`
 */
export function challengeOf(
  { server, workgroup, domain }: Machine,
  windows: string,
  now: number,
  random: RandomBytes,
): Uint8Array {
  const [major = 0, minor = 0, build = 0] = windows.split('.').map(Number);
  return encodeChallenge({
    flags:
      (NTLM_FLAG.requestTarget |
        NTLM_FLAG.ntlm |
        NTLM_FLAG.alwaysSign |
        NTLM_FLAG.targetTypeDomain |
        NTLM_FLAG.extendedSessionSecurity |
        NTLM_FLAG.bits128 |
        NTLM_FLAG.bits56) >>>
      0,
    targetName: workgroup,
    nonce: random(8),
    targetInfo: pairsOf({
      netbiosDomain: workgroup,
      netbiosComputer: server,
      dnsDomain: domain,
      dnsComputer: `${server}.${domain}`,
      dnsForest: domain,
      timestamp: now,
    }),
    version: { major, minor, build, revision: 15 },
  });
}

export interface ExchangeWords {
  /** Asks for the first message of the client. */
  readonly ready: string;
  /** Stands before the challenge. */
  readonly prefix: string;
  /** The client gave up with `*`. */
  readonly cancelled: string;
  readonly failed: string;
}

/** NTLM over a protocol of lines, as SMTP, POP3 and IMAP4 have it in the same way; nobody ever gets in. */
export function ntlmExchange(
  challenge: () => Uint8Array,
  initial: string | undefined,
  { ready, prefix, cancelled, failed }: ExchangeWords,
): Reply {
  const end = (line: string): Reply => listening(line === '*' ? cancelled : failed);
  const first = (line: string): Reply =>
    isNegotiate(Buffer.from(line, 'base64'))
      ? { ...listening(`${prefix}${Buffer.from(challenge()).toString('base64')}`), after: end }
      : end(line);
  return initial === undefined ? { ...listening(ready), after: first } : first(initial);
}

function listening(line: string): { readonly text: string; readonly next: 'listen' } {
  return { text: `${line}\r\n`, next: 'listen' };
}
