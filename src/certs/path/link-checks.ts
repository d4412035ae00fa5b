import type { Certificate } from '../certificate.ts';
import { namesIssuer } from './distinguished-name.ts';
import type { FaultList } from './fault-list.ts';
import type { ValidationRequest } from './request.ts';
import type { WorkingKey } from './working-key.ts';
import { isSignedBy } from './working-key.ts';

/** RFC 5280, 6.1.3 (a) (1), (3) and (4). */
export function checkLink(
  certificate: Certificate,
  issuer: Certificate,
  key: WorkingKey | null,
  request: ValidationRequest,
  list: FaultList,
): void {
  if (!namesIssuer(certificate, issuer)) {
    const why = `it names ${certificate.issuer} as its issuer, the path has ${issuer.subject}`;
    list.fault(certificate, 'name-chaining', '6.1.3 (a) (4)', why);
  }
  const signed = key === null ? null : isSignedBy(certificate, key);
  if (signed === false) {
    list.fault(
      certificate,
      'signature',
      '6.1.3 (a) (1)',
      `its signature is not by the key of ${issuer.subject}`,
    );
  } else if (signed === null) {
    const why = `its signature (${certificate.signature.name}) cannot be checked here with the key of ${issuer.subject} (${issuer.key.algorithm})`;
    list.doubt(certificate, 'signature-unknown', '6.1.3 (a) (1)', why);
  }
  const answer = request.revocation?.(certificate, issuer);
  if (answer?.state === 'revoked') list.fault(certificate, 'revoked', '6.1.3 (a) (3)', answer.why);
  if (answer?.state === 'unknown' || answer?.state === 'unreachable')
    list.doubt(certificate, 'revocation-unknown', '6.1.3 (a) (3)', answer.why);
}
