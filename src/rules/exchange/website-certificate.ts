import { quote, quoteList } from '../powershell.ts';
import type { Certificate } from '../../certs/certificate.ts';
import { audience } from '../../exchange/audience.ts';
import type { EndpointView } from '../../facts/types.ts';
import { byServer } from '../by-host.ts';
import { presence } from '../presence.ts';
import { leaves } from '../presented.ts';
import { CERTIFICATE_ARTICLE, ENABLE_CERTIFICATE } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { organizationRule } from '../rule.ts';

type View = EndpointView<'reach' | 'starttls' | 'chains'>;

/** One name that leads to the server, or none, and what a client that asks for it gets. */
interface Door {
  /** `null` for a client that sends no name. */
  readonly name: string | null;
  readonly certificates: readonly Certificate[];
}

export const websiteCertificate = organizationRule({
  id: 'exchange/website-certificate',
  title: 'One website presents several certificates',
  scope: 'organization',
  severity: 'low',
  why:
    'Outlook on the web, the admin center, Exchange Web Services, ActiveSync, the offline address book, Outlook Anywhere, ' +
    'MAPI over HTTP, Autodiscover and remote PowerShell are one website, and a website has one certificate in which all ' +
    'their names have to be. If the name that is asked for decides which one comes, somebody has made a binding of its own ' +
    'for it, or another device answers: that one is renewed on its own, and clients that send no name get the other.',
  fix: [
    'Get-WebBinding -Name "Default Web Site" -Protocol https | Format-List bindingInformation, sslFlags, certificateHash',
    "Enable-ExchangeCertificate -Thumbprint '<thumbprint>' -Services IIS",
  ],
  references: [CERTIFICATE_ARTICLE, ENABLE_CERTIFICATE],
  needs: ['reach', 'starttls', 'chains'],
  check(views): readonly Verdict[] {
    const sites = byServer(views.filter(isWebsite));
    return sites.length === 0
      ? [{ outcome: 'not-applicable', message: 'no website was asked for' }]
      : sites.map(([where, of]) => judge(where, of));
  },
});

function isWebsite({ endpoint: { protocol, port } }: View): boolean {
  return protocol === 'https' && audience(protocol, port) === 'clients';
}

function judge(where: string, views: readonly View[]): Verdict {
  const about = {
    subject: { name: where },
    endpoints: views.map((view) => view.endpoint.id),
    evidence: [...new Set(views.flatMap(({ facts }) => facts.chains.evidence))],
  };
  const doors = views.flatMap(doorsOf);
  const [first, ...others] = doors;
  if (first !== undefined && others.some((door) => !agree(first, door))) {
    return {
      ...about,
      outcome: 'fail',
      message: `the website at ${where} presents ${doors.map(words).join('; ')}`,
      fix: fixOf(first, views),
    };
  }
  const silent = views.filter((view) => presence(view) === 'silent').map((view) => view.endpoint.host);
  if (silent.length > 0) {
    const message = `it is not known what the website at ${where} presents for ${silent.join(', ')}`;
    return { ...about, outcome: 'unknown', message };
  }
  if (doors.length === 0)
    return { ...about, outcome: 'not-applicable', message: `no website answers at ${where}` };
  if (doors.length === 1) {
    const message = `only one name of the website at ${where} was asked for`;
    return { ...about, outcome: 'not-applicable', message };
  }
  const named = doors.map(({ name }) => name ?? 'no name');
  return {
    ...about,
    outcome: 'pass',
    message: `the website at ${where} presents one certificate for ${named.join(', ')}`,
  };
}

function fixOf({ certificates: [main] }: Door, views: readonly View[]): readonly string[] {
  const hosts = [...new Set(views.map(({ endpoint }) => endpoint.host))];
  return [
    'Get-WebBinding -Name "Default Web Site" -Protocol https | Format-List bindingInformation, sslFlags, certificateHash',
    `# One certificate for ${quoteList(hosts)}. If the first of those seen has all these names:`,
    `Enable-ExchangeCertificate -Thumbprint ${quote(main?.thumbprint ?? '')} -Services IIS`,
    '# Then remove the bindings with a host name of their own that nobody needs.',
  ];
}

function doorsOf({ endpoint, facts: { chains } }: View): readonly Door[] {
  if (!chains.known) return [];
  const nameless = chains.value.chains
    .filter(({ sni }) => !sni)
    .flatMap((chain) => chain.certificates.slice(0, 1));
  const named = chains.value.chains.some(({ sni }) => sni);
  return [
    { name: endpoint.host, certificates: leaves(chains.value) },
    ...(named && nameless.length > 0 ? [{ name: null, certificates: nameless }] : []),
  ];
}

/** A website with an RSA and an ECDSA certificate shows now the one, now the other. */
function agree(one: Door, other: Door): boolean {
  return one.certificates.some(({ sha256 }) => other.certificates.some((also) => also.sha256 === sha256));
}

function words({ name, certificates }: Door): string {
  const what = certificates.map(({ subject, thumbprint }) => `${subject} (${thumbprint})`).join(' and ');
  return `${what} ${name === null ? 'to clients that send no name' : `for ${name}`}`;
}
