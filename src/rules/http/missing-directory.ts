import { directory } from '../../exchange/directories.ts';
import type { DirectoryId } from '../../exchange/directories.ts';
import { identifyBuild } from '../../exchange/builds-identify.ts';
import { VIRTUAL_DIRECTORIES_ARTICLE } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';
import { evidenceOf, isForClients, names, withoutExchange } from '../web.ts';

export const missingDirectory = endpointRule({
  id: 'http/missing-directory',
  title: 'A virtual directory that clients use is not here',
  scope: 'endpoint',
  severity: 'info',
  why:
    'Exchange creates one virtual directory for each way that clients use. Where one is missing, some clients do not work ' +
    'from here: either it was left out on purpose at the reverse proxy, or it was removed or damaged on the server.',
  fix: [
    '# On the server, compare with the defaults:',
    'Get-OwaVirtualDirectory -Server $env:COMPUTERNAME -ADPropertiesOnly',
    'Get-MapiVirtualDirectory -Server $env:COMPUTERNAME -ADPropertiesOnly',
    '.\\HealthChecker.ps1',
    '# Make one anew, for instance:',
    'New-MapiVirtualDirectory -Server $env:COMPUTERNAME',
  ],
  references: [VIRTUAL_DIRECTORIES_ARTICLE],
  needs: ['directories', 'product'],
  check({ directories, product }, { endpoint }): Verdict {
    const elsewhere = withoutExchange(directories, endpoint);
    if (elsewhere !== null) return elsewhere;
    if (!isForClients(endpoint)) return { outcome: 'not-applicable', message: 'no website for clients' };
    const build = product.chosen === null ? null : identifyBuild(product.chosen.value).product;
    const wanted = directories.directories.filter(({ id }) => isExpected(id, build));
    const missing = wanted.filter(({ state }) => state === 'absent');
    if (missing.length > 0) {
      return {
        outcome: 'fail',
        message: `not here, while others are: ${missing.map((one) => `${names([one])} (${directory(one.id).title})`).join(', ')}`,
        evidence: evidenceOf(missing),
        fix: [
          '# If they were left out at a reverse proxy or load balancer on purpose, nothing has to be done. On the server, see',
          '# which are there, and make anew what is missing:',
          'Get-WebApplication -Site "Default Web Site" | Format-Table Path, ApplicationPool',
          ...missing.flatMap(({ id }) => NEW_DIRECTORY[id] ?? []),
          '.\\HealthChecker.ps1',
        ],
      };
    }
    const open = wanted.filter(({ state }) => state === 'unknown');
    return open.length > 0
      ? {
          outcome: 'unknown',
          message: `whether ${names(open)} is here is not known: ${open[0]?.why ?? ''}`,
          evidence: evidenceOf(open),
        }
      : { outcome: 'pass', message: `all here: ${names(wanted)}`, evidence: evidenceOf(wanted) };
  },
});

/** Those that clients need and a cmdlet makes, as "Default settings for Exchange virtual directories" lists them. */
const NEW_DIRECTORY: Readonly<Partial<Record<DirectoryId, string>>> = {
  owa: 'New-OwaVirtualDirectory -Server $env:COMPUTERNAME -WebSiteName "Default Web Site"',
  ews: 'New-WebServicesVirtualDirectory -Server $env:COMPUTERNAME -WebSiteName "Default Web Site"',
  autodiscover: 'New-AutodiscoverVirtualDirectory -Server $env:COMPUTERNAME -WebSiteName "Default Web Site"',
  mapi: 'New-MapiVirtualDirectory -Server $env:COMPUTERNAME',
  activesync: 'New-ActiveSyncVirtualDirectory -Server $env:COMPUTERNAME -WebSiteName "Default Web Site"',
  oab: 'New-OabVirtualDirectory -Server $env:COMPUTERNAME -WebSiteName "Default Web Site"',
};

/** Administration is better not reachable; what came later is expected only of a product that is known to have it. */
function isExpected(id: DirectoryId, product: string | null): boolean {
  if (id === 'ecp' || id === 'powershell' || id === 'api') return false;
  const { products } = directory(id);
  return product === null ? products.includes('2010') : products.some((each) => each === product);
}
