import { createHash } from 'node:crypto';
import type { CrlExtract } from '../../model/revocation.ts';
import type { Certificate } from '../certificate.ts';
import { nameText } from '../name-text.ts';
import { verifySigned } from '../signature.ts';
import { findEntries } from './crl-entries.ts';
import type { Crl } from './crl.ts';
import { readCrl } from './crl.ts';
import { nameKey } from './name-key.ts';
import { serialNumber } from './serial-number.ts';

export interface CrlExtractOptions {
  /** The certificates whose entries are wanted. */
  readonly certificates: readonly Certificate[];
  /** All that may have signed the list. Their own entries are looked for, too, since the list may name its signer. */
  readonly issuers: readonly Certificate[];
}

/**
 * Takes out of a revocation list what `crlStatus` needs to judge these certificates: a report keeps the extract and
 * not the list. Never throws: a list that cannot be read gives an extract with a `fault`.
 *
 * @param der A list of the public web can have tens of megabytes; above 32 MiB or two million entries it is refused.
 */
export function crlExtract(der: Uint8Array, { certificates, issuers }: CrlExtractOptions): CrlExtract {
  const sha256 = createHash('sha256').update(der).digest('hex');
  const nothing: CrlExtract = { ...NOTHING, sha256, bytes: der.length };
  try {
    const crl = readCrl(der);
    const wanted = [...certificates, ...issuers.filter((issuer) => mayName(crl, issuer))];
    if (wanted.length > MOST_CERTIFICATES)
      throw new RangeError(`more than ${MOST_CERTIFICATES} certificates to find`);
    const { entries, count, unknownCritical } = findEntries(crl, wanted);
    return {
      ...nothing,
      fault: null,
      issuer: nameInWords(crl.issuerKey),
      issuerKey: crl.issuerKey,
      thisUpdate: crl.thisUpdate,
      nextUpdate: crl.nextUpdate,
      number: crl.number,
      deltaBase: crl.deltaBase,
      authorityKeyId: crl.authorityKeyId,
      scope: crl.scope,
      unknownCritical: [...crl.unknownCritical, ...unknownCritical],
      listsExpired: crl.listsExpired,
      deltaUrls: crl.deltaUrls,
      ...signerOf(crl, issuers),
      serials: [...new Set(wanted.map(({ serialKey }) => serialNumber(serialKey)))],
      entries,
      entryCount: count,
    };
  } catch (error) {
    return { ...nothing, fault: (error as Error).message };
  }
}

/** SHA-256 of a certificate's public key, lower-case hex; empty if it cannot be read. */
export function keyFingerprint({ publicKeyInfo }: Certificate): string {
  return publicKeyInfo.length === 0 ? '' : createHash('sha256').update(publicKeyInfo).digest('hex');
}

const MOST_CERTIFICATES = 1000;

/** More keys of one name than this are an attack: each costs a look at the whole list. */
const MOST_KEYS = 8;
const LONGEST_NAME = 500;

const NOTHING: CrlExtract = {
  fault: null,
  sha256: '',
  bytes: 0,
  issuer: '',
  issuerKey: '',
  thisUpdate: 0,
  nextUpdate: null,
  number: null,
  deltaBase: null,
  authorityKeyId: null,
  scope: null,
  unknownCritical: [],
  listsExpired: false,
  deltaUrls: [],
  signer: null,
  unsigned: null,
  serials: [],
  entries: [],
  entryCount: 0,
};

function mayName({ issuerKey, scope }: Crl, certificate: Certificate): boolean {
  return scope?.indirect === true || nameKey(certificate.issuerKey) === nameKey(issuerKey);
}

function signerOf(crl: Crl, issuers: readonly Certificate[]): Pick<CrlExtract, 'signer' | 'unsigned'> {
  const name = nameKey(crl.issuerKey);
  const candidates = new Map<string, Certificate>();
  const byKeyId = issuers.toSorted((one, other) => Number(fits(crl, other)) - Number(fits(crl, one)));
  for (const candidate of byKeyId) {
    const key = keyFingerprint(candidate);
    if (nameKey(candidate.subjectKey) === name && key !== '' && !candidates.has(key))
      candidates.set(key, candidate);
  }
  let undecided = false;
  for (const [key, candidate] of [...candidates].slice(0, MOST_KEYS)) {
    const verified = verifySigned(crl.signed, candidate);
    if (verified === true) return { signer: { certificate: candidate.sha256, key }, unsigned: null };
    undecided ||= verified === null;
  }
  if (candidates.size === 0) return { signer: null, unsigned: UNSIGNED.absent };
  return {
    signer: null,
    unsigned: undecided || candidates.size > MOST_KEYS ? UNSIGNED.undecided : UNSIGNED.wrong,
  };
}

/** Why a list has no signer. */
export const UNSIGNED = {
  absent: 'no certificate of its issuer is at hand',
  undecided: 'this machine cannot verify its signature',
  wrong: 'its signature was not made by any key of its issuer that is at hand',
} as const;

function fits({ authorityKeyId }: Crl, { subjectKeyId }: Certificate): boolean {
  return authorityKeyId !== null && authorityKeyId === subjectKeyId;
}

function nameInWords(issuerKey: string): string {
  try {
    return nameText(Buffer.from(issuerKey, 'hex')).text.slice(0, LONGEST_NAME);
  } catch {
    return '';
  }
}
