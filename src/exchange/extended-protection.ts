import type { Tri } from '../model/finding.ts';
import type { BuildReading } from './builds-identify.ts';

/** The cumulative update of Exchange 2019 whose Setup turns Extended Protection on. */
const FIRST_CU_OF_2019 = 14;

/**
 * Whether Setup of a build turned Windows Extended Protection on: since Exchange 2019 CU14, and so in SE (Microsoft Learn
 * "Configure Windows Extended Protection in Exchange Server", 2026-11). Older builds have it only where somebody ran
 * ExchangeExtendedProtectionManagement.ps1, and newer ones may have it turned off: neither can be seen from outside.
 */
export function turnsOnExtendedProtection(reading: BuildReading): Tri {
  switch (reading.product) {
    case 'SE':
      return 'yes';
    case '2019':
      return since(reading);
    case null:
      return 'unknown';
    default:
      return 'no';
  }
}

function since(reading: BuildReading): Tri {
  const line = reading.line ?? ('lower' in reading ? reading.lower.line : null);
  const update = /^CU(\d+)$/.exec(line ?? '')?.[1];
  if (update !== undefined) return Number(update) >= FIRST_CU_OF_2019 ? 'yes' : 'no';
  if (line !== null || reading.kind === 'older') return 'no';
  return reading.kind === 'newer' ? 'yes' : 'unknown';
}
