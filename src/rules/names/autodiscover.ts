import { exchangeOnline } from '../../exchange/exchange-online.ts';
import type { AutodiscoverFacts, AutodiscoverPlace } from '../../facts/domain/types.ts';
import type { Fact } from '../../facts/types.ts';
import { requestCertificate } from '../certificate-commands.ts';
import { domainRule } from '../domain-rule.ts';
import { standing } from '../name-coverage.ts';
import type { Verdict } from '../rule.ts';

export const autodiscover = domainRule({
  id: 'names/autodiscover',
  title: 'Autodiscover of a mail domain leads to a wrong certificate or nowhere',
  severity: 'high',
  why:
    'Outlook looks from outside at the domain itself, at autodiscover.<domain>, at a redirect over plain HTTP from there, ' +
    'and at a record in DNS, in this order, and the certificate has to cover the name that it asked for, also where that ' +
    'name is an alias. A web server of the domain that answers with another certificate, or with a page, comes before ' +
    'them all: then Outlook warns or asks. Members of the Windows domain may find a service connection point first, which ' +
    'cannot be seen from outside.',
  fix: waysOf('<domain>'),
  references: [
    {
      title: 'Microsoft Learn: Autodiscover service in Exchange Server',
      url: 'https://learn.microsoft.com/en-us/exchange/architecture/client-access/autodiscover',
    },
    {
      title: 'Microsoft Support: Outlook 2016 implementation of Autodiscover',
      url: 'https://support.microsoft.com/en-us/topic/outlook-2016-implementation-of-autodiscover-0d7b2709-958a-7249-1c87-434d257b9087',
    },
  ],
  needs: [],
  check({ domain, autodiscover: facts }): readonly Verdict[] {
    const root = judgeRoot(domain, facts.root);
    const way = root.first ? [] : [judgeWays(domain, facts)];
    return [root.verdict, ...way].map((verdict) => ({ fix: waysOf(domain), ...verdict }));
  },
});

function waysOf(domain: string): readonly string[] {
  return [
    `# Let autodiscover.${domain} lead to the Exchange servers, and have the name in their certificate.`,
    `# Where that cannot be for every domain: _autodiscover._tcp.${domain} SRV 0 0 443 and the name of the servers`,
    `# See that no web server answers at https://${domain}/autodiscover/autodiscover.xml with another certificate or a page.`,
  ];
}

/** Exchange answers like this to somebody who has not logged in. */
const UNAUTHORIZED = 401;

/** What the web server of the domain does, whom Outlook asks first; `first` if it is Autodiscover itself. */
function judgeRoot(
  domain: string,
  fact: Fact<AutodiscoverPlace>,
): { readonly verdict: Verdict; readonly first: boolean } {
  const { evidence } = fact;
  const say = (outcome: Verdict['outcome'], message: string, first = false) => ({
    verdict: { outcome, severity: 'medium' as const, evidence, message },
    first,
  });
  if (!fact.known)
    return say('unknown', `whether a web server answers at ${domain} is not known: ${fact.why}`);
  const { state, http, certificates } = fact.value;
  if (state !== 'answers') return say('not-applicable', `no web server answers at ${domain}`);
  const { state: covered, message } = standing(certificates.slice(0, 1), domain);
  if (covered === 'unknown') return say('unknown', message);
  if (covered !== 'covered')
    return say(
      'fail',
      `the web server of ${domain} comes first, and Outlook warns of its certificate: ${message}`,
    );
  if (http === UNAUTHORIZED) return say('pass', `${domain} is asked first: ${message}`, true);
  if (http !== null && http >= 200 && http < 300)
    return say(
      'fail',
      `the web server of ${domain} answers the question for Autodiscover with a page (${http})`,
    );
  return say('pass', `the web server of ${domain} has a certificate for its name, and Outlook goes on`);
}

/** The next ways, until one leads somewhere. */
function judgeWays(domain: string, { aliases, host, redirect, service }: AutodiscoverFacts): Verdict {
  const name = `autodiscover.${domain}`;
  const subject = { name };
  const evidence = [...host.evidence, ...redirect.evidence, ...service.evidence];
  const unknown = (message: string): Verdict => ({ subject, evidence, outcome: 'unknown', message });
  const online = aliases.find((alias) => exchangeOnline(alias) !== null);
  if (online !== undefined) {
    const message = `${name} leads to ${online}: that is Exchange Online`;
    return { subject, evidence, outcome: 'not-applicable', message };
  }
  if (!host.known) return unknown(`whether ${name} answers is not known: ${host.why}`);
  if (host.value.state === 'answers') return { subject, ...covers(host.value, host.evidence, '') };
  if (!redirect.known) return unknown(`whether ${name} redirects is not known: ${redirect.why}`);
  if (redirect.value.state === 'insecure') {
    const message = `${name} redirects to ${redirect.value.location}, where no certificate protects what is said`;
    return { subject, evidence, outcome: 'fail', severity: 'medium', message };
  }
  if (redirect.value.state === 'leads') {
    const { place, location } = redirect.value;
    if (!place.known)
      return unknown(`${name} redirects to ${location}, and what is there is not known: ${place.why}`);
    if (place.value.state === 'answers')
      return { subject, ...covers(place.value, redirect.evidence, ` by the redirect of ${name}`) };
    const message = `${name} redirects to ${location}, where nobody answers`;
    return { subject, evidence, outcome: 'fail', message };
  }
  if (!service.known)
    return unknown(`where the record _autodiscover._tcp.${domain} leads is not known: ${service.why}`);
  if (service.value.state === 'answers')
    return {
      subject,
      ...covers(service.value, service.evidence, ` by the record _autodiscover._tcp.${domain}`),
    };
  const silent = service.value.name === '' ? '' : `; nobody answers at ${service.value.name}`;
  const message = `no way leads to Autodiscover of ${domain} from here${silent}`;
  return { subject, evidence, outcome: 'fail', severity: 'medium', message };
}

function covers(
  { name, certificates }: AutodiscoverPlace,
  evidence: readonly string[],
  how: string,
): Pick<Verdict, 'outcome' | 'message' | 'evidence' | 'fix'> {
  const { state, message } = standing(certificates.slice(0, 1), name);
  const said = `Outlook comes to ${name}${how}: ${message}`;
  switch (state) {
    case 'covered':
      return { outcome: 'pass', evidence, message: said };
    case 'unknown':
      return { outcome: 'unknown', evidence, message: said };
    default:
      return { outcome: 'fail', evidence, message: said, fix: requestCertificate([name], []) };
  }
}
