import type { CrlEntry, CrlExtract, CrlFault } from '../../model/revocation.ts';
import type { Certificate } from '../certificate.ts';
import { CLOCK_SKEW, moment } from './clock.ts';
import { UNSIGNED } from './crl-extract.ts';
import { nameKey } from './name-key.ts';
import { serialNumber } from './serial-number.ts';

/** Why a list does not tell the status of a certificate. */
export interface Obstacle {
  readonly fault: CrlFault;
  readonly why: string;
}

export function no(fault: CrlFault, why: string): Obstacle {
  return { fault, why };
}

/** What in a list forbids everybody to rely on it, or leaves it silent about this certificate. */
export function unusable(certificate: Certificate, list: CrlExtract): Obstacle | null {
  const listed = entriesOf(certificate, list).length > 0 ? ', which names the certificate' : '';
  if (list.unknownCritical.length > 0) {
    const what = `critical extensions that are not understood: ${list.unknownCritical.join(', ')}`;
    return no(
      'unknown-extension',
      `the list of ${list.issuer}${listed}, has ${what} (RFC 5280, 5.2 and 5.3)`,
    );
  }
  if (!list.serials.includes(serialNumber(certificate.serialKey))) {
    return no('not-asked', `the list of ${list.issuer} was not searched for this certificate`);
  }
  if (list.signer !== null) return null;
  const fault = list.unsigned === UNSIGNED.absent ? 'signer-unknown' : 'bad-signature';
  return no(fault, `the list of ${list.issuer} cannot be used: ${list.unsigned ?? 'it is not signed'}`);
}

/** A list outside of its time; with a current delta upon it the end of the list itself does not count (RFC 5280, 6.3.3 a). */
export function staleness(list: CrlExtract, delta: CrlExtract | null, at: number): Obstacle | null {
  if (list.thisUpdate > at + CLOCK_SKEW) {
    return no('not-yet-valid', `the list of ${list.issuer} is of the future: ${moment(list.thisUpdate)}`);
  }
  if (delta !== null) return null;
  if (list.nextUpdate === null) {
    return no('stale', `the list of ${list.issuer} does not say how long it counts (RFC 5280, 5.1.2.5)`);
  }
  return at > list.nextUpdate + CLOCK_SKEW
    ? no('stale', `the list of ${list.issuer} was to be replaced by ${moment(list.nextUpdate)}`)
    : null;
}

/** Entries of the certificate in a list. */
export function entriesOf(certificate: Certificate, { entries }: CrlExtract): readonly CrlEntry[] {
  const serial = serialNumber(certificate.serialKey);
  const issuer = nameKey(certificate.issuerKey);
  return entries.filter((entry) => entry.serial === serial && nameKey(entry.issuerKey) === issuer);
}
