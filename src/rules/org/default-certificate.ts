import type { Certificate } from '../../certs/certificate.ts';
import type { DefaultCertificate } from '../../exchange/default-certificates.ts';
import { recognizeDefaultCertificate } from '../../exchange/default-certificates.ts';
import { audience } from '../../exchange/audience.ts';
import type { EndpointView } from '../../facts/types.ts';
import type { Endpoint } from '../../model/endpoint.ts';
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
  title: 'A certificate that Setup made is presented where it does not belong',
  scope: 'organization',
  severity: 'high',
  why:
    'The certificates that Exchange and Windows make at installation are for the servers themselves. No client trusts ' +
    'them: users see warnings or cannot connect. Finding one here mostly means that no other certificate was ever ' +
    'installed or that the service lost the one it had. The one that signs tokens belongs on no port at all, and that of the ' +
    'IIS Web Management service on 8172 alone.',
  fix: requestCertificate([], []),
  references: [CERTIFICATE_ARTICLE, NEW_CERTIFICATE, ENABLE_CERTIFICATE],
  needs: ['reach', 'starttls', 'chains'],
  check(endpoints): readonly Verdict[] {
    return byHost(endpoints).map(([host, views]) => judge(host, views));
  },
});

function judge(host: string, views: readonly View[]): Verdict {
  const subject = { host };
  const facing = views.filter(({ endpoint }) => audience(endpoint.protocol, endpoint.port) === 'clients');
  const seen = seenAt(facing);
  const recognized = seenAt(views).flatMap(({ view, certificate }) => {
    const found = recognizeDefaultCertificate(certificate);
    return found === null ? [] : [{ view, certificate, recognized: found }];
  });
  const hits = recognized.filter(({ view, recognized: { kind } }) => !isAtHome(kind, view.endpoint));
  const [first] = hits;
  if (first !== undefined) {
    const hit = hits.map(({ view }) => view.endpoint);
    const others = distinct(hits).filter(
      ({ certificate }) => certificate.sha256 !== first.certificate.sha256,
    );
    return {
      subject,
      outcome: 'fail',
      message: [
        `${places(hit)} presents ${describe(first.certificate, first.recognized)}`,
        ...others.map((other) => `and ${describe(other.certificate, other.recognized)}`),
      ].join('; '),
      fix: requestCertificate([host], hit),
      endpoints: [...new Set(hit.map(({ id }) => id))],
      evidence: evidence(hits.map(({ view }) => view)),
    };
  }
  const about = { subject, endpoints: facing.map(({ endpoint }) => endpoint.id), evidence: evidence(facing) };
  const silent = facing.filter((view) => presence(view) === 'silent');
  const unread = seen.filter(({ certificate }) => isUnread(certificate));
  if (silent.length > 0 || unread.length > 0) {
    const where = places([...silent, ...unread.map(({ view }) => view)].map(({ endpoint }) => endpoint));
    return { ...about, outcome: 'unknown', message: `the certificate of ${where} is not known` };
  }
  const home = recognized.map(({ view }) => view.endpoint);
  const where =
    home.length === 0
      ? ''
      : `; on ${places(home)}, where only servers connect or nobody verifies, one is at home`;
  return seen.length === 0
    ? {
        ...about,
        outcome: 'not-applicable',
        message: `${host} has no port for clients that speaks TLS${where}`,
      }
    : { ...about, outcome: 'pass', message: `${host} presents no certificate of Setup to clients${where}` };
}

interface Seen {
  readonly view: View;
  readonly certificate: Certificate;
}

function seenAt(views: readonly View[]): readonly Seen[] {
  return views.flatMap((view) =>
    view.facts.chains.known
      ? leaves(view.facts.chains.value).map((certificate) => ({ view, certificate }))
      : [],
  );
}

/** Port of the IIS Web Management service. */
const WEB_MANAGEMENT = 8172;

/** The one that signs tokens is at home on no port; the others are where no client of the users connects. */
function isAtHome(kind: DefaultCertificate['kind'], { protocol, port }: Endpoint): boolean {
  switch (kind) {
    case 'exchange':
      return audience(protocol, port) !== 'clients';
    case 'wmsvc':
      return port === WEB_MANAGEMENT;
    case 'auth':
      return false;
  }
}

function distinct<T extends { readonly certificate: Certificate }>(hits: readonly T[]): readonly T[] {
  return [...new Map(hits.map((hit) => [hit.certificate.sha256, hit])).values()];
}

const KIND: Readonly<Record<DefaultCertificate['kind'], string>> = {
  exchange: 'the self-signed certificate that Exchange Setup made',
  auth: 'the Exchange Server Auth Certificate, which signs tokens and does not belong on any port',
  wmsvc: 'the certificate of the IIS Web Management service',
};

/** All properties of the default, those that it has and those that it has not. */
function describe(
  { subject, thumbprint }: Certificate,
  { kind, matched, missed }: DefaultCertificate,
): string {
  const without = missed.length === 0 ? '' : `; not: ${missed.join('; ')}`;
  return `${KIND[kind]}: ${subject}, thumbprint ${thumbprint} (${matched.join('; ')}${without})`;
}

function evidence(views: readonly View[]): readonly string[] {
  return [...new Set(views.flatMap(({ facts }) => facts.chains.evidence))];
}
