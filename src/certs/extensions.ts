import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AuthorityInfoAccessSyntax,
  AuthorityKeyIdentifier,
  BasicConstraints,
  CRLDistributionPoints,
  CertificatePolicies,
  ExtendedKeyUsage,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509';
import type { Certificate, RawExtension } from './certificate.ts';
import { elements, expectTag, readElement, TAG } from './der.ts';
import { memoryOf } from './memory.ts';
import { rawExtension } from './raw-extension.ts';
import { subjectAltName } from './subject-alt-name.ts';

export type ExtensionFields = Pick<
  Certificate,
  | 'dnsNames'
  | 'ipAddresses'
  | 'hasSubjectAltName'
  | 'basicConstraints'
  | 'keyUsage'
  | 'extendedKeyUsage'
  | 'subjectKeyId'
  | 'authorityKeyId'
  | 'issuerUrls'
  | 'ocspUrls'
  | 'crlUrls'
  | 'mustStaple'
  | 'extensions'
  | 'policies'
  | 'hasTimestamps'
>;

export const NO_EXTENSIONS: ExtensionFields = {
  dnsNames: [],
  ipAddresses: [],
  hasSubjectAltName: false,
  basicConstraints: null,
  keyUsage: null,
  extendedKeyUsage: null,
  subjectKeyId: null,
  authorityKeyId: null,
  issuerUrls: [],
  ocspUrls: [],
  crlUrls: [],
  mustStaple: false,
  extensions: [],
  policies: [],
  hasTimestamps: false,
};

type Fault = (text: string) => void;

/**
 * Reads the extensions that decide anything here, each on its own, so that one that is malformed hides no other.
 * Unknown ones are passed over. Of two with the same identifier the first counts (RFC 5280, 4.2 forbids the second).
 */
export function readExtensions(extensions: readonly Uint8Array[], fault: Fault): ExtensionFields {
  let fields = NO_EXTENSIONS;
  const seen = new Set<string>();
  const raw: RawExtension[] = [];
  for (const der of extensions) {
    let name = 'an extension';
    try {
      const extension = rawExtension(readElement(der));
      raw.push(extension);
      const { oid, value } = extension;
      const reader = READERS[oid];
      name = reader?.name ?? `the extension ${oid}`;
      if (seen.has(oid)) {
        fault(`${name} is there twice`);
        continue;
      }
      seen.add(oid);
      if (reader) fields = { ...fields, ...readValue(oid, value, reader, fault) };
    } catch {
      fault(`${name} cannot be read`);
    }
  }
  return { ...fields, extensions: raw };
}

/** One authority gives all its certificates the same constraints, purposes, policies and addresses. */
function readValue(oid: string, value: Uint8Array, reader: Reader, fault: Fault): Partial<ExtensionFields> {
  if (value.length > LONGEST_KEPT) return reader.read(value, fault);
  const { fields, faults } = values(`${oid} ${Buffer.from(value).toString('latin1')}`, () => {
    const found: string[] = [];
    return { fields: reader.read(value, (text) => void found.push(text)), faults: found };
  });
  faults.forEach(fault);
  return fields;
}

const values = memoryOf<{ readonly fields: Partial<ExtensionFields>; readonly faults: readonly string[] }>(
  500,
);

/** Bytes; longer ones are lists of names, which no two certificates share. */
const LONGEST_KEPT = 200;

interface Reader {
  readonly name: string;
  readonly read: (value: Uint8Array, fault: Fault) => Partial<ExtensionFields>;
}

const CA_ISSUERS = '1.3.6.1.5.5.7.48.2';
const OCSP = '1.3.6.1.5.5.7.48.1';
const MAXIMUM_URLS = 20;
const MAXIMUM_OIDS = 100;

/** By object identifier. RFC 5280, 4.2.1 and 4.2.2.1; RFC 6962, 3.3; RFC 7633, 4. */
const READERS: Readonly<Record<string, Reader>> = {
  '2.5.29.14': {
    name: 'subjectKeyIdentifier',
    read: (value) => ({ subjectKeyId: hex(AsnConvert.parse(value, SubjectKeyIdentifier).buffer) }),
  },
  '2.5.29.15': {
    name: 'keyUsage',
    read: (value) => ({ keyUsage: keyUsageBits(value) }),
  },
  '2.5.29.17': { name: 'subjectAltName', read: subjectAltName },
  '2.5.29.19': {
    name: 'basicConstraints',
    read: (value) => {
      const { cA, pathLenConstraint } = AsnConvert.parse(value, BasicConstraints);
      return { basicConstraints: { ca: cA, pathLength: pathLenConstraint ?? null } };
    },
  },
  '2.5.29.32': {
    name: 'certificatePolicies',
    read: (value) => ({
      policies: Array.from(
        AsnConvert.parse(value, CertificatePolicies),
        (policy) => policy.policyIdentifier,
      ).slice(0, MAXIMUM_OIDS),
    }),
  },
  '2.5.29.35': {
    name: 'authorityKeyIdentifier',
    read: (value) => {
      const { keyIdentifier } = AsnConvert.parse(value, AuthorityKeyIdentifier);
      return { authorityKeyId: keyIdentifier === undefined ? null : hex(keyIdentifier.buffer) };
    },
  },
  '2.5.29.37': {
    name: 'extendedKeyUsage',
    read: (value) => ({
      extendedKeyUsage: [...AsnConvert.parse(value, ExtendedKeyUsage)].slice(0, MAXIMUM_OIDS),
    }),
  },
  '2.5.29.31': {
    name: 'cRLDistributionPoints',
    read: (value) => ({
      crlUrls: [...AsnConvert.parse(value, CRLDistributionPoints)]
        .flatMap(({ distributionPoint }) => distributionPoint?.fullName ?? [])
        .flatMap(({ uniformResourceIdentifier: url }) => (url === undefined || url === '' ? [] : [url]))
        .slice(0, MAXIMUM_URLS),
    }),
  },
  '1.3.6.1.5.5.7.1.1': {
    name: 'authorityInfoAccess',
    read: (value) => {
      const descriptions = [...AsnConvert.parse(value, AuthorityInfoAccessSyntax)];
      const urls = (method: string): readonly string[] =>
        descriptions
          .filter(({ accessMethod }) => accessMethod === method)
          .flatMap(({ accessLocation: { uniformResourceIdentifier: url } }) =>
            url === undefined || url === '' ? [] : [url],
          )
          .slice(0, MAXIMUM_URLS);
      return { issuerUrls: urls(CA_ISSUERS), ocspUrls: urls(OCSP) };
    },
  },
  '1.3.6.1.5.5.7.1.24': {
    name: 'the list of TLS features',
    read: (value) => ({ mustStaple: statusRequested(value) }),
  },
  '1.3.6.1.4.1.11129.2.4.2': {
    name: 'the list of signed certificate timestamps',
    read: () => ({ hasTimestamps: true }),
  },
};

/** RFC 5280, 4.2.1.3, in the order of the bits. */
const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

function keyUsageBits(value: Uint8Array): readonly string[] {
  const bits = expectTag(readElement(value), TAG.bitString, 'keyUsage').content.subarray(1);
  return KEY_USAGES.filter((_, index) => ((bits[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0);
}

/** The features are numbers of TLS extensions; status_request has 5 (RFC 6066, 8). */
function statusRequested(value: Uint8Array): boolean {
  const features = expectTag(readElement(value), TAG.sequence, 'the list of TLS features');
  return [...elements(features.content)].some(
    ({ tag, content }) => tag === TAG.integer && content.length === 1 && content[0] === STATUS_REQUEST,
  );
}

const STATUS_REQUEST = 5;

function hex(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString('hex');
}
