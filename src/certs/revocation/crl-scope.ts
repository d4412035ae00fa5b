import type { CrlExtract, CrlFault } from '../../model/revocation.ts';
import type { Certificate } from '../certificate.ts';
import { generalNameKey } from './distribution-points.ts';
import type { DistributionPoint } from './distribution-points.ts';
import { nameKey } from './name-key.ts';

/** Why a list does not speak for a certificate at this distribution point (RFC 5280, 6.3.3 b); null if it does. */
export function outsideScope(
  certificate: Certificate,
  point: DistributionPoint,
  list: CrlExtract,
): { readonly fault: CrlFault; readonly why: string } | null {
  const issuer = `directory:${nameKey(list.issuerKey)}`;
  if (point.crlIssuers === null) {
    if (issuer !== `directory:${nameKey(certificate.issuerKey)}`) {
      return { fault: 'other-issuer', why: `the list of ${list.issuer} is of another authority` };
    }
  } else if (!point.crlIssuers.has(issuer) || list.scope?.indirect !== true) {
    return {
      fault: 'other-issuer',
      why: `the list of ${list.issuer} is not the one that the certificate names`,
    };
  }
  const { scope } = list;
  if (scope === null) return null;
  const outside = (why: string) => ({
    fault: 'other-scope' as const,
    why: `the list of ${list.issuer} ${why}`,
  });
  const names = point.names ?? point.crlIssuers;
  if (
    scope.names !== null &&
    names !== null &&
    !scope.names.some((name) => names.has(generalNameKey(name)))
  ) {
    return outside('is of another distribution point');
  }
  const isAuthority = certificate.basicConstraints?.ca === true;
  if (scope.onlyUserCertificates && isAuthority) return outside('covers no authorities');
  if (scope.onlyAuthorityCertificates && !isAuthority) return outside('covers authorities only');
  return scope.onlyAttributeCertificates ? outside('covers attribute certificates only') : null;
}
