import { quoteList } from '../powershell.ts';
import { audience } from '../../exchange/audience.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { byService, byView } from '../by-host.ts';
import { type Difference, differences, oddOnes } from '../differences.ts';
import { type ComparedView, differenceText, listening, traits } from '../endpoint-traits.ts';
import { place } from '../places.ts';
import type { Verdict } from '../rule.ts';
import { organizationRule } from '../rule.ts';
import { TLS_ARTICLE } from '../references.ts';

export const addressMismatch = organizationRule({
  id: 'org/address-mismatch',
  title: 'Addresses behind one name differ',
  scope: 'organization',
  severity: 'medium',
  why:
    'Clients and senders take any of the addresses. If the servers behind them differ in certificate or TLS settings, ' +
    'some connections fail and others do not, and nobody can repeat the fault. Mostly one server was left out of a ' +
    'renewal or of a hardening.',
  fix: [
    '# On each server behind the name, compare:',
    'Get-ExchangeCertificate | Format-List Thumbprint, Services, NotAfter, Subject',
    '(Get-TlsCipherSuite).Name',
    '.\\HealthChecker.ps1',
  ],
  references: [
    TLS_ARTICLE,
    {
      title: 'CSS-Exchange HealthChecker',
      url: 'https://microsoft.github.io/CSS-Exchange/Diagnostics/HealthChecker/',
    },
  ],
  needs: ['reach', 'starttls', 'versions', 'suites', 'chains'],
  check(endpoints): readonly Verdict[] {
    // What differs between the views of split DNS is for another rule.
    const verdicts = byService(endpoints)
      .flatMap(([, views]) => byView(views))
      .map(([, views]) => compared(views))
      .filter((views) => views.length > 1)
      .map(judge);
    return verdicts.length > 0
      ? verdicts
      : [{ outcome: 'not-applicable', message: 'no name has several addresses' }];
  },
});

/** A port for servers is closed here and open there as firewalls will have it. */
function compared(views: readonly ComparedView[]): readonly ComparedView[] {
  return views.filter(
    (view) =>
      audience(view.endpoint.protocol, view.endpoint.port) !== 'servers' || listening(view) !== 'closed',
  );
}

function judge(views: readonly ComparedView[]): Verdict {
  const [first] = views;
  const where = first === undefined ? '' : `${first.endpoint.protocol} on ${place(first.endpoint)}`;
  const about = {
    subject: first === undefined ? {} : { host: first.endpoint.host, name: nameOf(first.endpoint) },
    endpoints: views.map(({ endpoint }) => endpoint.id),
    evidence: [
      ...new Set(views.flatMap(({ facts }) => [...facts.chains.evidence, ...facts.suites.evidence])),
    ],
  };
  if (views.every((view) => listening(view) === 'closed')) {
    return { ...about, outcome: 'not-applicable', message: `no address of ${where} listens` };
  }
  const { found, undecided } = differences(views.map(addressOf), traits(views));
  if (found.length > 0) {
    const odd = oddOnes(found, views.length);
    const who =
      odd.length === 0 ? '' : `; ${odd.join(' and ')} ${odd.length === 1 ? 'is' : 'are'} the odd one out`;
    const shown = found.slice(0, MOST_SHOWN).map(differenceText);
    const more = found.length > MOST_SHOWN ? `. And ${found.length - MOST_SHOWN} more differences` : '';
    return {
      ...about,
      outcome: 'fail',
      // Without the service, so that what is said of several is said once.
      message: `the addresses of ${first?.endpoint.host ?? ''} differ${who}. ${shown.join('. ')}${more}`,
      fix: fixOf(views, found),
    };
  }
  if (undecided.length > 0) {
    const message = `it is not known whether the addresses of ${where} agree in: ${undecided.slice(0, MOST_SHOWN).join(', ')}`;
    return { ...about, outcome: 'unknown', message };
  }
  return {
    ...about,
    outcome: 'pass',
    message: `all ${views.length} addresses of ${where} answered what was asked in the same way`,
  };
}

/** On the odd one first; the others are what it should become. */
function fixOf(views: readonly ComparedView[], found: readonly Difference[]): readonly string[] {
  const odd = oddOnes(found, views.length);
  const all = views.map(addressOf);
  const leading = all.filter((address) => !odd.includes(address));
  const differing = found.slice(0, MOST_SHOWN).map(({ trait }) => trait);
  return [
    odd.length === 0
      ? `# On each of the servers ${quoteList(all)}, compare:`
      : `# On ${quoteList(odd)}, which should be as ${quoteList(leading)}, compare:`,
    `# They differ in ${quoteList(differing)}`,
    'Get-ExchangeCertificate | Format-List Thumbprint, Services, NotAfter, Subject',
    '(Get-TlsCipherSuite).Name',
    '.\\HealthChecker.ps1',
  ];
}

const MOST_SHOWN = 10;

/** `https:443`, or `https:443 inside`. */
function nameOf({ protocol, port, views = [] }: Endpoint): string {
  return [`${protocol}:${port}`, ...views].join(' ');
}

function addressOf({ endpoint }: ComparedView): string {
  return endpoint.address ?? 'no address';
}
