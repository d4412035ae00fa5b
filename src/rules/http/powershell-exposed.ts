import { endpointRule } from '../rule.ts';
import { exposure } from '../web.ts';

export const powershellExposed = endpointRule({
  id: 'http/powershell-exposed',
  title: 'Remote PowerShell is reachable from outside',
  scope: 'endpoint',
  severity: 'medium',
  why:
    'The directory PowerShell is how the Exchange Management Shell manages servers, and users may open it with their own ' +
    'password unless that is taken from them. The attack of 2022 on Exchange (CVE-2022-41040 and CVE-2022-41082) ended ' +
    'in remote PowerShell. No mail program needs it.',
  fix: [
    '# Do not publish /powershell at the reverse proxy or load balancer. On the servers, for everybody who is no administrator:',
    "Set-User -Identity '<user>' -RemotePowerShellEnabled $false",
    '# Do not require TLS on the directory of the front end: that is not supported.',
  ],
  references: [
    {
      title: 'Microsoft Learn: Control remote PowerShell access to Exchange servers',
      url: 'https://learn.microsoft.com/powershell/exchange/control-remote-powershell-access-to-exchange-servers',
    },
    {
      title:
        'Microsoft Security Response Center: Customer guidance for reported vulnerabilities in Exchange Server',
      url: 'https://msrc.microsoft.com/blog/2022/09/customer-guidance-for-reported-zero-day-vulnerabilities-in-microsoft-exchange-server/',
    },
  ],
  needs: ['directories'],
  check: ({ directories }, { endpoint }) => exposure(directories, 'powershell', endpoint),
});
