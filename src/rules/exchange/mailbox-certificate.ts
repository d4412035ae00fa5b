import type { Certificate } from '../../certs/certificate.ts';
import { audience } from '../../exchange/audience.ts';
import type { EndpointView } from '../../facts/types.ts';
import { serviceFamily } from '../../model/protocol.ts';
import { byHost } from '../by-host.ts';
import { place, places } from '../places.ts';
import { quote } from '../powershell.ts';
import { presence } from '../presence.ts';
import { leaves } from '../presented.ts';
import { CERTIFICATE_ARTICLE, POP_IMAP } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { organizationRule } from '../rule.ts';

type View = EndpointView<'reach' | 'starttls' | 'chains'>;
type Family = 'pop' | 'imap';

const SERVICES: Readonly<
  Record<Family, { readonly name: string; readonly set: string; readonly restart: string }>
> = {
  pop: { name: 'POP', set: 'Set-PopSettings', restart: 'Restart-Service MSExchangePOP3, MSExchangePOP3BE' },
  imap: {
    name: 'IMAP',
    set: 'Set-ImapSettings',
    restart: 'Restart-Service MSExchangeIMAP4, MSExchangeIMAP4BE',
  },
};

export const mailboxCertificate = organizationRule({
  id: 'exchange/mailbox-certificate',
  title: 'The two ports of POP or IMAP present different certificates',
  scope: 'organization',
  severity: 'low',
  why:
    'POP and IMAP may have another certificate than the website, but each has one for both of its ports, chosen by ' +
    'X509CertificateName. Two mean that something in front of Exchange ends TLS on one of the ports, or that the ports lead ' +
    'to different servers: one of the two will be forgotten when the certificate is renewed.',
  fix: [
    'Get-PopSettings | Format-List X509CertificateName, SSLBindings, UnencryptedOrTLSBindings',
    'Get-ImapSettings | Format-List X509CertificateName, SSLBindings, UnencryptedOrTLSBindings',
  ],
  references: [CERTIFICATE_ARTICLE, POP_IMAP],
  needs: ['reach', 'starttls', 'chains'],
  check(views): readonly Verdict[] {
    const verdicts = byHost(views).flatMap(([host, of]) =>
      (['pop', 'imap'] as const).flatMap((family) => judge(host, family, of)),
    );
    return verdicts.length > 0
      ? verdicts
      : [{ outcome: 'not-applicable', message: 'neither POP nor IMAP was asked for' }];
  },
});

function judge(host: string, family: Family, views: readonly View[]): readonly Verdict[] {
  const own = views.filter(({ endpoint }) => isOf(family, endpoint));
  if (own.length === 0) return [];
  const { name, set, restart } = SERVICES[family];
  const about = {
    subject: { host, name },
    endpoints: own.map(({ endpoint }) => endpoint.id),
    evidence: [...new Set(own.flatMap(({ facts }) => facts.chains.evidence))],
  };
  const present = own.filter((view) => presence(view) === 'present');
  const split = byAddress(present).find((of) =>
    of.some((view) => !agree(certificates(of[0]), certificates(view))),
  );
  if (split !== undefined) {
    const listed = split.map(
      (view) => `${certificates(view).map(words).join(' and ')} on ${place(view.endpoint)}`,
    );
    return [
      {
        ...about,
        outcome: 'fail',
        message: `${name} presents ${listed.join('; ')}: it has one certificate for both, so something else answers on one of them`,
        fix: [
          `Get-${set.slice(4)} | Format-List X509CertificateName, SSLBindings, UnencryptedOrTLSBindings`,
          '# If it is Exchange that answers on both:',
          `${set} -X509CertificateName ${quote(host)}`,
          restart,
        ],
      },
    ];
  }
  const silent = own.filter((view) => presence(view) === 'silent').map(({ endpoint }) => endpoint);
  if (silent.length > 0) {
    return [{ ...about, outcome: 'unknown', message: `the certificate of ${places(silent)} is not known` }];
  }
  if (present.length === 0) {
    return [
      {
        ...about,
        outcome: 'not-applicable',
        message: `${name} is not enabled on ${host}: it is off by default`,
      },
    ];
  }
  return [
    { ...about, outcome: 'pass', message: `${name} has one certificate${besideWebsite(present, views)}` },
  ];
}

/** Separate is allowed: org/service-certificate-mismatch says what speaks against it. */
function besideWebsite(own: readonly View[], views: readonly View[]): string {
  const web = views.filter(({ endpoint, facts }) => endpoint.protocol === 'https' && facts.chains.known);
  if (web.length === 0) return '';
  return web.some((view) => agree(certificates(view), certificates(own[0])))
    ? ', shared with the website'
    : ', separate from that of the website';
}

function byAddress(views: readonly View[]): readonly (readonly View[])[] {
  const groups = new Map<string, View[]>();
  for (const view of views) {
    const key = view.endpoint.address ?? '';
    groups.set(key, [...(groups.get(key) ?? []), view]);
  }
  return [...groups.values()];
}

function isOf(family: Family, { protocol, port }: View['endpoint']): boolean {
  return serviceFamily(protocol) === family && audience(protocol, port) === 'clients';
}

function certificates(view: View | undefined): readonly Certificate[] {
  return view?.facts.chains.known === true ? leaves(view.facts.chains.value) : [];
}

function agree(one: readonly Certificate[], other: readonly Certificate[]): boolean {
  return one.some(({ sha256 }) => other.some((also) => also.sha256 === sha256));
}

function words({ subject, thumbprint }: Certificate): string {
  return `${subject} (${thumbprint})`;
}
