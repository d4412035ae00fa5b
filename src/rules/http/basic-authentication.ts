import type { DirectoryId } from '../../exchange/directories.ts';
import { directory } from '../../exchange/directories.ts';
import type { DirectoryFact } from '../../facts/types.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';
import { evidenceOf, inState, names, withoutExchange } from '../web.ts';

const BLOCK_LEGACY: readonly string[] = [
  '# Where hybrid modern authentication is on and every client can do it (Exchange 2019 CU2 or later):',
  "New-AuthenticationPolicy -Name 'No legacy authentication' -BlockLegacyAuthActiveSync -BlockLegacyAuthAutodiscover -BlockLegacyAuthImap -BlockLegacyAuthMapi -BlockLegacyAuthOfflineAddressBook -BlockLegacyAuthPop -BlockLegacyAuthRpc -BlockLegacyAuthWebServices",
  "Set-User -Identity '<user>' -AuthenticationPolicy 'No legacy authentication'",
];

/** Basic authentication off, where Exchange has it off by default. */
const WITHOUT_BASIC: Readonly<Partial<Record<DirectoryId, string>>> = {
  ews: 'Get-WebServicesVirtualDirectory -Server $env:COMPUTERNAME | Set-WebServicesVirtualDirectory -BasicAuthentication $false',
  mapi: 'Get-MapiVirtualDirectory -Server $env:COMPUTERNAME | Set-MapiVirtualDirectory -IISAuthenticationMethods Ntlm, OAuth, Negotiate',
  oab: 'Get-OabVirtualDirectory -Server $env:COMPUTERNAME | Set-OabVirtualDirectory -BasicAuthentication $false',
  powershell:
    'Get-PowerShellVirtualDirectory -Server $env:COMPUTERNAME | Set-PowerShellVirtualDirectory -BasicAuthentication $false',
};

export const basicAuthentication = endpointRule({
  id: 'http/basic-authentication',
  title: 'Basic authentication is offered to clients',
  scope: 'endpoint',
  severity: 'info',
  why:
    'Every client that signs in with Basic authentication hands over the password itself, and anybody may try passwords ' +
    'that way. Microsoft calls Basic, Digest and Windows authentication legacy and lets Exchange 2019 and SE block them ' +
    'per protocol once hybrid modern authentication works and all clients can do it. Autodiscover, ActiveSync and Outlook ' +
    'Anywhere offer Basic by default; other directories only if somebody turned it on.',
  fix: [
    ...BLOCK_LEGACY,
    '# Where Basic was turned on beside the defaults, for instance:',
    'Get-WebServicesVirtualDirectory -Server $env:COMPUTERNAME | Set-WebServicesVirtualDirectory -BasicAuthentication $false',
  ],
  references: [
    {
      title: 'Microsoft Learn: Block legacy authentication in Exchange 2019 hybrid',
      url: 'https://learn.microsoft.com/en-us/exchange/hybrid-deployment/block-legacy-auth-2019-hybrid',
    },
    {
      title: 'Exchange Team Blog: Disabling legacy authentication in Exchange Server 2019',
      url: 'https://techcommunity.microsoft.com/t5/Exchange-Team-Blog/Disabling-Legacy-Authentication-in-Exchange-Server-2019/ba-p/712048',
    },
  ],
  needs: ['directories'],
  check({ directories }, { endpoint }): Verdict {
    const elsewhere = withoutExchange(directories, endpoint);
    if (elsewhere !== null) return elsewhere;
    const offers = directories.directories.filter(offersBasic);
    if (offers.length > 0) {
      const unusual = offers.filter(({ id }) => !directory(id).authentication.includes('Basic'));
      const beyond =
        unusual.length === 0 ? '' : `; by default ${names(unusual)} would not have it: somebody turned it on`;
      return {
        outcome: 'fail',
        severity: unusual.length > 0 ? 'low' : 'info',
        message: `Basic authentication is offered by ${names(offers)}${beyond}`,
        fix: [
          ...BLOCK_LEGACY,
          ...(unusual.length === 0 ? [] : ['# Turned on beside the defaults:']),
          ...unusual.flatMap(({ id }) => WITHOUT_BASIC[id] ?? []),
        ],
        evidence: evidenceOf(offers),
      };
    }
    const open = inState(directories, 'unknown');
    return open.length > 0
      ? {
          outcome: 'unknown',
          message: `what ${names(open)} offers is not known`,
          evidence: evidenceOf(open),
        }
      : { outcome: 'pass', message: 'no directory offers Basic authentication' };
  },
});

function offersBasic({ authentication }: DirectoryFact): boolean {
  return authentication.includes('Basic');
}
