import type { Certificate } from '../../certs/certificate.ts';
import type { DefaultCertificate } from '../../exchange/default-certificates.ts';
import { recognizeDefaultCertificate } from '../../exchange/default-certificates.ts';
import { audience } from '../../exchange/audience.ts';
import type { EndpointView } from '../../facts/types.ts';
import { byHost } from '../by-host.ts';
import { requestCertificate } from '../certificate-commands.ts';
import { places } from '../places.ts';
import { presence } from '../presence.ts';
import { leaves } from '../presented.ts';
import { CERTIFICATE_ARTICLE, ENABLE_CERTIFICATE, NEW_CERTIFICATE } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { organizationRule } from '../rule.ts';
import { isUnread } from '../unread.ts';

type View = EndpointView<'reach' | 'starttls' | 'chains'>;

export const defaultCertificate = organizationRule({
  id: 'org/default-certificate',
  title: 'Clients get a certificate that Setup made',
  scope: 'organization',
  severity: 'high',
  why:
    'The certificates that Exchange and Windows make at installation are for the servers themselves. No client trusts ' +
    'them: users see warnings or cannot connect. Finding one here mostly means that no other certificate was ever ' +
    'installed or that the service lost the one it had.',
  fix: requestCertificate([], []),
  references: [CERTIFICATE_ARTICLE, NEW_CERTIFICATE, ENABLE_CERTIFICATE],
  needs: ['reach', 'starttls', 'chains'],
  check(endpoints): readonly Verdict[] {
    return byHost(endpoints).map(([host, views]) => ({ subject: { host }, ...judge(host, views) }));
  },
});

function judge(host: string, views: readonly View[]): Verdict {
  const facing = views.filter(({ endpoint }) => audience(endpoint.protocol, endpoint.port) === 'clients');
  const seen = facing.flatMap((view) =>
    view.facts.chains.known
      ? leaves(view.facts.chains.value).map((certificate) => ({ view, certificate }))
      : [],
  );
  const hits = seen.flatMap(({ view, certificate }) => {
    const recognized = recognizeDefaultCertificate(certificate);
    return recognized === null ? [] : [{ view, certificate, recognized }];
  });
  const [first] = hits;
  if (first !== undefined) {
    const hit = hits.map(({ view }) => view.endpoint);
    return {
      outcome: 'fail',
      message: `${places(hit)} presents ${describe(first.certificate, first.recognized)}`,
      fix: requestCertificate([host], hit),
      endpoints: [...new Set(hit.map(({ id }) => id))],
      evidence: evidence(hits.map(({ view }) => view)),
    };
  }
  const about = { endpoints: facing.map(({ endpoint }) => endpoint.id), evidence: evidence(facing) };
  const silent = facing.filter((view) => presence(view) === 'silent');
  const unread = seen.filter(({ certificate }) => isUnread(certificate));
  if (silent.length > 0 || unread.length > 0) {
    const where = places([...silent, ...unread.map(({ view }) => view)].map(({ endpoint }) => endpoint));
    return { ...about, outcome: 'unknown', message: `the certificate of ${where} is not known` };
  }
  return seen.length === 0
    ? { ...about, outcome: 'not-applicable', message: `${host} has no port for clients that speaks TLS` }
    : { ...about, outcome: 'pass', message: `${host} presents no certificate of Setup to clients` };
}

const KIND: Readonly<Record<DefaultCertificate['kind'], string>> = {
  exchange: 'the self-signed certificate that Exchange Setup made',
  auth: 'the Exchange Server Auth Certificate, which signs tokens and does not belong on any port',
  wmsvc: 'the certificate of the IIS Web Management service',
};

function describe({ subject, thumbprint }: Certificate, { kind, matched }: DefaultCertificate): string {
  return `${KIND[kind]}: ${subject}, thumbprint ${thumbprint} (${matched.join('; ')})`;
}

function evidence(views: readonly View[]): readonly string[] {
  return [...new Set(views.flatMap(({ facts }) => facts.chains.evidence))];
}
