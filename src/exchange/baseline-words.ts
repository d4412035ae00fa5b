import { groupName } from '../wire/iana/groups.ts';
import { suiteName } from '../wire/iana/suites.ts';
import type { Drift, ListMatch } from './baseline-match.ts';

/** How an endpoint differs from a list, one difference an entry; none if it does not. */
export function driftWords(drift: Drift): readonly string[] {
  const { extra, missing, swapped, clientOrder, tls13, list } = drift;
  return [
    ...(extra.length > 0 ? [`${counted(extra)} more than it: ${names(extra)}`] : []),
    ...(missing.length > 0 ? [`${counted(missing)} of it not accepted: ${names(missing)}`] : []),
    ...(swapped === null
      ? []
      : [`another order: ${suiteName(swapped[0])} comes before ${suiteName(swapped[1])}`]),
    ...(clientOrder ? ['the client decides the order, as Windows does not let it'] : []),
    ...(tls13 === null ? [] : [TLS13_WORDS[tls13]]),
    ...groupWords(drift, list.groupsSet),
  ];
}

/** `Windows Server 2019`, `Windows Server 2008 R2 or Windows Server 2012 R2`; null if it is the list of nobody known. */
export function matchWords(match: ListMatch): string | null {
  return match.kind === 'exact' ? match.lists.map(({ title }) => title).join(' or ') : null;
}

const TLS13_WORDS = {
  extra: 'TLS 1.3 is accepted, which it does not have',
  missing: 'TLS 1.3 is not accepted, which is on by default',
} as const;

function groupWords({ extraGroups, swappedGroups }: Drift, groupsSet: boolean): readonly string[] {
  const words = [
    ...(extraGroups.length > 0 ? [`other curves: ${extraGroups.map(groupName).join(', ')}`] : []),
    ...(swappedGroups === null ? [] : [swappedGroups.map(groupName).join(' comes before ')]),
  ];
  const [last] = words.slice(-1);
  return groupsSet || last === undefined
    ? words
    : [
        ...words.slice(0, -1),
        `${last} (the curves are a recommendation of Microsoft; that Setup sets them is not confirmed)`,
      ];
}

function names(codes: readonly number[]): string {
  return codes.map(suiteName).join(', ');
}

function counted({ length }: readonly number[]): string {
  return length === 1 ? '1 suite' : `${length} suites`;
}
