import type { DirectoryFact } from '../../facts/types.ts';
import { LOAD_BALANCING_ARTICLE } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';
import { evidenceOf, names, withoutExchange } from '../web.ts';

export const directoryUnhealthy = endpointRule({
  id: 'http/directory-unhealthy',
  title: 'A virtual directory says that it is not healthy',
  scope: 'endpoint',
  severity: 'medium',
  why:
    'Managed availability of Exchange 2013 and later keeps a page healthcheck.htm in each virtual directory, which gives ' +
    '200 while its protocol works. Load balancers send clients elsewhere when it does not; where they do not look at it, ' +
    'clients meet the broken directory.',
  fix: [
    'Get-ServerHealth -Identity $env:COMPUTERNAME | Where-Object AlertValue -ne Healthy',
    'Get-ServerComponentState -Identity $env:COMPUTERNAME | Where-Object State -ne Active',
    '# After maintenance, bring the component back, for instance:',
    'Set-ServerComponentState -Identity $env:COMPUTERNAME -Component ServerWideOffline -State Active -Requester Maintenance',
  ],
  references: [LOAD_BALANCING_ARTICLE],
  needs: ['directories'],
  check({ directories: fact }, { endpoint }): Verdict {
    const elsewhere = withoutExchange(fact, endpoint);
    if (elsewhere !== null) return elsewhere;
    const { directories } = fact;
    const bad = directories.filter(isUnhealthy);
    const good = directories.filter(({ health }) => health === 'healthy');
    const broken = bad.filter(({ healthStatus }) => (healthStatus ?? 0) >= 500);
    // A page that no directory has tells nothing: Exchange 2010 has none, and a proxy may let none through.
    const hit = good.length > 0 ? bad : broken;
    if (hit.length > 0) {
      const list = hit.map((one) => `${names([one])} (status ${one.healthStatus})`).join(', ');
      const rest = good.length > 0 ? `; healthy are ${names(good)}` : '';
      return { outcome: 'fail', message: `not healthy: ${list}${rest}`, evidence: evidenceOf(hit) };
    }
    const open = directories.filter(({ health, state }) => health === 'unknown' && state === 'present');
    if (open.length > 0) {
      return {
        outcome: 'unknown',
        message: `whether ${names(open)} is healthy is not known`,
        evidence: evidenceOf(open),
      };
    }
    return good.length > 0
      ? { outcome: 'pass', message: `healthy: ${names(good)}`, evidence: evidenceOf(good) }
      : { outcome: 'not-applicable', message: 'no health page is here, as on Exchange 2010' };
  },
});

/** Where the directory itself is missing, its page is too. */
function isUnhealthy({ health, state }: DirectoryFact): boolean {
  return health === 'not-healthy' && state !== 'absent';
}
