import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AttributeTypeAndValue,
  AttributeValue,
  CertificatePolicies,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  InhibitAnyPolicy,
  Name,
  NameConstraints,
  OtherName,
  PolicyConstraints,
  PolicyInformation,
  PolicyMapping,
  PolicyMappings,
  RelativeDistinguishedName,
  SubjectAlternativeName,
} from '@peculiar/asn1-x509';

export interface ExtensionValue {
  readonly oid: string;
  readonly value: Uint8Array;
  readonly critical: boolean;
}

/** `dns:contoso.test`, `ip:0a000000ff000000` (bytes in hex), `mail:`, `uri:`, `dn:` (organization), `upn:`, `id:`. */
export type NameLine = string;

export function nameConstraints(
  lists: { readonly permitted?: readonly NameLine[]; readonly excluded?: readonly NameLine[] },
  critical = true,
): ExtensionValue {
  const value = new NameConstraints({
    ...(lists.permitted === undefined ? {} : { permittedSubtrees: subtrees(lists.permitted) }),
    ...(lists.excluded === undefined ? {} : { excludedSubtrees: subtrees(lists.excluded) }),
  });
  return { oid: '2.5.29.30', value: encode(value), critical };
}

export function subjectAltName(lines: readonly NameLine[], critical = false): ExtensionValue {
  return { oid: '2.5.29.17', value: encode(new SubjectAlternativeName(lines.map(generalName))), critical };
}

export function policies(...oids: readonly string[]): ExtensionValue {
  const list = oids.map((policyIdentifier) => new PolicyInformation({ policyIdentifier }));
  return { oid: '2.5.29.32', value: encode(new CertificatePolicies(list)), critical: false };
}

export function policyMappings(...pairs: readonly (readonly [string, string])[]): ExtensionValue {
  // The library's own type for what its constructor takes is that of another class.
  const list = pairs.map(([issuerDomainPolicy, subjectDomainPolicy]) =>
    Object.assign(new PolicyMapping(), { issuerDomainPolicy, subjectDomainPolicy }),
  );
  return { oid: '2.5.29.33', value: encode(new PolicyMappings(list)), critical: true };
}

export function policyConstraints(requireExplicit: number): ExtensionValue {
  const bytes = new Uint8Array([requireExplicit]).buffer;
  return {
    oid: '2.5.29.36',
    value: encode(new PolicyConstraints({ requireExplicitPolicy: bytes })),
    critical: true,
  };
}

export function inhibitAnyPolicy(certificates: number): ExtensionValue {
  const value = encode(new InhibitAnyPolicy(new Uint8Array([certificates]).buffer));
  return { oid: '2.5.29.54', value, critical: true };
}

function subtrees(lines: readonly NameLine[]): GeneralSubtrees {
  return new GeneralSubtrees(lines.map((line) => new GeneralSubtree({ base: generalName(line) })));
}

function generalName(line: NameLine): GeneralName {
  const mark = line.indexOf(':');
  const text = line.slice(mark + 1);
  switch (line.slice(0, mark)) {
    case 'dns':
      return new GeneralName({ dNSName: text });
    case 'mail':
      return new GeneralName({ rfc822Name: text });
    case 'uri':
      return new GeneralName({ uniformResourceIdentifier: text });
    case 'id':
      return new GeneralName({ registeredID: text });
    case 'dn':
      return new GeneralName({ directoryName: organization(text) });
    case 'upn':
      return new GeneralName({
        otherName: new OtherName({
          typeId: '1.3.6.1.4.1.311.20.2.3',
          value: new Uint8Array([0x0c, text.length, ...Buffer.from(text)]).buffer,
        }),
      });
    default:
      throw new Error(line);
  }
}

function organization(text: string): Name {
  const value = new AttributeValue({ utf8String: text });
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: '2.5.4.10', value })])]);
}

function encode(value: object): Uint8Array {
  return new Uint8Array(AsnConvert.serialize(value));
}

/** GeneralName of @peculiar takes addresses as text and no ranges, so those are written by hand. */
export function addressConstraints(permitted: boolean, ...ranges: readonly string[]): ExtensionValue {
  const entries = ranges.map((hex) => tlv(0x30, tlv(0x87, Buffer.from(hex, 'hex'))));
  const value = tlv(0x30, tlv(permitted ? 0xa0 : 0xa1, Buffer.concat(entries)));
  return { oid: '2.5.29.30', value, critical: true };
}

/** One DER element of any length below 65,536 bytes. */
export function tlv(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
