import type { SuiteFamily } from '../../wire/iana/suites.ts';
import type { AcceptedSuite } from '../../facts/types.ts';
import { rfc, SCHANNEL_REGISTRY, TLS_ARTICLE } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';
import { AFTERWARDS, disableSuites, turnOff } from '../schannel.ts';
import { cmdletNames, suiteList } from '../suite-list.ts';

/** Keys below SCHANNEL that turn a family off; anonymous suites have none of their own. */
const SWITCHES: Readonly<Partial<Record<SuiteFamily, readonly ['Ciphers' | 'Hashes', readonly string[]]>>> = {
  NULL: ['Ciphers', ['NULL']],
  EXPORT: ['Ciphers', ['DES 56/56', 'RC2 40/128', 'RC2 56/128', 'RC4 40/128', 'RC4 56/128', 'RC4 64/128']],
  DES: ['Ciphers', ['DES 56/56']],
  '3DES': ['Ciphers', ['Triple DES 168']],
  RC2: ['Ciphers', ['RC2 40/128', 'RC2 56/56', 'RC2 56/128', 'RC2 128/128']],
  RC4: ['Ciphers', ['RC4 40/128', 'RC4 56/128', 'RC4 64/128', 'RC4 128/128']],
  MD5: ['Hashes', ['MD5']],
};

export const weakCipher = endpointRule({
  id: 'tls/weak-cipher',
  title: 'A cipher suite of a banned family is accepted',
  scope: 'endpoint',
  severity: 'medium',
  why:
    'NULL, anonymous and export suites protect nothing against somebody in the path. DES, RC2 and RC4 can be broken, ' +
    '3DES leaks in long sessions, and MD5 no longer vouches for anything. Exchange 2019 Setup turns them off, and ' +
    'auditors report every one.',
  fix: [
    ...Object.values(SWITCHES).map(([kind, names]) => turnOff(kind, names)),
    "Disable-TlsCipherSuite -Name '<name of the suite>'",
    ...AFTERWARDS,
  ],
  references: [TLS_ARTICLE, SCHANNEL_REGISTRY, rfc(9325, '4.1'), rfc(7465)],
  needs: ['suites'],
  check({ suites }, { baseline }): readonly Verdict[] {
    if (baseline.bannedFamilies.length === 0) {
      return [{ outcome: 'not-applicable', message: 'the baseline bans no family of suites' }];
    }
    return baseline.bannedFamilies.map(({ family, severity }): Verdict => {
      const { value, why, accepted, evidence } = suites.family(family);
      const subject = { name: family };
      switch (value) {
        case 'yes':
          return {
            severity,
            subject,
            evidence,
            outcome: 'fail',
            message: `${MEANING[family]} suites are accepted: ${suiteList(accepted)}`,
            fix: fix(family, accepted),
          };
        case 'no':
          return {
            severity,
            subject,
            evidence,
            outcome: 'pass',
            message: `${MEANING[family]} suites are refused`,
          };
        default: {
          const message = `it is not known whether ${MEANING[family]} suites are accepted: ${why}`;
          return { severity, subject, evidence, outcome: 'unknown', message };
        }
      }
    });
  },
});

const MEANING: Readonly<Record<SuiteFamily, string>> = {
  NULL: 'NULL (unencrypted)',
  ANON: 'anonymous',
  EXPORT: 'EXPORT',
  DES: 'DES',
  '3DES': '3DES',
  RC2: 'RC2',
  RC4: 'RC4',
  MD5: 'MD5',
};

function fix(family: SuiteFamily, accepted: readonly AcceptedSuite[]): readonly string[] {
  const entry = SWITCHES[family];
  return [
    ...(entry === undefined ? [] : [turnOff(...entry)]),
    ...disableSuites(cmdletNames(accepted)),
    ...AFTERWARDS,
  ];
}
