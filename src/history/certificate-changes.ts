import type { Change } from '../model/comparison.ts';
import type { CertificateResult, Report } from '../model/report.ts';
import { groupBy, type Pairing } from './pairing.ts';
import type { Standing, StandingCertificate, StandingEndpoint } from './standing.ts';

export interface CertificateNews {
  readonly certificates: Readonly<Record<string, StandingCertificate>>;
  /** Those that each new one has taken the place of. */
  readonly replaced: ReadonlyMap<string, readonly string[]>;
  readonly changes: readonly Change[];
}

/** What endpoints present first, compared place by place: one change for all that went from one set to another. */
export function certificateNews(
  standing: Standing | null,
  report: Report,
  pairing: Pairing,
  endpoints: Readonly<Record<string, StandingEndpoint>>,
): CertificateNews {
  const shown = new Map(report.certificates.map((one) => [one.sha256, one]));
  const certificates: Record<string, StandingCertificate> = {};
  const moves: Move[] = [];
  for (const [id, { leaves, host }] of Object.entries(endpoints)) {
    for (const sha256 of leaves ?? []) {
      const known = entryOf(shown.get(sha256)) ?? standing?.certificates[sha256];
      if (known !== undefined) certificates[sha256] = known;
    }
    const before = standing?.endpoints[pairing.before.get(id) ?? id]?.leaves ?? null;
    if (before === null || leaves === null || before.join() === leaves.join()) continue;
    moves.push({ id, host, before, after: leaves });
  }
  const replaced = new Map<string, readonly string[]>();
  const changes = [...groupBy(moves, ({ before, after }) => `${before.join()}>${after.join()}`).values()].map(
    (group) => {
      const [{ before, after } = NO_MOVE] = group;
      const gone = before.filter((sha256) => !after.includes(sha256));
      for (const sha256 of after.filter((one) => !before.includes(one))) {
        replaced.set(sha256, [...(replaced.get(sha256) ?? []), ...gone]);
      }
      const textOf = (leaves: readonly string[]): string =>
        leaves.map((one) => nameOf(certificates[one] ?? standing?.certificates[one], one)).join('; ');
      return changeOf(group, textOf(before), textOf(after));
    },
  );
  return { certificates, replaced, changes };
}

interface Move {
  readonly id: string;
  readonly host: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const NO_MOVE: Pick<Move, 'before' | 'after'> = { before: [], after: [] };

function changeOf(group: readonly Move[], before: string, after: string): Change {
  return {
    kind: 'changed',
    about: 'certificate',
    id: group[0]?.id ?? '',
    rule: null,
    severity: null,
    hosts: [...new Set(group.map(({ host }) => host))],
    endpoints: group.map(({ id }) => id),
    message: `Another certificate is presented: ${after}, instead of ${before}.`,
    before,
    after,
  };
}

function entryOf(certificate: CertificateResult | undefined): StandingCertificate | undefined {
  if (certificate === undefined) return undefined;
  const { subject, thumbprint, not_after } = certificate;
  return { subject, thumbprint, not_after };
}

function nameOf(certificate: StandingCertificate | undefined, sha256: string): string {
  if (certificate === undefined) return sha256;
  const { subject, thumbprint, not_after } = certificate;
  return `${subject} (valid to ${not_after.slice(0, 10)}, thumbprint ${thumbprint})`;
}
