import type { BuildReading } from '../exchange/builds-identify.ts';
import { identifyBuild, readingText } from '../exchange/builds-identify.ts';
import type { ProductFact, SeenBuild } from '../facts/types.ts';
import type { Verdict } from './rule.ts';

/** The build that counts, and what the table makes of it. */
export interface BuildSeen {
  readonly build: SeenBuild;
  readonly reading: BuildReading;
}

/**
 * The build that a server shows, or the verdict in its place. A server that hides it has not failed to answer, so that
 * nothing can be said about its build is no gap in the run; that nobody answered is one.
 */
export function buildSeen(product: ProductFact): BuildSeen | Verdict {
  const { state, chosen, family } = product;
  if (state === 'not-asked') {
    return { outcome: 'not-applicable', message: 'nothing was asked that shows the build' };
  }
  if (state === 'unanswered') {
    return { outcome: 'unknown', message: 'what was asked about the product got no answer' };
  }
  if (family === 'exchange-online') {
    return { outcome: 'not-applicable', message: 'this is Exchange Online, which Microsoft updates itself' };
  }
  if (chosen === null) return { outcome: 'not-applicable', message: 'no build is shown here' };
  const reading = identifyBuild(chosen.value);
  switch (reading.kind) {
    case 'online':
      return {
        outcome: 'not-applicable',
        message: 'this is Exchange Online, which Microsoft updates itself',
      };
    case 'not-a-build':
      return {
        outcome: 'unknown',
        message: `what is shown as the build cannot be read: ${chosen.value}`,
        evidence: chosen.evidence,
      };
    default:
      return { build: chosen, reading };
  }
}

/** `Exchange 2019 CU14 Nov24SU (15.2.1544.13)`: quotes the server. */
export function buildText({ build, reading }: BuildSeen): string {
  return `${readingText(reading)} (${build.value})`;
}
