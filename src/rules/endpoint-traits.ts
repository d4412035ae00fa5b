import type { EndpointView } from '../facts/types.ts';
import { ssl2KindName, suiteName } from '../wire/iana/suites.ts';
import { SSL_2_0, VERSIONS, versionName } from '../wire/iana/versions.ts';
import type { Difference, Trait } from './differences.ts';
import { leaves } from './presented.ts';

export type ComparedView = EndpointView<'reach' | 'starttls' | 'versions' | 'suites' | 'chains'>;

/**
 * What endpoints of one service are compared by. Undefined where there is nothing to compare, null where the answer is
 * not known.
 */
export function traits(views: readonly ComparedView[]): readonly Trait[] {
  const values = <T>(read: (view: ComparedView) => T): readonly (T | undefined)[] =>
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

/** `open`, `closed`, or null where that is not known. */
export function listening({ facts: { reach } }: ComparedView): string | null {
  if (!reach.known) return null;
  if (reach.value.state === 'answered') return 'open';
  return reach.value.state === 'not-enabled' ? 'closed' : null;
}

/** `port: open at 203.0.113.7; closed at 203.0.113.8`. */
export function differenceText({ trait, values }: Difference): string {
  return `${trait}: ${values.map(({ value, holders }) => `${value} at ${holders.join(', ')}`).join('; ')}`;
}

function hasTls({ facts: { reach, starttls } }: ComparedView): boolean {
  if (reach.known && reach.value.state === 'not-enabled') return false;
  return !starttls.known || starttls.value.state === 'implicit' || starttls.value.state === 'offered';
}

function certificates({ facts: { chains } }: ComparedView): string | null {
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

function acceptedAnywhere(
  views: readonly ComparedView[],
): readonly (readonly [version: number, suite: number])[] {
  const pairs = new Map<string, readonly [number, number]>();
  for (const { facts } of views) {
    if (!facts.suites.known) continue;
    for (const { version, suite } of facts.suites.value.accepted) {
      pairs.set(`${version}/${suite}`, [version, suite]);
    }
  }
  return [...pairs.values()];
}
