import { createHash } from 'node:crypto';
import type { Certificate } from './certificate.ts';
import { elements, readElement } from './der.ts';
import { NO_EXTENSIONS, readExtensions } from './extensions.ts';
import type { NameText } from './name-text.ts';
import { nameText } from './name-text.ts';
import { describePublicKey } from './public-key.ts';
import { describeSignature, verifySignature } from './signature.ts';
import type { CertificateStructure } from './structure.ts';
import { certificateStructure } from './structure.ts';
import { MAXIMUM_NAME_LENGTH } from './subject-alt-name.ts';
import { readTime } from './time.ts';

/**
 * Reads a certificate (RFC 5280, 4). Never throws: what cannot be read is left empty (times 0) and named in `faults`,
 * and one part that is broken hides no other. Names keep every byte that the issuer wrote, save that lists and names
 * beyond any use are cut, with a fault.
 */
export function parseCertificate(der: Uint8Array): Certificate {
  const faults: string[] = [];
  const fault = (text: string): void => {
    faults.push(text);
  };
  const empty = emptyCertificate(der, faults);
  let structure: CertificateStructure;
  try {
    structure = certificateStructure(der);
  } catch (error) {
    fault(`not a certificate: ${(error as Error).message}`);
    return empty;
  }
  const attempt = <T>(what: string, read: () => T, fallback: T): T => {
    try {
      return read();
    } catch {
      fault(`${what} cannot be read`);
      return fallback;
    }
  };

  if (structure.trailing > 0) fault(`${structure.trailing} bytes follow the certificate`);
  if (structure.signatureUnusedBits > 0) fault('the signature has unused bits');
  if (!Buffer.from(structure.innerAlgorithm).equals(structure.outerAlgorithm)) {
    fault('the signature algorithm inside and outside of the signed part differ');
  }
  const subject = attempt('the subject', () => readName(structure.subject, fault, 'the subject'), NO_NAME);
  const issuer = attempt('the issuer', () => readName(structure.issuer, fault, 'the issuer'), NO_NAME);
  const key = attempt('the public key', () => describePublicKey(structure.publicKey), null);
  if (key !== null && key.fault !== null) fault(key.fault);
  const unverified: Certificate = {
    ...empty,
    ...readExtensions(structure.extensions, fault),
    ...attempt('the validity', () => readValidity(structure.validity), { notBefore: 0, notAfter: 0 }),
    subject: subject.text,
    issuer: issuer.text,
    subjectKey: hex(structure.subject),
    issuerKey: hex(structure.issuer),
    commonNames: subject.commonNames,
    version: structure.version,
    serial: serialText(structure.serial),
    serialKey: hex(structure.serial),
    publicKeyInfo: structure.publicKey,
    key: key?.key ?? empty.key,
    signature: attempt(
      'the signature algorithm',
      () => describeSignature(structure.outerAlgorithm),
      empty.signature,
    ),
    selfIssued: hex(structure.subject) === hex(structure.issuer),
  };
  return {
    ...unverified,
    selfSigned: unverified.selfIssued ? verifySignature(unverified, unverified) : false,
  };
}

const NOTHING = new Uint8Array(0);

const NO_NAME: NameText = { text: '', commonNames: [] };

const MAXIMUM_NAME_TEXT = 2000;

function emptyCertificate(der: Uint8Array, faults: readonly string[]): Certificate {
  return {
    ...NO_EXTENSIONS,
    sha256: createHash('sha256').update(der).digest('hex'),
    thumbprint: createHash('sha1').update(der).digest('hex').toUpperCase(),
    der,
    version: 0,
    subject: '',
    issuer: '',
    subjectKey: '',
    issuerKey: '',
    commonNames: [],
    serial: '',
    serialKey: '',
    publicKeyInfo: NOTHING,
    notBefore: 0,
    notAfter: 0,
    key: { algorithm: '', bits: null, curve: null },
    signature: { oid: '', name: '', hash: null },
    selfIssued: false,
    selfSigned: false,
    faults,
  };
}

function readName(der: Uint8Array, fault: (text: string) => void, what: string): NameText {
  const { text, commonNames } = nameText(der);
  if (text.length > MAXIMUM_NAME_TEXT)
    fault(`${what} is longer than ${MAXIMUM_NAME_TEXT} characters; it is cut`);
  return {
    text: text.slice(0, MAXIMUM_NAME_TEXT),
    commonNames: commonNames.map((name) => name.slice(0, MAXIMUM_NAME_LENGTH)),
  };
}

function readValidity(der: Uint8Array): { readonly notBefore: number; readonly notAfter: number } {
  const [notBefore, notAfter] = elements(readElement(der).content);
  return { notBefore: readTime(notBefore), notAfter: readTime(notAfter) };
}

/** Without the zero byte that only keeps a large number positive, as every viewer prints it. */
function serialText(bytes: Uint8Array): string {
  const padded = bytes.length > 1 && bytes[0] === 0 && (bytes[1] ?? 0) >= 0x80;
  return hex(padded ? bytes.subarray(1) : bytes).toUpperCase();
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
