import type { EndpointView } from '../../facts/types.ts';
import { byService } from '../by-host.ts';
import type { Difference, Trait } from '../differences.ts';
import { differences, oddOnes } from '../differences.ts';
import { place } from '../places.ts';
import { leaves } from '../presented.ts';
import type { Verdict } from '../rule.ts';
import { organizationRule } from '../rule.ts';
import { TLS_ARTICLE } from '../references.ts';
import { ssl2KindName, suiteName } from '../../wire/iana/suites.ts';
import { SSL_2_0, VERSIONS, versionName } from '../../wire/iana/versions.ts';

type View = EndpointView<'reach' | 'starttls' | 'versions' | 'suites' | 'chains'>;

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
    const verdicts = byService(endpoints)
      .filter(([, views]) => views.length > 1)
      .map(([, views]) => judge(views));
    return verdicts.length > 0
      ? verdicts
      : [{ outcome: 'not-applicable', message: 'no name has several addresses' }];
  },
});

function judge(views: readonly View[]): Verdict {
  const [first] = views;
  const where = first === undefined ? '' : `${first.endpoint.protocol} on ${place(first.endpoint)}`;
  const about = {
    subject:
      first === undefined
        ? {}
        : { host: first.endpoint.host, name: `${first.endpoint.protocol}:${first.endpoint.port}` },
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
    const shown = found.slice(0, MOST_SHOWN).map(words);
    const more = found.length > MOST_SHOWN ? `. And ${found.length - MOST_SHOWN} more differences` : '';
    return {
      ...about,
      outcome: 'fail',
      message: `the addresses of ${where} differ${who}. ${shown.join('. ')}${more}`,
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

const MOST_SHOWN = 10;

function words({ trait, values }: Difference): string {
  return `${trait}: ${values.map(({ value, holders }) => `${value} at ${holders.join(', ')}`).join('; ')}`;
}

function addressOf({ endpoint }: View): string {
  return endpoint.address ?? 'no address';
}

/** Undefined where there is nothing to compare, null where the answer is not known. */
function traits(views: readonly View[]): readonly Trait[] {
  const values = <T>(read: (view: View) => T): readonly (T | undefined)[] =>
    views.map((view) => (hasTls(view) ? read(view) : undefined));
  return [
    { name: 'port', values: views.map(listening) },
    {
      name: 'STARTTLS',
      values: views.map(({ facts: { reach, starttls } }) =>
        reach.known && reach.value.state === 'not-enabled'
          ? undefined
          : starttls.known
            ? starttls.value.state
            : null,
      ),
    },
    { name: 'certificate', values: values(certificates) },
    ...VERSIONS.map((version) => ({
      name: versionName(version),
      values: values(({ facts }) =>
        facts.versions.known ? inWords(facts.versions.value.answers.get(version)?.value) : null,
      ),
    })),
    ...acceptedAnywhere(views).map(([version, suite]) => ({
      name: `${version === SSL_2_0 ? ssl2KindName(suite) : suiteName(suite)} at ${versionName(version)}`,
      values: values(({ facts }) =>
        facts.suites.known ? inWords(facts.suites.value.answer(version, suite).value) : null,
      ),
    })),
  ];
}

function hasTls({ facts: { reach, starttls } }: View): boolean {
  if (reach.known && reach.value.state === 'not-enabled') return false;
  return !starttls.known || starttls.value.state === 'implicit' || starttls.value.state === 'offered';
}

function listening({ facts: { reach } }: View): string | null {
  if (!reach.known) return null;
  if (reach.value.state === 'answered') return 'open';
  return reach.value.state === 'not-enabled' ? 'closed' : null;
}

function certificates({ facts: { chains } }: View): string | null {
  if (!chains.known) return null;
  return leaves(chains.value)
    .map(({ subject, thumbprint }) => `${subject} (${thumbprint})`)
    .toSorted()
    .join(' and ');
}

function inWords(value: string | undefined): string | null {
  if (value === 'yes') return 'accepted';
  return value === 'no' ? 'refused' : null;
}

function acceptedAnywhere(views: readonly View[]): readonly (readonly [version: number, suite: number])[] {
  const pairs = new Map<string, readonly [number, number]>();
  for (const { facts } of views) {
    if (!facts.suites.known) continue;
    for (const { version, suite } of facts.suites.value.accepted) {
      pairs.set(`${version}/${suite}`, [version, suite]);
    }
  }
  return [...pairs.values()];
}
