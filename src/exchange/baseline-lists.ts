import type { Baseline } from './baseline.ts';
import { baseline } from './baselines.ts';
import type { SchannelDefaults } from './schannel.ts';
import { SCHANNEL, SCHANNEL_SOURCE } from './schannel.ts';
import { suite } from '../wire/iana/suites.ts';
import { TLS_1_3 } from '../wire/iana/versions.ts';
import { windowsName } from './windows.ts';

/** A list of suites that an endpoint can be held against. */
export interface SuiteList {
  /** `exchange-2019`, `windows-2012r2`. */
  readonly id: string;
  /** What has that list, as the end of "the list of ...". */
  readonly title: string;
  readonly source: string;
  readonly date: string;
  /** TLS 1.2, in order. */
  readonly suites: readonly number[];
  /** TLS 1.3, in order. */
  readonly suites13: readonly number[];
  /** Whether TLS 1.3 belongs to it; `either` where that depends on other things. */
  readonly tls13: 'on' | 'off' | 'either';
  /** Named groups in order; null if the list says nothing of them. */
  readonly groups: readonly number[] | null;
  /** False for groups that are recommended, while it is not confirmed that anything sets them. */
  readonly groupsSet: boolean;
  /** Suites that an ECDSA certificate on another curve than P-384 does not show. */
  readonly onlyP384: readonly number[];
}

/** Microsoft recommends P-384 before P-256 and no X25519, which is not FIPS. */
const RECOMMENDED_GROUPS = [24, 23] as const;

/** Static RSA with AES-256-GCM: of the lists of Exchange only the one for Windows Server 2012 R2 has it. */
const TELLS_2012 = 0x009d;
const OLD_P384 = [0xc02c, 0xc024] as const;

/** The list of a baseline, whoever wrote it. Only of the built-in ones groups are known. */
export function listOfBaseline(of: Baseline, tls13: SuiteList['tls13'] = 'either'): SuiteList {
  return {
    id: of.id,
    title: of.title,
    source: of.source,
    date: of.date,
    suites: of.suites,
    suites13: of.suites13,
    tls13,
    groups: baseline(of.id) === of ? RECOMMENDED_GROUPS : null,
    groupsSet: false,
    onlyP384: of.suites.includes(TELLS_2012) ? OLD_P384 : [],
  };
}

/** What ships with each Windows Server, oldest first. */
const WINDOWS_LISTS: readonly SuiteList[] = SCHANNEL.map(listOfSchannel);

/** Every list that is known by name: the two of Exchange before those of Windows. */
export const SUITE_LISTS: readonly SuiteList[] = [
  ...['exchange-2019', 'exchange-2013'].flatMap((id) => {
    const found = baseline(id);
    return found === undefined ? [] : [listOfBaseline(found)];
  }),
  ...WINDOWS_LISTS,
];

function listOfSchannel({
  windows,
  edition,
  versions,
  suites,
  groups,
  onlyP384,
}: SchannelDefaults): SuiteList {
  const of13 = (code: number): boolean => suite(code)?.firstVersion === TLS_1_3;
  return {
    id: edition === null ? `windows-${windows}` : `windows-${windows}-23h2`,
    title: edition === null ? windowsName(windows) : `${windowsName(windows)}, version ${edition}`,
    source: `${SCHANNEL_SOURCE.suites}; ${SCHANNEL_SOURCE.groups}`,
    date: SCHANNEL_SOURCE.date,
    suites: suites.filter((code) => !of13(code)),
    suites13: suites.filter(of13),
    tls13: versions.includes(TLS_1_3) ? 'on' : 'off',
    groups,
    groupsSet: true,
    onlyP384,
  };
}
