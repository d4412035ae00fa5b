import { SSL_2_0, SSL_3_0, TLS_1_0, TLS_1_1, TLS_1_2, TLS_1_3 } from '../wire/iana/versions.ts';
import type { WindowsId } from './windows.ts';

/** What Schannel of one Windows Server accepts as it comes, server side. */
export interface SchannelDefaults {
  readonly windows: WindowsId;
  /** A later edition of the same release, `23H2 and later`; null for the release itself. */
  readonly edition: string | null;
  /** Versions that are enabled, by number on the wire. */
  readonly versions: readonly number[];
  /** Suites of TLS 1.3 and then of the lower versions, in the order of the system; NULL suites left out. */
  readonly suites: readonly number[];
  /** Named groups in the order of the system. */
  readonly groups: readonly number[];
  /**
   * Suites of the list that are there for P-384 alone: an ECDSA certificate on another curve does not show them. Only
   * before Windows Server 2016, where the names of suites have the curve in them.
   */
  readonly onlyP384: readonly number[];
}

/** Date of the pages, and what they are. */
export const SCHANNEL_SOURCE = {
  suites: 'Microsoft Learn "Cipher Suites in TLS/SSL (Schannel SSP)", one page a release',
  versions: 'Microsoft Learn "Protocols in TLS/SSL (Schannel SSP)"',
  groups: 'Microsoft Learn "TLS Elliptic Curves in Windows 10 version 1607 and later"',
  date: '2026-08-01',
} as const;

/** After update KB2919355; Windows Server 2008 R2 has the same after KB3042058. */
// prettier-ignore
const SUITES_2012R2: readonly number[] = [
  0xc028, 0xc027, 0xc014, 0xc013, 0x009f, 0x009e, 0x0039, 0x0033, 0x009d, 0x009c,
  0x003d, 0x003c, 0x0035, 0x002f, 0xc02c, 0xc02b, 0xc024, 0xc023, 0xc00a, 0xc009,
  0x006a, 0x0040, 0x0038, 0x0032, 0x000a, 0x0013, 0x0005, 0x0004,
];

/** After update KB3042058. */
const SUITES_2012 = SUITES_2012R2.filter((code) => code !== 0x0039 && code !== 0x0033);

/** Windows 10 version 1607. */
// prettier-ignore
const SUITES_2016: readonly number[] = [
  0xc02c, 0xc02b, 0xc030, 0xc02f, 0x009f, 0x009e, 0xc024, 0xc023, 0xc028, 0xc027,
  0xc00a, 0xc009, 0xc014, 0xc013, 0x0039, 0x0033, 0x009d, 0x009c, 0x003d, 0x003c,
  0x0035, 0x002f, 0x000a, 0x006a, 0x0040, 0x0038, 0x0032, 0x0013, 0x0005, 0x0004,
];

/** Windows 10 version 1809. */
// prettier-ignore
const SUITES_2019: readonly number[] = [
  0xc02c, 0xc02b, 0xc030, 0xc02f, 0x009f, 0x009e, 0xc024, 0xc023, 0xc028, 0xc027,
  0xc00a, 0xc009, 0xc014, 0xc013, 0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f,
  0x000a,
];

const SUITES_2022: readonly number[] = [0x1302, 0x1301, ...SUITES_2019];

/** Without DHE and 3DES. */
const SUITES_2025 = SUITES_2022.filter((code) => code !== 0x009f && code !== 0x009e && code !== 0x000a);

const OLD_GROUPS = [23, 24] as const;
const GROUPS = [29, 23, 24] as const;
const ONLY_P384 = [0xc02c, 0xc024] as const;
const OLD_TLS = [TLS_1_0, TLS_1_1, TLS_1_2] as const;

/** Oldest first. The versions are those of the factory: servers in use have mostly had SSL turned off since. */
export const SCHANNEL: readonly SchannelDefaults[] = [
  before2016('2008r2', [SSL_2_0, SSL_3_0, TLS_1_0], SUITES_2012R2),
  before2016('2012', [SSL_3_0, ...OLD_TLS], SUITES_2012),
  before2016('2012r2', [SSL_3_0, ...OLD_TLS], SUITES_2012R2),
  since2016('2016', OLD_TLS, SUITES_2016),
  since2016('2019', OLD_TLS, SUITES_2019),
  since2016('2022', [...OLD_TLS, TLS_1_3], SUITES_2022),
  { ...since2016('2022', [...OLD_TLS, TLS_1_3], SUITES_2025), edition: '23H2 and later' },
  since2016('2025', [...OLD_TLS, TLS_1_3], SUITES_2025),
];

function before2016(
  windows: WindowsId,
  versions: readonly number[],
  suites: readonly number[],
): SchannelDefaults {
  return { windows, edition: null, versions, suites, groups: OLD_GROUPS, onlyP384: ONLY_P384 };
}

function since2016(
  windows: WindowsId,
  versions: readonly number[],
  suites: readonly number[],
): SchannelDefaults {
  return { windows, edition: null, versions, suites, groups: GROUPS, onlyP384: [] };
}
