import type { Report } from '../model/report.ts';
import { SCHEMA_VERSION } from '../model/report.ts';
import type { WhatIf } from './what-if.ts';
import type { WhatIfLimits } from './what-if-limits.ts';

/** What `whatif --format json` writes. */
export interface WhatIfDocument extends WhatIf, WhatIfLimits {
  readonly schemaVersion: string;
  /** The program that wrote it. */
  readonly tool: Report['tool'];
  /** Id of the baseline that TLS would be brought to. */
  readonly policy: string;
}

/**
 * @param policy id of the baseline
 * @param version of this program
 */
export function whatIfDocument(
  policy: string,
  found: WhatIf & WhatIfLimits,
  version: string,
): WhatIfDocument {
  return { schemaVersion: SCHEMA_VERSION, tool: { name: 'exchange-tls', version }, policy, ...found };
}
