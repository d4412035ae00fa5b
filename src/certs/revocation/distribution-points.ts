import type { Certificate } from '../certificate.ts';
import type { Element } from '../der.ts';
import { elements, expectTag, readElement, TAG } from '../der.ts';
import { encode } from './encode.ts';
import { nameKey } from './name-key.ts';
import { reasonMask } from './reasons.ts';

/** One of cRLDistributionPoints (RFC 5280, 4.2.1.13), its names in a form for comparison. */
export interface DistributionPoint {
  /** Null if it names none. */
  readonly names: ReadonlySet<string> | null;
  readonly reasons: number | null;
  /** Null if the certificate's own issuer issues the list. */
  readonly crlIssuers: ReadonlySet<string> | null;
}

const CRL_DISTRIBUTION_POINTS = '2.5.29.31';
const DISTRIBUTION_POINT = 0xa0;
const REASONS = 0x81;
const CRL_ISSUER = 0xa2;
const FULL_NAME = 0xa0;
const RELATIVE_NAME = 0xa1;
const DIRECTORY_NAME = 0xa4;

const MAXIMUM_POINTS = 20;
const MAXIMUM_NAMES = 50;

/**
 * The distribution points of a certificate, and behind them the one that stands for every list of its issuer
 * (RFC 5280, 6.3.3, last paragraph). An extension that cannot be read counts as none.
 */
export function distributionPoints(certificate: Certificate): readonly DistributionPoint[] {
  return [...stated(certificate), impliedPoint(certificate)];
}

function stated(certificate: Certificate): readonly DistributionPoint[] {
  const extension = certificate.extensions.find(({ oid }) => oid === CRL_DISTRIBUTION_POINTS);
  if (extension === undefined) return [];
  try {
    const points: DistributionPoint[] = [];
    for (const { content } of elements(sequence(extension.value))) {
      if (points.length === MAXIMUM_POINTS) break;
      points.push(readPoint(content, certificate));
    }
    return points;
  } catch {
    return [];
  }
}

function impliedPoint({ issuerKey }: Certificate): DistributionPoint {
  return { names: new Set([`directory:${nameKey(issuerKey)}`]), reasons: null, crlIssuers: null };
}

function readPoint(content: Uint8Array, { issuerKey }: Certificate): DistributionPoint {
  const fields = [...elements(content)];
  const issuers = fields.find(({ tag }) => tag === CRL_ISSUER);
  const crlIssuers = issuers === undefined ? null : generalNames(issuers.content);
  const reasons = fields.find(({ tag }) => tag === REASONS);
  const place = fields.find(({ tag }) => tag === DISTRIBUTION_POINT);
  // A relative name stands below the list's issuer, which must be named once then (RFC 5280, 4.2.1.13).
  const above = crlIssuers === null ? [issuerKey] : directoryNames(crlIssuers);
  return {
    names:
      place === undefined
        ? null
        : new Set(above.flatMap((name) => pointNames(place, name).map(generalNameKey))),
    reasons: reasons === undefined ? null : reasonMask(reasons.content),
    crlIssuers: crlIssuers === null ? null : new Set(crlIssuers.map(generalNameKey)),
  };
}

/**
 * The GeneralNames of a DistributionPointName (RFC 5280, 4.2.1.13) as hex of their DER; a name that is relative is
 * completed by `issuer`, hex of a distinguished name. Throws a RangeError if it is not one.
 */
export function pointNames(distributionPoint: Element, issuer: string): readonly string[] {
  const name = readElement(distributionPoint.content);
  if (name.tag === FULL_NAME) return generalNames(name.content);
  if (name.tag !== RELATIVE_NAME) throw new RangeError('a name of an unknown kind');
  const above = expectTag(readElement(Buffer.from(issuer, 'hex')), TAG.sequence, 'the name of the issuer');
  const whole = encode(TAG.sequence, above.content, encode(TAG.set, name.content));
  return [hex(encode(DIRECTORY_NAME, whole))];
}

/** Names in this form are the same if RFC 5280 calls them the same. */
export function generalNameKey(name: string): string {
  if (!name.startsWith('a4')) return name;
  try {
    return `directory:${nameKey(hex(readElement(Buffer.from(name, 'hex')).content))}`;
  } catch {
    return name;
  }
}

/** GeneralNames, each as hex of its DER. Throws a RangeError. */
export function generalNames(content: Uint8Array): readonly string[] {
  const names: string[] = [];
  for (const { whole } of elements(content)) {
    if (names.length === MAXIMUM_NAMES) throw new RangeError(`more than ${MAXIMUM_NAMES} names`);
    names.push(hex(whole));
  }
  return names;
}

/** Those of them that are distinguished names, without the tag of the choice. */
export function directoryNames(names: readonly string[]): readonly string[] {
  return names
    .filter((name) => name.startsWith('a4'))
    .map((name) => hex(readElement(Buffer.from(name, 'hex')).content));
}

function sequence(value: Uint8Array): Uint8Array {
  return expectTag(readElement(value), TAG.sequence, 'the distribution points').content;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
