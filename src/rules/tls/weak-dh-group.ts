import { rfc, SCHANNEL_REGISTRY } from '../references.ts';
import { endpointRule } from '../rule.ts';
import { AFTERWARDS, disableSuites, setValue } from '../schannel.ts';
import { suiteName } from '../../wire/iana/suites.ts';
import { versionName } from '../../wire/iana/versions.ts';

export const weakDhGroup = endpointRule({
  id: 'tls/weak-dh-group',
  title: 'A small finite-field Diffie-Hellman group is used',
  scope: 'endpoint',
  severity: 'medium',
  why:
    'Sessions over a group of 1024 bits or less can be decrypted by somebody who prepares for that one group ' +
    '(Logjam), and current clients refuse such groups. The Exchange 2019 list has no suite of this kind at all.',
  fix: [
    setValue('KeyExchangeAlgorithms\\Diffie-Hellman', 'ServerMinKeyBitLength', 2048),
    "Disable-TlsCipherSuite -Name '<name of a DHE suite>'",
    ...AFTERWARDS,
  ],
  references: [SCHANNEL_REGISTRY, rfc(9325, '4.1'), { title: 'Logjam', url: 'https://weakdh.org/' }],
  needs: ['dhGroups'],
  check({ dhGroups }, { baseline }) {
    const small = dhGroups.seen.filter(({ bits }) => bits < baseline.minDhBits);
    const [first] = small;
    if (first === undefined && dhGroups.open !== null) {
      return { outcome: 'unknown', message: `not every Diffie-Hellman group was seen: ${dhGroups.open}` };
    }
    if (first === undefined) {
      return {
        outcome: 'pass',
        message:
          dhGroups.seen.length === 0
            ? 'no suite with finite-field Diffie-Hellman is accepted'
            : `every Diffie-Hellman group seen has at least ${baseline.minDhBits} bits`,
      };
    }
    const smallest = Math.min(...small.map(({ bits }) => bits));
    const names = [...new Set(small.map(({ suite }) => suiteName(suite)))];
    return {
      outcome: 'fail',
      severity: smallest < BROKEN_BELOW ? 'high' : 'medium',
      message:
        `Diffie-Hellman with ${smallest} bits, less than ${baseline.minDhBits}, is used by ${names.join(', ')} ` +
        `(${[...new Set(small.map(({ version }) => versionName(version)))].join(', ')})`,
      fix: [
        setValue('KeyExchangeAlgorithms\\Diffie-Hellman', 'ServerMinKeyBitLength', baseline.minDhBits),
        ...disableSuites(names),
        ...AFTERWARDS,
      ],
    };
  },
});

/** What current clients refuse outright; 512 bits fell to anybody in 2015. */
const BROKEN_BELOW = 1024;
