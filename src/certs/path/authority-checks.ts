import type { Certificate } from '../certificate.ts';
import type { FaultList } from './fault-list.ts';
import { OID, pathExtensions } from './path-extensions.ts';

/** RFC 5280, 6.1.4 (k) and (n). An authority of version 1 or 2 has to be known from elsewhere: as an anchor, that is. */
export function checkAuthority(certificate: Certificate, list: FaultList): void {
  const { basicConstraints, keyUsage, version } = certificate;
  const { malformed, incomplete } = pathExtensions(certificate);
  const unread = basicConstraints === null && (incomplete || malformed.includes(OID.basicConstraints));
  if (version < 3 || (basicConstraints?.ca !== true && !unread)) {
    const what = version < 3 ? `it is of version ${version}` : 'basicConstraints does not say that it is one';
    list.fault(certificate, 'not-a-ca', '6.1.4 (k)', `it is used as an authority but ${what}`);
  }
  if (keyUsage !== null && !keyUsage.includes('keyCertSign'))
    list.fault(certificate, 'key-usage', '6.1.4 (n)', 'keyUsage does not allow it to sign certificates');
}
