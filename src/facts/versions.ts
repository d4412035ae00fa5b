import { SSL_2_0, VERSIONS, versionName } from '../wire/iana/versions.ts';
import { refusesSsl2 } from './answers.ts';
import { type Ledger, refusalOf, suitesOf } from './ledger.ts';
import type { Answer, Fact, VersionsFact } from './types.ts';

/** Which versions are accepted. `no` means that every suite of the version was refused with evidence. */
export function versionsFact(ledger: Ledger): Fact<VersionsFact> {
  const answers = new Map(VERSIONS.map((version) => [version, versionAnswer(ledger, version)]));
  const evidence = [...new Set([...answers.values()].flatMap((answer) => answer.evidence))];
  if ([...answers.values()].every(({ value }) => value === 'unknown')) {
    return { known: false, why: 'no hello was answered', evidence: [] };
  }
  return { known: true, value: { answers }, evidence };
}

function versionAnswer(ledger: Ledger, version: number): Answer {
  if (version === SSL_2_0) return ssl2Answer(ledger);
  const accepted = ledger.accepted.get(version);
  if (accepted !== undefined) return yes([[...accepted.values()][0] ?? '']);
  const others = [
    ...ledger.sessions.filter(({ outcome }) => outcome.status === 'accepted' && outcome.version === version),
    ...ledger.sslv2.filter(({ outcome }) => outcome.status === 'accepted' && outcome.version === version),
  ];
  const other = others[0];
  if (other !== undefined) return yes([other.id]);

  const refusals = new Set(suitesOf(version).map(({ code }) => refusalOf(ledger, version, code)));
  const evidence = [...new Set([...refusals].flatMap((refusal) => refusal?.evidence ?? []))];
  if (!ledger.refused.has(version) || refusals.has(undefined)) {
    return { value: 'unknown', why: open(ledger, versionName(version)), evidence };
  }
  return {
    value: 'no',
    why: [...new Set([...refusals].map((refusal) => refusal?.why))].join('; '),
    evidence,
  };
}

function ssl2Answer(ledger: Ledger): Answer {
  const { sslv2, observations } = ledger;
  const hello = sslv2.find(({ outcome }) => outcome.status === 'accepted' && outcome.version === SSL_2_0);
  if (hello !== undefined) return yes([hello.id]);
  for (const observation of sslv2) {
    const refusal = refusesSsl2(observation, observations);
    if (refusal !== null) return { value: 'no', ...refusal };
  }
  return { value: 'unknown', why: open(ledger, 'SSL 2.0'), evidence: [] };
}

function yes(evidence: readonly string[]): Answer {
  return { value: 'yes', why: 'accepted', evidence };
}

function open({ obstacle }: Ledger, version: string): string {
  return `no answer about ${version}${obstacle === null ? '' : `: ${obstacle}`}`;
}
