import { quote } from '../powershell.ts';
import { VIRTUAL_DIRECTORIES_ARTICLE, rfc } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';
import { notAsked } from '../web.ts';

export const basicWithoutTls = endpointRule({
  id: 'http/basic-without-tls',
  title: 'Passwords are asked for over plain HTTP',
  scope: 'endpoint',
  severity: 'high',
  why:
    'Basic authentication sends the password with every request, readable for everybody on the way. On port 80 it is ' +
    'offered where a directory does not require TLS; for the directory Rpc of Exchange 2016 and later that is the ' +
    'default as soon as port 80 can be reached.',
  fix: fixOf(['/Rpc/']),
  references: [VIRTUAL_DIRECTORIES_ARTICLE, rfc(7617, '4')],
  needs: ['http'],
  check({ http: { plain } }, { endpoint }): Verdict {
    const { evidence } = plain;
    switch (plain.state) {
      case 'not-asked':
        return notAsked(endpoint);
      case 'closed':
        return { outcome: 'pass', message: 'port 80 is closed', evidence };
      case 'unknown':
        return { outcome: 'unknown', message: `what port 80 offers is not known: ${plain.why}`, evidence };
      case 'answered':
        break;
    }
    const offers = plain.answers.filter(({ authentication }) => authentication.includes('Basic'));
    if (offers.length > 0) {
      return {
        outcome: 'fail',
        message: `port 80 offers Basic authentication without TLS for ${offers.map(({ path }) => path).join(', ')}`,
        fix: fixOf(offers.map(({ path }) => path)),
        evidence: offers.flatMap((offer) => offer.evidence),
      };
    }
    if (plain.unanswered.length > 0) {
      return {
        outcome: 'unknown',
        message: `on port 80 there was no answer to ${plain.unanswered.join(', ')}`,
        evidence,
      };
    }
    return { outcome: 'pass', message: 'port 80 answers and asks for no password', evidence };
  },
});

/** See what is required where, then require TLS of what clients use without it. */
function fixOf(paths: readonly string[]): readonly string[] {
  return [
    '# Best: no way to port 80 from clients, in the firewall or at the load balancer.',
    "# Or offer no Basic authentication without TLS: see it per directory under 'SSL Settings' in IIS Manager, or",
    ...paths.map(
      (path) =>
        `Get-WebConfigurationProperty -PSPath 'IIS:\\' -Location ${quote(`Default Web Site/${directoryOf(path)}`)} -Filter system.webServer/security/access -Name sslFlags`,
    ),
    '# Outlook Anywhere: require TLS towards clients',
    'Get-OutlookAnywhere -Server $env:COMPUTERNAME | Set-OutlookAnywhere -ExternalClientsRequireSsl $true -InternalClientsRequireSsl $true',
    '# Leave the directory PowerShell of the front end as it is: requiring TLS there is not supported.',
  ];
}

/** `Rpc` of `/Rpc/` and `/rpc/rpcproxy.dll`. */
function directoryOf(path: string): string {
  return path.split('/').find((part) => part !== '') ?? '';
}
