import type { Finding } from '../model/finding.ts';
import type { ServiceFamily } from '../model/protocol.ts';
import type { Report } from '../model/report.ts';
import { SCHEMA_VERSION } from '../model/report.ts';
import type { Kept, Plan, PlannedItem } from './plan.ts';
import { isPlanned } from './planned-certificate.ts';
import type { Prediction } from './predict.ts';

/** What `plan --format json` writes. */
export interface PlanDocument {
  readonly schemaVersion: string;
  /** The program that wrote it. */
  readonly tool: Report['tool'];
  /** The moment that it is meant for; RFC 3339, UTC. */
  readonly at: string;
  /** By what was seen, or by what the targets say alone. */
  readonly source: 'report' | 'targets';
  /** It is proved that there is no plan with fewer certificates, or as many and fewer names. */
  readonly optimal: boolean;
  readonly certificates: readonly PlanCertificate[];
  /** Names that no public CA certifies. */
  readonly left_out: readonly { readonly name: string; readonly why: string }[];
  /** Places that keep what they have. */
  readonly kept: readonly Kept[];
  /** What it can break, one sentence each; hostile text. */
  readonly warnings: readonly string[];
  /** For the Exchange Management Shell, line by line. */
  readonly commands: readonly string[];
  /** What becomes of the findings; null without a report. */
  readonly prediction: Prediction | null;
}

/** One certificate to ask for, or to go on with. */
export interface PlanCertificate {
  readonly common_name: string;
  readonly names: readonly string[];
  readonly wildcard: boolean;
  /** How many names it would have without wildcards, and with as many as possible. */
  readonly counts: { readonly listed: number; readonly wildcard: number };
  /** It is presented already; null if it has to be asked for. */
  readonly existing: {
    readonly sha256: string;
    readonly thumbprint: string;
    /** Hostile text. */
    readonly subject: string;
    readonly not_after: string;
  } | null;
  readonly services: readonly PlanService[];
}

/** A service that the certificate is for. */
export interface PlanService {
  readonly host: string;
  readonly family: Exclude<ServiceFamily, 'other'>;
  readonly ports: readonly number[];
  /** Ids of its endpoints; none if nobody has looked. */
  readonly endpoints: readonly string[];
  readonly names: readonly string[];
  /** What has to be the common name, or null. */
  readonly common_name: string | null;
  /** Names for which no wildcard will do. */
  readonly listed: readonly string[];
}

/** What stands around a plan. */
export interface PlanSetting {
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly source: PlanDocument['source'];
  readonly warnings: readonly string[];
  readonly commands: readonly string[];
}

/** The plan for programs. */
export function planDocument(plan: Plan, setting: PlanSetting): PlanDocument {
  const { items, optimal, leftOut, kept, prediction } = plan;
  const { version, now, source, warnings, commands } = setting;
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'exchange-tls', version },
    at: new Date(now).toISOString(),
    source,
    optimal,
    certificates: items.map(certificateOf),
    left_out: leftOut,
    kept,
    warnings,
    commands,
    prediction: prediction === null ? null : { ...prediction, fresh: prediction.fresh.map(withoutPlanned) },
  };
}

function certificateOf({
  commonName,
  names,
  wildcard,
  counts,
  existing,
  demands,
}: PlannedItem): PlanCertificate {
  return {
    common_name: commonName,
    names,
    wildcard,
    counts,
    existing:
      existing === null
        ? null
        : {
            sha256: existing.sha256,
            thumbprint: existing.thumbprint,
            subject: existing.subject,
            not_after: new Date(existing.notAfter).toISOString(),
          },
    services: demands.map(
      ({ host, family, ports, endpoints, names: wanted, commonName: needed, listed }) => ({
        host,
        family,
        ports,
        endpoints,
        names: wanted,
        common_name: needed,
        listed,
      }),
    ),
  };
}

/** A certificate that nobody has issued has no fingerprint; what the finding concerns stands under its endpoints. */
function withoutPlanned(finding: Finding): Finding {
  const { certificate, ...subject } = finding.subject;
  return certificate === undefined || !isPlanned(certificate) ? finding : { ...finding, subject };
}
