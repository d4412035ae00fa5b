import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AccessDescription,
  AuthorityInfoAccessSyntax,
  CRLDistributionPoints,
  DistributionPoint,
  DistributionPointName,
  GeneralName,
} from '@peculiar/asn1-x509';
import { type CertificateOptions, type Issued, makeCa, makeLeaf } from '../fixtures/certificates.ts';

/** Where a certificate says that things about it are to be had. */
export interface Urls {
  readonly issuer?: readonly string[];
  readonly ocsp?: readonly string[];
  readonly crl?: readonly string[];
}

const NOT_BEFORE = new Date('2026-01-01T00:00:00Z');
const YEAR = { notBefore: NOT_BEFORE, days: 3650 };

export function caWith(name: string, urls: Urls, options: CertificateOptions = {}): Issued {
  return makeCa(name, { ...YEAR, ...options, extensions: extensions(urls) });
}

export function leafWith(
  urls: Urls,
  options: CertificateOptions & { names?: readonly string[] } = {},
): Issued {
  return makeLeaf({ ...YEAR, ...options, extensions: extensions(urls) });
}

function extensions({ issuer = [], ocsp = [], crl = [] }: Urls): { oid: string; value: Uint8Array }[] {
  const described = [...ocsp.map((url) => ['1', url] as const), ...issuer.map((url) => ['2', url] as const)];
  const access = described.map(
    ([method, url]) =>
      new AccessDescription({
        accessMethod: `1.3.6.1.5.5.7.48.${method}`,
        accessLocation: new GeneralName({ uniformResourceIdentifier: url }),
      }),
  );
  const points = crl.map(
    (url) =>
      new DistributionPoint({
        distributionPoint: new DistributionPointName({
          fullName: [new GeneralName({ uniformResourceIdentifier: url })],
        }),
      }),
  );
  const der = (value: unknown): Uint8Array => new Uint8Array(AsnConvert.serialize(value));
  return [
    ...(access.length === 0
      ? []
      : [{ oid: '1.3.6.1.5.5.7.1.1', value: der(new AuthorityInfoAccessSyntax(access)) }]),
    ...(points.length === 0 ? [] : [{ oid: '2.5.29.31', value: der(new CRLDistributionPoints(points)) }]),
  ];
}
