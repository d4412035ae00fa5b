import { quote } from '../powershell.ts';
import { identifyBuild } from '../../exchange/builds-identify.ts';
import { turnsOnExtendedProtection } from '../../exchange/extended-protection.ts';
import type { EndpointView } from '../../facts/types.ts';
import type { Tri } from '../../model/finding.ts';
import { serviceFamily } from '../../model/protocol.ts';
import type { Target } from '../../model/target.ts';
import { byHost } from '../by-host.ts';
import { place } from '../places.ts';
import { presence } from '../presence.ts';
import { leaves } from '../presented.ts';
import { EXTENDED_PROTECTION_ARTICLE, rfc } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { organizationRule } from '../rule.ts';
import { isForClients } from '../web.ts';

type View = EndpointView<'reach' | 'starttls' | 'chains' | 'product'>;

const FIX: readonly string[] = [
  '# The same certificate, with its private key, on the load balancer and on every server behind it; then on each server:',
  "Import-ExchangeCertificate -FileData ([System.IO.File]::ReadAllBytes('<file>.pfx')) -Password (Read-Host -AsSecureString)",
  "Enable-ExchangeCertificate -Thumbprint '<thumbprint>' -Services IIS",
  '# TLS has to reach Exchange:',
  'Get-OutlookAnywhere | Set-OutlookAnywhere -SSLOffloading $false',
  '# See what is on, and turn it off only where the same certificate is not possible:',
  '.\\ExchangeExtendedProtectionManagement.ps1 -ShowExtendedProtection',
];

export const extendedProtectionCertificate = organizationRule({
  id: 'org/extended-protection-certificate',
  title: 'Extended Protection meets different certificates',
  scope: 'organization',
  severity: 'medium',
  why:
    'With Extended Protection a client puts the hash of the certificate that it sees into its login (channel binding), and ' +
    'Exchange compares it with its own. Setup turns it on since Exchange 2019 CU14. If the load balancer presents one ' +
    'certificate and the servers behind it another, the hashes differ, and users get password prompts without end. The ' +
    'same happens with SSL offloading, which is not supported with it.',
  fix: FIX,
  references: [EXTENDED_PROTECTION_ARTICLE, rfc(5929, '4')],
  needs: ['reach', 'starttls', 'chains', 'product'],
  check(endpoints, { targets }): readonly Verdict[] {
    const verdicts = services(endpoints, targets).map(([name, views]) => judge(name, views));
    return verdicts.length > 0
      ? verdicts
      : [{ outcome: 'not-applicable', message: 'no website is named together with servers behind it' }];
  },
});

type Service = readonly [name: string, views: readonly View[]];

/**
 * The websites that are one service: all addresses of a name, and those of the hosts whose clients use that name as the
 * targets say. What is alone is none.
 */
function services(endpoints: readonly View[], targets: readonly Target[]): readonly Service[] {
  const web = endpoints.filter(
    ({ endpoint }) => serviceFamily(endpoint.protocol) === 'web' && isForClients(endpoint),
  );
  const seen = new Set<string>();
  return byHost(web).flatMap(([name, own]): readonly Service[] => {
    const behind = new Set(
      targets.filter((target) => target.host !== name && namesOf(target).has(name)).map(({ host }) => host),
    );
    const views = [...own, ...web.filter(({ endpoint }) => behind.has(endpoint.host))];
    const key = views
      .map(({ endpoint }) => endpoint.id)
      .toSorted()
      .join();
    if (views.length < 2 || seen.has(key)) return [];
    seen.add(key);
    return [[name, views]];
  });
}

function namesOf({ names, services: listed }: Target): ReadonlySet<string> {
  const ofServices = listed
    .filter(({ protocol }) => serviceFamily(protocol) === 'web')
    .flatMap((service) => service.names);
  return new Set([...names, ...ofServices]);
}

function judge(name: string, all: readonly View[]): Verdict {
  const views = all.filter((view) => presence(view) !== 'absent');
  const byCertificate = new Map<string, string[]>();
  for (const { endpoint, facts } of views) {
    if (!facts.chains.known) continue;
    const where = `${place(endpoint)} (${endpoint.address ?? 'no address'})`;
    const shown = leaves(facts.chains.value)
      .map(({ subject, thumbprint }) => `${subject}, thumbprint ${thumbprint}`)
      .toSorted()
      .join(' and ');
    byCertificate.set(shown, [...(byCertificate.get(shown) ?? []), where]);
  }
  const about = {
    subject: { host: name },
    endpoints: views.map(({ endpoint }) => endpoint.id),
    evidence: [
      ...new Set(views.flatMap(({ facts }) => [...facts.chains.evidence, ...facts.product.evidence])),
    ],
  };
  if (byCertificate.size > 1) {
    const list = [...byCertificate].map(([shown, where]) => `${shown} at ${where.join(', ')}`).join('; ');
    return { ...about, ...ofDifferent(name, list, protection(views), thumbprintAt(name, views)) };
  }
  if (views.length < 2) {
    return { ...about, outcome: 'not-applicable', message: `${name} has no two servers to compare` };
  }
  if (views.some(({ facts }) => !facts.chains.known)) {
    return {
      ...about,
      outcome: 'unknown',
      message: `not every certificate of the servers of ${name} is known`,
    };
  }
  return { ...about, outcome: 'pass', message: `all servers of ${name} present the same certificate` };
}

/** What the name itself presents: clients see that one. */
function thumbprintAt(name: string, views: readonly View[]): string | undefined {
  const shown = views.flatMap(({ endpoint, facts: { chains } }) =>
    chains.known && endpoint.host === name ? leaves(chains.value) : [],
  );
  return shown[0]?.thumbprint;
}

function fixOf(name: string, thumbprint: string | undefined): readonly string[] {
  if (thumbprint === undefined) return FIX;
  return [
    `# What ${quote(name)} presents has to be, with its private key, on the load balancer and on every server behind it:`,
    `$certificate = Get-ExchangeCertificate | Where-Object Thumbprint -eq ${quote(thumbprint)}`,
    '# Nothing there: import it first, and then on each server:',
    "Import-ExchangeCertificate -FileData ([System.IO.File]::ReadAllBytes('<file>.pfx')) -Password (Read-Host -AsSecureString)",
    `Enable-ExchangeCertificate -Thumbprint ${quote(thumbprint)} -Services IIS`,
    ...FIX.slice(3),
  ];
}

function ofDifferent(
  name: string,
  list: string,
  on: Tri,
  thumbprint: string | undefined,
): Pick<Verdict, 'outcome' | 'message' | 'fix'> {
  const what = `the servers of ${name} present different certificates: ${list}`;
  switch (on) {
    case 'yes':
      return {
        outcome: 'fail',
        message: `${what}. Extended Protection is on by default in this build: password prompts are likely`,
        fix: fixOf(name, thumbprint),
      };
    case 'no':
      return {
        outcome: 'not-applicable',
        message: `${what}. In these builds Extended Protection is off unless somebody turned it on`,
      };
    case 'unknown':
      return {
        outcome: 'unknown',
        message: `${what}. Whether Extended Protection is on is not known, as the build is not`,
      };
  }
}

/** Whether the builds seen turn it on: one is enough; `no` only if every one is known and older. */
function protection(views: readonly View[]): Tri {
  const all = views.map(({ facts: { product } }): Tri => {
    const chosen = product.known ? product.value.chosen : null;
    return chosen === null ? 'unknown' : turnsOnExtendedProtection(identifyBuild(chosen.value));
  });
  if (all.includes('yes')) return 'yes';
  return all.every((each) => each === 'no') ? 'no' : 'unknown';
}
