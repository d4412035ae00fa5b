import { quote, quoteList } from '../powershell.ts';
import { byService } from '../by-host.ts';
import { differences } from '../differences.ts';
import { type ComparedView, differenceText, listening, traits } from '../endpoint-traits.ts';
import { place } from '../places.ts';
import { CERTIFICATE_ARTICLE } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { organizationRule } from '../rule.ts';

export const splitDnsDifference = organizationRule({
  id: 'org/split-dns-difference',
  title: 'A name is served differently inside and outside',
  scope: 'organization',
  severity: 'low',
  why:
    'With split DNS one name leads to other servers inside than outside. Laptops and phones move between the two: if the ' +
    'certificate or the TLS settings differ, they warn or fail in one place only. It may be meant so, as with a reverse ' +
    'proxy outside; then Extended Protection needs the same certificate in both places all the same.',
  fix: [
    '# Compare what is bound on the servers inside with what is installed on the device outside:',
    'Get-ExchangeCertificate | Format-List Thumbprint, Services, NotAfter, Subject, CertificateDomains',
  ],
  references: [CERTIFICATE_ARTICLE],
  needs: ['reach', 'starttls', 'versions', 'suites', 'chains'],
  check(endpoints): readonly Verdict[] {
    const all = viewsOf(endpoints);
    if (all.length < 2)
      return [{ outcome: 'not-applicable', message: 'the names were not looked up in several views of DNS' }];
    return byService(endpoints).map(([, same]) => judge(same, all));
  },
});

function judge(endpoints: readonly ComparedView[], all: readonly string[]): Verdict {
  const [first] = endpoints;
  if (first === undefined) return { outcome: 'unknown', message: 'no endpoint' };
  const { protocol, host, port } = first.endpoint;
  const where = `${protocol} on ${place(first.endpoint)}`;
  const about = {
    subject: { host, name: `${protocol}:${port}` },
    endpoints: endpoints.map(({ endpoint }) => endpoint.id),
    evidence: [
      ...new Set(endpoints.flatMap(({ facts }) => [...facts.reach.evidence, ...facts.chains.evidence])),
    ],
  };
  const seen = viewsOf(endpoints);
  const missing = all.filter((view) => !seen.includes(view));
  if (seen.length === 0)
    return { ...about, outcome: 'not-applicable', message: `${host} is not looked up by views` };
  if (missing.length > 0) {
    const message = `no address of ${host} is known as seen ${missing.map((view) => `from ${view}`).join(' and ')}`;
    return { ...about, outcome: 'unknown', message };
  }
  if (endpoints.every((one) => listening(one) === 'closed'))
    return { ...about, outcome: 'not-applicable', message: `no address of ${where} listens` };
  const { found, undecided } = differences(endpoints.map(holder), traits(endpoints));
  // What differs within one view is for another rule.
  const between = found.filter(({ values }) => !eachView(values, all));
  if (between.length > 0) {
    const shown = between.slice(0, MOST_SHOWN).map(differenceText);
    const more = between.length > MOST_SHOWN ? `. And ${between.length - MOST_SHOWN} more differences` : '';
    return {
      ...about,
      outcome: 'fail',
      message: `${host} differs by view. ${shown.join('. ')}${more}`,
      fix: [
        `# The name ${quote(host)} leads to ${quoteList(endpoints.map(holder))}; they differ in`,
        `# ${quoteList(between.slice(0, MOST_SHOWN).map(({ trait }) => trait))}. Compare what is bound there:`,
        'Get-ExchangeCertificate | Format-List Thumbprint, Services, NotAfter, Subject, CertificateDomains',
      ],
    };
  }
  if (undecided.length > 0) {
    const message = `it is not known whether the views of ${where} agree in: ${undecided.slice(0, MOST_SHOWN).join(', ')}`;
    return { ...about, outcome: 'unknown', message };
  }
  const message = `${where} is the same as seen from ${all.join(' and ')}`;
  return { ...about, outcome: 'pass', message };
}

const MOST_SHOWN = 10;

/** `inside 10.0.0.7`. */
function holder({ endpoint: { views = [], address } }: ComparedView): string {
  return `${views.join('+')} ${address ?? 'no address'}`;
}

/** Every value is there in every view, so that the views do not differ in it. */
function eachView(
  values: readonly { readonly holders: readonly string[] }[],
  all: readonly string[],
): boolean {
  return values.every(({ holders }) => {
    const views = new Set(holders.flatMap((one) => (one.split(' ')[0] ?? '').split('+')));
    return all.every((view) => views.has(view));
  });
}

function viewsOf(endpoints: readonly Pick<ComparedView, 'endpoint'>[]): readonly string[] {
  return [...new Set(endpoints.flatMap(({ endpoint }) => endpoint.views ?? []))];
}
