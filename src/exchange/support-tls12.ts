import type { Tri } from '../model/finding.ts';
import type { BuildReading } from './builds-identify.ts';
import type { ExchangeBuild, ExchangeProduct } from './builds.ts';
import { BUILDS } from './builds.ts';
import { isAtLeast } from './builds-age.ts';

/** From which build on a product can live with TLS 1.2 alone. */
export interface Tls12Minimum {
  readonly product: ExchangeProduct;
  /** TLS 1.2 can be used from here on. */
  readonly usable: string;
  /** TLS 1.0 and 1.1 may be turned off from here on. */
  readonly alone: string;
  /** Below, SMTP is fixed to SSL 3.0 and TLS 1.0, whatever Windows has on; null if it never was. */
  readonly smtpFollows: string | null;
  readonly source: string;
  readonly date: string;
}

const GUIDANCE = 'Exchange Team Blog, "Exchange Server TLS guidance" (in the version of risual.com)';

/** Builds are those of the table; 2019 and SE have had TLS 1.2 alone from their release on. */
export const TLS12_MINIMUMS: readonly Tls12Minimum[] = [
  {
    product: '2010',
    usable: '14.3.382.0',
    alone: '14.3.389.1',
    smtpFollows: '14.3.235.1',
    source: `${GUIDANCE}; KB3029667`,
    date: '2018-06-11',
  },
  {
    product: '2013',
    usable: '15.0.1365.1',
    alone: '15.0.1367.3',
    smtpFollows: '15.0.1076.9',
    source: `${GUIDANCE}; KB3045301; Microsoft Learn "Exchange Server TLS configuration best practices", 2022-08`,
    date: '2022-08-01',
  },
  {
    product: '2016',
    usable: '15.1.1415.2',
    alone: '15.1.1466.3',
    smtpFollows: null,
    source: `${GUIDANCE}; Microsoft Learn "Exchange Server TLS configuration best practices", 2022-08`,
    date: '2022-08-01',
  },
];

/** What the build of a server allows. */
export interface Tls12Readiness {
  readonly usable: Tri;
  readonly alone: Tri;
  readonly smtpFollows: Tri;
  /** The build from which on TLS 1.0 and 1.1 may be turned off; null if every one of the product allows it. */
  readonly needs: ExchangeBuild | null;
  /** The build from which on TLS 1.2 works; null as above. */
  readonly needsToUse: ExchangeBuild | null;
}

/** Whether a build can do TLS 1.2, and TLS 1.2 alone. All unknown where the product is not known. */
export function tls12Readiness(reading: BuildReading): Tls12Readiness {
  const { product } = reading;
  if (product === null) return { ...UNKNOWN, usable: 'unknown', alone: 'unknown', smtpFollows: 'unknown' };
  const row = TLS12_MINIMUMS.find((one) => one.product === product);
  if (row === undefined) return { ...UNKNOWN, usable: 'yes', alone: 'yes', smtpFollows: 'yes' };
  const [usable, alone, smtp] = [row.usable, row.alone, row.smtpFollows].map(buildOf);
  const reaches = (build: ExchangeBuild | null | undefined): Tri =>
    build === null || build === undefined ? 'yes' : isAtLeast(reading, build);
  return {
    usable: reaches(usable),
    alone: reaches(alone),
    smtpFollows: reaches(smtp),
    needs: alone ?? null,
    needsToUse: usable ?? null,
  };
}

const UNKNOWN = { needs: null, needsToUse: null } as const;

function buildOf(text: string | null): ExchangeBuild | null {
  return BUILDS.find(({ build }) => build === text) ?? null;
}
