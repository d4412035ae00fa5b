import { endpointRule } from '../rule.ts';
import { exposure } from '../web.ts';

export const adminCenterExposed = endpointRule({
  id: 'http/admin-center-exposed',
  title: 'The login of the Exchange admin center is reachable',
  scope: 'endpoint',
  severity: 'medium',
  why:
    'The directory ecp holds the options of users and the Exchange admin center behind one login, and Exchange restricts ' +
    'neither by default: who guesses or steals the password of an administrator manages the organization from anywhere. ' +
    'Faults in ecp have been used against servers on the Internet. Whether administrators are let in behind this login ' +
    '(AdminEnabled, Client Access Rules) cannot be seen without signing in.',
  fix: [
    '# Keep ecp from the Internet at the reverse proxy or firewall, or turn the admin center off on the servers that face it;',
    '# users keep their options. It is then off for administrators on the inside of these servers, too:',
    'Set-EcpVirtualDirectory -Identity "$env:COMPUTERNAME\\ecp (Default Web Site)" -AdminEnabled $false',
    '# On Exchange 2019 and SE a rule can let in the inside only:',
    "New-ClientAccessRule -Name 'No admin center from outside' -Action DenyAccess -AnyOfProtocols ExchangeAdminCenter -ExceptAnyOfClientIPAddressesOrRanges 192.168.0.0/16",
  ],
  references: [
    {
      title: 'Microsoft Learn: Turn off access to the Exchange admin center',
      url: 'https://learn.microsoft.com/en-us/exchange/architecture/client-access/disable-exchange-admin-center-access',
    },
  ],
  needs: ['directories'],
  check: ({ directories }, { endpoint }) => exposure(directories, 'ecp', endpoint),
});
