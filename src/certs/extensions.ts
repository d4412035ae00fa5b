import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AuthorityInfoAccessSyntax,
  AuthorityKeyIdentifier,
  BasicConstraints,
  CertificatePolicies,
  Extension,
  ExtendedKeyUsage,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509';
import type { Certificate } from './certificate.ts';
import { expectTag, readElement, TAG } from './der.ts';
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
  for (const der of extensions) {
    let name = 'an extension';
    try {
      const { extnID, extnValue } = AsnConvert.parse(der, Extension);
      const reader = READERS[extnID];
      name = reader?.name ?? `the extension ${extnID}`;
      if (seen.has(extnID)) {
        fault(`${name} is there twice`);
        continue;
      }
      seen.add(extnID);
      if (reader) fields = { ...fields, ...reader.read(new Uint8Array(extnValue.buffer), fault) };
    } catch {
      fault(`${name} cannot be read`);
    }
  }
  return fields;
}

interface Reader {
  readonly name: string;
  readonly read: (value: Uint8Array, fault: Fault) => Partial<ExtensionFields>;
}

const CA_ISSUERS = '1.3.6.1.5.5.7.48.2';
const MAXIMUM_URLS = 20;
const MAXIMUM_OIDS = 100;

/** By object identifier. RFC 5280, 4.2.1 and 4.2.2.1; RFC 6962, 3.3. */
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
  '1.3.6.1.5.5.7.1.1': {
    name: 'authorityInfoAccess',
    read: (value) => ({
      issuerUrls: [...AsnConvert.parse(value, AuthorityInfoAccessSyntax)]
        .filter((description) => description.accessMethod === CA_ISSUERS)
        .map((description) => description.accessLocation.uniformResourceIdentifier ?? '')
        .filter((url) => url !== '')
        .slice(0, MAXIMUM_URLS),
    }),
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

function hex(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString('hex');
}
