import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';
import { find, isPublic, notAsked } from '../web.ts';

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
  check({ directories }, { endpoint }): Verdict {
    if (directories.state === 'not-asked') return notAsked(endpoint);
    const shell = find(directories, 'powershell');
    if (shell === undefined) {
      return { outcome: 'unknown', message: 'the directory PowerShell was not asked for' };
    }
    const { evidence } = shell;
    switch (shell.state) {
      case 'unknown':
        return {
          outcome: 'unknown',
          message: `whether PowerShell is here is not known: ${shell.why}`,
          evidence,
        };
      case 'absent':
        return { outcome: 'pass', message: `PowerShell is not here: ${shell.why}`, evidence };
      case 'present':
        return isPublic(endpoint)
          ? {
              outcome: 'fail',
              message: `${shell.path} answers at the public address ${endpoint.address}: ${shell.why}`,
              evidence,
            }
          : {
              outcome: 'not-applicable',
              message: `${shell.path} answers at ${endpoint.address}, which is not an address of the Internet`,
              evidence,
            };
    }
  },
});
