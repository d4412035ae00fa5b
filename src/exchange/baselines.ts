import type { Baseline, VersionPolicy } from './baseline.ts';
import type { Severity } from '../model/finding.ts';
import type { SuiteFamily } from '../wire/iana/suites.ts';
import { SSL_2_0, SSL_3_0, TLS_1_0, TLS_1_1, TLS_1_2, TLS_1_3 } from '../wire/iana/versions.ts';

const TLS_ARTICLE = 'Microsoft Learn "Exchange Server TLS configuration best practices", 2025-04-25';
const CERTIFICATE_ARTICLE = 'Microsoft Learn "Digital certificates and encryption in Exchange Server"';
const SCHANNEL_ARTICLE = 'Microsoft Learn "Protocols in TLS/SSL (Schannel SSP)", 2026-08';

/**
 * The TLS 1.2 list of Exchange 2019, which the article also recommends for Exchange 2016, in its order.
 * An RSA certificate hides the ECDSA half and an ECDSA certificate the RSA half.
 */
const RECOMMENDED_SUITES = [0xc02c, 0xc02b, 0xc030, 0xc02f, 0xc024, 0xc023, 0xc028, 0xc027] as const;

/**
 * The list for Exchange 2013 and 2016 on Windows Server 2012 and 2012 R2, where no suite with ECDHE, RSA and GCM exists.
 * There each name has a curve at its end, P384 before P256; here the two are one.
 */
const RECOMMENDED_SUITES_2012 = [
  0xc028, 0xc027, 0xc02c, 0xc02b, 0xc024, 0xc023, 0xc014, 0xc013, 0xc00a, 0xc009, 0x009d, 0x009c,
] as const;

/** TLS_AES_256_GCM_SHA384 before TLS_AES_128_GCM_SHA256, where TLS 1.3 is supported at all. */
const RECOMMENDED_SUITES_13 = [0x1302, 0x1301] as const;

/** What Exchange 2019 Setup switches off and the article tells Exchange 2016 to switch off. */
const BANNED_FAMILIES: readonly { readonly family: SuiteFamily; readonly severity: Severity }[] = [
  { family: 'NULL', severity: 'high' },
  { family: 'ANON', severity: 'high' },
  { family: 'EXPORT', severity: 'high' },
  { family: 'DES', severity: 'high' },
  { family: '3DES', severity: 'medium' },
  { family: 'RC2', severity: 'medium' },
  { family: 'RC4', severity: 'medium' },
  { family: 'MD5', severity: 'medium' },
];

const SSL_BANNED: readonly VersionPolicy[] = [
  {
    version: SSL_2_0,
    policy: 'banned',
    severity: 'high',
    reason: `SSL 2.0 is prohibited (RFC 6176, 2011) and removed from Windows since Server 2016 (${SCHANNEL_ARTICLE}).`,
  },
  {
    version: SSL_3_0,
    policy: 'banned',
    severity: 'high',
    reason: `SSL 3.0 is prohibited (RFC 7568, 2015) and off by default since Windows Server 2016 (${SCHANNEL_ARTICLE}).`,
  },
];

const OLD_TLS_BANNED: readonly VersionPolicy[] = [
  {
    version: TLS_1_0,
    policy: 'banned',
    severity: 'medium',
    reason: `Exchange 2019 Setup turns TLS 1.0 off (${TLS_ARTICLE}; RFC 8996, 2021).`,
  },
  {
    version: TLS_1_1,
    policy: 'banned',
    severity: 'medium',
    reason: `Exchange 2019 Setup turns TLS 1.1 off (${TLS_ARTICLE}; RFC 8996, 2021).`,
  },
];

const TLS12_REQUIRED: VersionPolicy = {
  version: TLS_1_2,
  policy: 'required',
  severity: 'high',
  reason: `TLS 1.2 is the version that every supported Exchange and client shares (${TLS_ARTICLE}).`,
};

const RECOMMENDED = {
  bannedFamilies: BANNED_FAMILIES,
  suites: RECOMMENDED_SUITES,
  suites13: RECOMMENDED_SUITES_13,
  ellipticCurvesFirst: true,
  forwardSecrecy: true,
  minDhBits: 2048,
  minRsaBits: 2048,
} as const;

export const DEFAULT_BASELINE = 'exchange-2019';

/** The expectations that a target can be judged by; the first is the default. */
export const BASELINES: readonly Baseline[] = [
  {
    id: DEFAULT_BASELINE,
    title: 'Exchange 2019 as Setup leaves it',
    source: `${CERTIFICATE_ARTICLE}; ${TLS_ARTICLE}`,
    date: '2025-04-25',
    versions: [
      ...SSL_BANNED,
      ...OLD_TLS_BANNED,
      TLS12_REQUIRED,
      {
        version: TLS_1_3,
        policy: 'tolerated',
        severity: 'info',
        reason: `TLS 1.3 is not supported before Exchange 2019 CU15 on Windows Server 2022 (${TLS_ARTICLE}).`,
      },
    ],
    ...RECOMMENDED,
  },
  {
    id: 'exchange-se',
    title: 'Exchange Subscription Edition, or Exchange 2019 CU15, on Windows Server 2022 or 2025',
    source: TLS_ARTICLE,
    date: '2025-04-25',
    versions: [
      ...SSL_BANNED,
      ...OLD_TLS_BANNED,
      TLS12_REQUIRED,
      {
        version: TLS_1_3,
        policy: 'allowed',
        severity: 'info',
        reason: `TLS 1.3 is supported and on by default for every protocol except SMTP (${TLS_ARTICLE}).`,
      },
      {
        version: TLS_1_3,
        policy: 'tolerated',
        severity: 'info',
        services: ['smtp'],
        reason: `SMTP of Exchange does not support TLS 1.3, so another TLS stack may answer here (${TLS_ARTICLE}).`,
      },
    ],
    ...RECOMMENDED,
  },
  {
    id: 'exchange-2016',
    title: 'Exchange 2016 with the hardening that Microsoft recommends',
    source: TLS_ARTICLE,
    date: '2025-04-25',
    versions: [
      ...SSL_BANNED,
      {
        version: TLS_1_0,
        policy: 'tolerated',
        severity: 'low',
        reason: `Exchange 2016 takes TLS 1.0 from Windows, where it is on; turning it off is recommended (${TLS_ARTICLE}).`,
      },
      {
        version: TLS_1_1,
        policy: 'tolerated',
        severity: 'low',
        reason: `Exchange 2016 takes TLS 1.1 from Windows, where it is on; turning it off is recommended (${TLS_ARTICLE}).`,
      },
      TLS12_REQUIRED,
      {
        version: TLS_1_3,
        policy: 'tolerated',
        severity: 'info',
        reason: `Exchange 2016 does not support TLS 1.3, so another TLS stack may answer here (${TLS_ARTICLE}).`,
      },
    ],
    ...RECOMMENDED,
  },
  {
    id: 'exchange-2013',
    title:
      'Exchange 2013, or 2016 on Windows Server 2012 or 2012 R2, with the hardening that Microsoft recommends',
    source: `${TLS_ARTICLE}; the same article, 2022-08`,
    date: '2025-04-25',
    versions: [
      ...SSL_BANNED,
      ...[TLS_1_0, TLS_1_1].map((version): VersionPolicy => ({
        version,
        policy: 'tolerated',
        severity: 'low',
        reason: `Exchange takes it from Windows, where it is on; turning it off is recommended (${TLS_ARTICLE}).`,
      })),
      TLS12_REQUIRED,
      {
        version: TLS_1_3,
        policy: 'tolerated',
        severity: 'info',
        reason: `Neither Exchange 2013 nor this Windows has TLS 1.3, so another TLS stack answers here (${TLS_ARTICLE}).`,
      },
    ],
    ...RECOMMENDED,
    suites: RECOMMENDED_SUITES_2012,
    suites13: [],
    // The list ends with two suites of static RSA, since this Windows has no other GCM for RSA certificates.
    forwardSecrecy: false,
  },
];

/** The baseline with that id, or undefined. */
export function baseline(id: string): Baseline | undefined {
  return BASELINES.find((candidate) => candidate.id === id);
}
