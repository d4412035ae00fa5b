import type { Audience } from '../exchange/audience.ts';
import type { Severity } from '../model/finding.ts';

/** How bad it is where those who connect cannot verify the certificate. */
export const AUDIENCE_SEVERITY: Readonly<Record<Audience, Severity>> = {
  clients: 'high',
  'internet-mail': 'low',
  servers: 'info',
};
