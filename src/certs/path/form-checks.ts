import type { Certificate } from '../certificate.ts';
import { elements, readElement } from '../der.ts';
import { certificateStructure } from '../structure.ts';
import { readTime } from '../time.ts';
import type { FaultList } from './fault-list.ts';
import { extensionName, OID, pathExtensions } from './path-extensions.ts';

/** What has to hold of one certificate alone, wherever it stands in the path. False if nothing more can be asked. */
export function checkForm(certificate: Certificate, isCa: boolean, list: FaultList): boolean {
  if (!checkReadable(certificate, list)) return false;
  checkSerial(certificate, list);
  if (pathExtensions(certificate).algorithmMismatch) {
    const why = 'the signature algorithm inside and outside of the signed part differ';
    list.fault(certificate, 'algorithm-mismatch', '4.1.1.2', why);
  }
  if (certificate.issuerKey === EMPTY_NAME)
    list.fault(certificate, 'empty-name', '4.1.2.4', 'the name of the issuer is empty');
  if (isCa && certificate.subjectKey === EMPTY_NAME)
    list.fault(certificate, 'empty-name', '4.1.2.6', 'the name of an authority is empty');
  checkExtensions(certificate, isCa, list);
  return true;
}

/** That there are names, dates and a key at all. */
export function checkReadable(certificate: Certificate, list: FaultList): boolean {
  const { version, publicKeyInfo, subjectKey, issuerKey, faults } = certificate;
  if (version > 0 && publicKeyInfo.length > 0 && subjectKey !== '' && issuerKey !== '') return true;
  list.doubt(certificate, 'unreadable', '4.1', faults[0] ?? 'the certificate cannot be read');
  return false;
}

/** RFC 5280, 6.1.3 (a) (2): both ends belong to the time of validity. */
export function checkDates(certificate: Certificate, at: number, list: FaultList): void {
  const { notBefore, notAfter } = certificate;
  if (notBefore === 0 && notAfter === 0 && !hasDates(certificate)) {
    list.doubt(certificate, 'unreadable', '4.1.2.5', 'the time of validity cannot be read');
    return;
  }
  if (at < notBefore)
    list.fault(certificate, 'not-yet-valid', '6.1.3 (a) (2)', `it is valid from ${day(notBefore)} on`);
  // notAfter names a whole second, and all of it counts.
  if (at >= notAfter + 1000)
    list.fault(certificate, 'expired', '6.1.3 (a) (2)', `it was valid until ${day(notAfter)}`);
}

/** An empty SEQUENCE. */
const EMPTY_NAME = '3000';

/** RFC 5280, 4.1.2.2, which asks users to handle all of these gracefully. */
function checkSerial(certificate: Certificate, list: FaultList): void {
  const bytes = Buffer.from(certificate.serialKey, 'hex');
  if ((bytes[0] ?? 0) >= 0x80 || bytes.every((byte) => byte === 0))
    list.note(certificate, 'serial-not-positive', '4.1.2.2', 'the serial number is not positive');
  if (bytes.length > 20)
    list.note(certificate, 'serial-too-long', '4.1.2.2', 'the serial number has more than 20 bytes');
}

/** Those that validation processes, or that say nothing about validity beyond what is asked elsewhere. */
const PROCESSED: ReadonlySet<string> = new Set([
  ...Object.values(OID),
  // Key identifiers and distribution points may not or should not be critical, but are understood.
  '2.5.29.14',
  '2.5.29.35',
  '2.5.29.31',
]);

function checkExtensions(certificate: Certificate, isCa: boolean, list: FaultList): void {
  const { extensions, version } = certificate;
  const { malformed, incomplete } = pathExtensions(certificate);
  if (version < 3 && extensions.length > 0)
    list.note(certificate, 'extensions-before-v3', '4.1.2.9', `version ${version} has no extensions`);
  const seen = new Set<string>();
  for (const { oid, critical } of extensions) {
    const name = extensionName(oid);
    if (seen.has(oid)) list.fault(certificate, 'duplicate-extension', '4.2', `${name} is there twice`);
    if (!seen.has(oid) && critical && !PROCESSED.has(oid)) {
      const why = `the critical extension ${name} is not known`;
      list.fault(certificate, 'unknown-critical-extension', isCa ? '6.1.4 (o)' : '6.1.5 (f)', why);
    }
    seen.add(oid);
  }
  for (const oid of malformed)
    list.doubt(certificate, 'malformed-extension', '4.2', `${extensionName(oid)} cannot be read`);
  if (incomplete) list.doubt(certificate, 'malformed-extension', '4.2', 'not every extension can be read');
}

/** Midnight of 1 January 1970 stands for what could not be read, but may have been written. */
function hasDates({ der }: Certificate): boolean {
  try {
    const [notBefore, notAfter] = elements(readElement(certificateStructure(der).validity).content);
    return Number.isFinite(readTime(notBefore)) && Number.isFinite(readTime(notAfter));
  } catch {
    return false;
  }
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
