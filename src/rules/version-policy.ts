import type { Baseline, VersionPolicy } from '../exchange/baseline.ts';
import type { Protocol } from '../model/protocol.ts';
import { serviceFamily } from '../model/protocol.ts';

/** What the baseline says about a version on a service; a row for the service wins over one for all. */
export function versionPolicy(
  baseline: Baseline,
  version: number,
  protocol: Protocol,
): VersionPolicy | undefined {
  const family = serviceFamily(protocol);
  const rows = baseline.versions.filter((row) => row.version === version);
  return (
    rows.find((row) => row.services?.includes(family) === true) ??
    rows.find((row) => row.services === undefined)
  );
}
