import type { EndpointView } from '../../facts/types.ts';
import { anonymousTlsOffer } from '../../wire/reply/starttls.ts';
import { byHost } from '../by-host.ts';
import { NEW_SELF_SIGNED } from '../certificate-commands.ts';
import { day } from '../day.ts';
import { place, places } from '../places.ts';
import { presence } from '../presence.ts';
import { presentedLeaves } from '../presented-leaves.ts';
import { publiclyTrusted } from '../public-trust.ts';
import { CERTIFICATE_ARTICLE, ENABLE_CERTIFICATE, STARTTLS_ARTICLE } from '../references.ts';
import type { RuleContext, SeenCertificate, Verdict } from '../rule.ts';
import { organizationRule } from '../rule.ts';
import { isUnread } from '../unread.ts';

type View = EndpointView<'reach' | 'starttls' | 'chains'>;

export const internalTransportCertificate = organizationRule({
  id: 'exchange/internal-transport-certificate',
  title: 'Exchange servers authenticate each other with a certificate of a public CA',
  scope: 'organization',
  severity: 'info',
  why:
    'For X-ANONYMOUSTLS a server presents its internal transport certificate, by the thumbprint in Active Directory, and ' +
    'goes on with it after it has expired. The self-signed one of Setup serves for five years. A public one takes its place ' +
    'when somebody answers Yes to "overwrite the default SMTP certificate"; it has to be replaced in every server each time ' +
    'that it is renewed, soon after weeks. That this certificate can be read from outside is derived and not confirmed.',
  fix: [
    ...NEW_SELF_SIGNED,
    '# From then on answer No when Enable-ExchangeCertificate asks whether to overwrite the default SMTP certificate.',
  ],
  references: [STARTTLS_ARTICLE, CERTIFICATE_ARTICLE, ENABLE_CERTIFICATE],
  needs: ['reach', 'starttls', 'chains'],
  check(views, context): readonly Verdict[] {
    const verdicts = byHost(views).flatMap(([host, of]) => judge(host, of, context));
    return verdicts.length > 0
      ? verdicts
      : [{ outcome: 'not-applicable', message: 'SMTP was not asked for' }];
  },
});

function judge(host: string, views: readonly View[], context: RuleContext): readonly Verdict[] {
  const asked = views.filter(({ endpoint }) => endpoint.protocol === 'smtp-anonymous');
  const smtp = views.filter(({ endpoint }) => endpoint.protocol === 'smtp');
  if (asked.length === 0) return smtp.length === 0 ? [] : [unasked(host, smtp)];
  const about = { subject: { host }, endpoints: asked.map(({ endpoint }) => endpoint.id) };
  const seen = presentedLeaves(asked);
  const evidence = [...new Set(seen.flatMap((one) => one.evidence))];
  const pub = seen.find((one) => publiclyTrusted(one, context) === 'yes');
  const words = seen.map(({ certificate, endpoints }) => {
    const past =
      context.now > certificate.notAfter ? ', which has expired and is presented all the same' : '';
    return `X-ANONYMOUSTLS on ${places(endpoints)} presents ${certificate.subject} (${certificate.thumbprint}) until ${day(certificate.notAfter)}${past}`;
  });
  const message = [...words, beside(asked, smtp)].filter(Boolean).join('; ');
  if (pub !== undefined) {
    return [
      {
        ...about,
        evidence,
        outcome: 'fail',
        message: `${message}: it comes from a public CA`,
        fix: fixOf(pub),
      },
    ];
  }
  const silent = asked.filter((view) => presence(view) === 'silent').map(({ endpoint }) => endpoint);
  if (silent.length > 0) {
    return [
      {
        ...about,
        outcome: 'unknown',
        message: `the internal transport certificate of ${places(silent)} is not known`,
      },
    ];
  }
  if (seen.length === 0) {
    return [{ ...about, outcome: 'not-applicable', message: `${host} offers no X-ANONYMOUSTLS` }];
  }
  const open = seen.find((one) => isUnread(one.certificate) || publiclyTrusted(one, context) === 'unknown');
  return open === undefined
    ? [{ ...about, evidence, outcome: 'pass', message }]
    : [
        {
          ...about,
          evidence,
          outcome: 'unknown',
          message: `it is not known whether the internal transport certificate of ${host} comes from a public CA`,
        },
      ];
}

function fixOf({ certificate }: SeenCertificate): readonly string[] {
  return [
    ...NEW_SELF_SIGNED,
    `# It takes the place of ${certificate.thumbprint}, which stays on the other services. From then on answer No when`,
    '# Enable-ExchangeCertificate asks whether to overwrite the default SMTP certificate.',
    '# Not confirmed, but derived: that this certificate can be read from outside with X-ANONYMOUSTLS.',
  ];
}

function unasked(host: string, smtp: readonly View[]): Verdict {
  const offering = smtp.filter(
    ({ facts: { reach } }) =>
      reach.known && anonymousTlsOffer(reach.value.preamble?.capabilities ?? []) === 'offered',
  );
  const [first] = offering;
  return {
    subject: { host },
    endpoints: offering.map(({ endpoint }) => endpoint.id),
    outcome: 'not-applicable',
    message:
      first === undefined
        ? `no X-ANONYMOUSTLS was seen on ${host}`
        : `X-ANONYMOUSTLS is offered on ${places(offering.map(({ endpoint }) => endpoint))} and was not asked for: ` +
          `smtp-anonymous://${place(first.endpoint)} shows the internal transport certificate`,
  };
}

/** What STARTTLS presents in the same place. */
function beside(asked: readonly View[], smtp: readonly View[]): string {
  const own = new Set(presentedLeaves(asked).map(({ certificate }) => certificate.sha256));
  const there = new Set(asked.map(({ endpoint }) => `${endpoint.address} ${endpoint.port}`));
  const others = presentedLeaves(
    smtp.filter(({ endpoint }) => there.has(`${endpoint.address} ${endpoint.port}`)),
  );
  if (others.length === 0) return '';
  return others.some(({ certificate }) => own.has(certificate.sha256))
    ? 'STARTTLS presents the same'
    : 'STARTTLS presents another';
}
