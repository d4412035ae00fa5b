import type { Baseline } from '../exchange/baseline.ts';
import type { VersionsFact } from '../facts/types.ts';
import type { Protocol } from '../model/protocol.ts';
import { versionName } from '../wire/iana/versions.ts';
import type { Verdict } from './rule.ts';
import { versionPolicy } from './version-policy.ts';

/** Is a version that the baseline requires accepted? */
export function requiredVersion(
  version: number,
  versions: VersionsFact,
  baseline: Baseline,
  protocol: Protocol,
): Verdict {
  const name = versionName(version);
  const policy = versionPolicy(baseline, version, protocol);
  if (policy?.policy !== 'required') {
    return { outcome: 'not-applicable', message: `the baseline does not require ${name} here` };
  }
  const answer = versions.answers.get(version);
  const { severity } = policy;
  const evidence = answer?.evidence ?? [];
  switch (answer?.value) {
    case 'yes':
      return { severity, evidence, outcome: 'pass', message: `${name} is accepted` };
    case 'no':
      return { severity, evidence, outcome: 'fail', message: `${name} is not accepted. ${policy.reason}` };
    default: {
      const message = `it is not known whether ${name} is accepted: ${answer?.why ?? 'not asked'}`;
      return { severity, evidence, outcome: 'unknown', message };
    }
  }
}
