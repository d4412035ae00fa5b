import type { Certificate, RawExtension } from '../certificate.ts';
import { elements, expectTag, readElement, TAG } from '../der.ts';
import { certificateStructure } from '../structure.ts';
import type { GeneralName } from './general-name.ts';
import { generalNames } from './general-name.ts';
import type { NameConstraints } from './name-constraints.ts';
import { readNameConstraints } from './name-constraints.ts';
import { oidText } from './object-identifier.ts';

/** What validation needs from the extensions beyond what a `Certificate` holds. */
export interface PathExtensions {
  /** `null`: the extension is absent. */
  readonly policies: readonly string[] | null;
  readonly mappings: readonly PolicyMapping[];
  /** Certificates that may follow before it holds; `null`: absent. */
  readonly requireExplicitPolicy: number | null;
  readonly inhibitPolicyMapping: number | null;
  readonly inhibitAnyPolicy: number | null;
  readonly nameConstraints: NameConstraints | null;
  /** Every entry of subjectAltName; `null`: absent. */
  readonly names: readonly GeneralName[] | null;
  /** Object identifiers of extensions that are known here and cannot be read. */
  readonly malformed: readonly string[];
  /** Extensions, or the list of them, that could not even be cut out of the certificate. */
  readonly incomplete: boolean;
  /** The algorithm of the signature is not the same inside and outside of the signed part. */
  readonly algorithmMismatch: boolean;
}

export interface PolicyMapping {
  readonly issuer: string;
  readonly subject: string;
}

export const OID = {
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  inhibitAnyPolicy: '2.5.29.54',
} as const;

/** Names of extensions for messages, as RFC 5280 writes them; of another its identifier. */
export function extensionName(oid: string): string {
  return Object.entries(OID).find(([, known]) => known === oid)?.[0] ?? oid;
}

/** Reads them, once for each certificate. Never throws. */
export function pathExtensions(certificate: Certificate): PathExtensions {
  const known = MEMORY.get(certificate);
  if (known !== undefined) return known;
  const read = readAll(certificate);
  MEMORY.set(certificate, read);
  return read;
}

const MEMORY = new WeakMap<Certificate, PathExtensions>();

/** Policies and mappings of one certificate; RFC 9618 bounds the work by their product. */
const MAXIMUM_POLICIES = 100;
const MAXIMUM_NAMES = 2000;

function readAll(certificate: Certificate): PathExtensions {
  const malformed: string[] = [];
  const read = <T>(oid: string, decode: (value: Uint8Array) => T, absent: T): T => {
    const extension = find(certificate, oid);
    if (extension === undefined) return absent;
    try {
      return decode(extension.value);
    } catch {
      malformed.push(oid);
      return absent;
    }
  };
  const constraints = read(OID.policyConstraints, policyConstraints, [null, null]);
  const extensions = {
    policies: read<readonly string[] | null>(OID.certificatePolicies, policies, null),
    mappings: read(OID.policyMappings, policyMappings, []),
    requireExplicitPolicy: constraints[0],
    inhibitPolicyMapping: constraints[1],
    inhibitAnyPolicy: read<number | null>(OID.inhibitAnyPolicy, wholeNumber, null),
    nameConstraints: read<NameConstraints | null>(OID.nameConstraints, readNameConstraints, null),
    names: read<readonly GeneralName[] | null>(
      OID.subjectAltName,
      (value) => generalNames(value, MAXIMUM_NAMES),
      null,
    ),
  };
  malformed.push(...undecoded(certificate));
  return { ...extensions, malformed, ...structural(certificate) };
}

/** Those that the certificate's own reader gave up. */
function undecoded(certificate: Certificate): readonly string[] {
  const { basicConstraints, keyUsage, extendedKeyUsage } = certificate;
  const length = basicConstraints?.pathLength ?? 0;
  const sound: readonly (readonly [string, boolean])[] = [
    [OID.basicConstraints, basicConstraints !== null && length >= 0 && Number.isFinite(length)],
    [OID.keyUsage, keyUsage !== null],
    [OID.extendedKeyUsage, extendedKeyUsage !== null],
  ];
  return sound.flatMap(([oid, isSound]) => (isSound || find(certificate, oid) === undefined ? [] : [oid]));
}

function structural({ der, extensions }: Certificate): { incomplete: boolean; algorithmMismatch: boolean } {
  try {
    const structure = certificateStructure(der);
    return {
      incomplete: structure.extensions.length !== extensions.length,
      algorithmMismatch: !Buffer.from(structure.innerAlgorithm).equals(structure.outerAlgorithm),
    };
  } catch {
    return { incomplete: true, algorithmMismatch: false };
  }
}

function find({ extensions }: Certificate, oid: string): RawExtension | undefined {
  return extensions.find((extension) => extension.oid === oid);
}

/** RFC 5280, 4.2.1.4; qualifiers say nothing about validity. */
function policies(value: Uint8Array): readonly string[] {
  return list(value, ({ content }) => {
    const [identifier] = elements(content);
    return oidText(expectTag(identifier, TAG.oid, 'a policy').content);
  });
}

/** RFC 5280, 4.2.1.5. */
function policyMappings(value: Uint8Array): readonly PolicyMapping[] {
  return list(value, ({ content }) => {
    const [issuer, subject] = elements(content);
    return {
      issuer: oidText(expectTag(issuer, TAG.oid, 'a policy').content),
      subject: oidText(expectTag(subject, TAG.oid, 'a policy').content),
    };
  });
}

const REQUIRE_EXPLICIT = 0x80;
const INHIBIT_MAPPING = 0x81;

/** RFC 5280, 4.2.1.11: both numbers may be absent. */
function policyConstraints(value: Uint8Array): readonly [number | null, number | null] {
  let requireExplicit: number | null = null;
  let inhibitMapping: number | null = null;
  for (const { tag, content } of elements(expectTag(readElement(value), TAG.sequence, 'it').content)) {
    if (tag === REQUIRE_EXPLICIT) requireExplicit = magnitude(content);
    else if (tag === INHIBIT_MAPPING) inhibitMapping = magnitude(content);
    else throw new RangeError('neither of the two constraints');
  }
  return [requireExplicit, inhibitMapping];
}

function wholeNumber(value: Uint8Array): number {
  return magnitude(expectTag(readElement(value), TAG.integer, 'the number').content);
}

/** SkipCerts; one too large to be exact is as good as infinite. */
function magnitude(content: Uint8Array): number {
  const [first] = content;
  if (first === undefined || first >= 0x80 || content.length > 100) throw new RangeError('not a number');
  return content.reduce((value, byte) => value * 256 + byte, 0);
}

function list<T>(value: Uint8Array, read: (element: ReturnType<typeof readElement>) => T): readonly T[] {
  const items: T[] = [];
  for (const element of elements(expectTag(readElement(value), TAG.sequence, 'the list').content)) {
    if (items.length === MAXIMUM_POLICIES) throw new RangeError(`more than ${MAXIMUM_POLICIES} policies`);
    items.push(read(expectTag(element, TAG.sequence, 'an entry')));
  }
  return items;
}
