import type { RawExtension } from '../certificate.ts';
import type { Element } from '../der.ts';
import { elements, expectTag, readElement, TAG } from '../der.ts';
import { oidText } from '../path/object-identifier.ts';
import type { Signed } from '../signature.ts';
import { readTime } from '../time.ts';
import { rawExtension } from '../raw-extension.ts';

/** An OCSP answer taken apart, nothing in it judged (RFC 6960, 4.2.1). Byte arrays are windows on the answer. */
export interface OcspAnswer {
  /** OCSPResponseStatus; 0 is `successful`, and only then is there anything else. */
  readonly status: number;
  readonly basic: BasicAnswer | null;
}

export interface BasicAnswer {
  readonly signed: Signed;
  readonly responder:
    { readonly by: 'name'; readonly name: string } | { readonly by: 'key'; readonly hash: string };
  /** Milliseconds since 1970. */
  readonly producedAt: number;
  readonly singles: readonly SingleAnswer[];
  /** Critical extensions that are not understood, of the whole answer. */
  readonly unknownCritical: readonly string[];
  /** Certificates that came with it, as DER. */
  readonly certificates: readonly Uint8Array[];
}

export interface SingleAnswer {
  readonly hash: string;
  /** Hex. */
  readonly issuerNameHash: string;
  readonly issuerKeyHash: string;
  readonly serialKey: string;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly revokedAt: number | null;
  /** CRLReason, or null if none is given. */
  readonly reason: number | null;
  readonly thisUpdate: number;
  readonly nextUpdate: number | null;
  readonly unknownCritical: readonly string[];
}

/** An honest answer has one or two kilobytes, with certificates three or four. */
const MAXIMUM_OCSP_BYTES = 256 * 1024;

/** Takes an answer apart. Throws a RangeError that says what is wrong, also if anything follows it. */
export function readAnswer(der: Uint8Array): OcspAnswer {
  if (der.length > MAXIMUM_OCSP_BYTES) throw new RangeError(`more than ${MAXIMUM_OCSP_BYTES} bytes`);
  const whole = expectTag(readElement(der), TAG.sequence, 'the answer');
  if (whole.whole.length !== der.length) throw new RangeError('bytes follow the answer');
  const [statusElement, explicit] = elements(whole.content);
  const status = expectTag(statusElement, ENUMERATED, 'the status').content;
  if (status.length !== 1) throw new RangeError('a status of no meaning');
  if (status[0] !== 0) return { status: status[0] ?? 0, basic: null };
  const bytes = readElement(expectTag(explicit, FIRST, 'the answer itself').content);
  const [type, value] = elements(expectTag(bytes, TAG.sequence, 'the answer itself').content);
  const kind = oidText(expectTag(type, TAG.oid, 'the kind of answer').content);
  if (kind !== BASIC) throw new UnsupportedAnswer(`an answer of the kind ${kind}`);
  return { status: 0, basic: readBasic(expectTag(value, TAG.octetString, 'the answer itself').content) };
}

/** An answer that is sound but of a kind that nobody uses. */
export class UnsupportedAnswer extends RangeError {}

const ENUMERATED = 0x0a;
const GENERALIZED_TIME = 0x18;
const FIRST = 0xa0;
const SECOND = 0xa1;
const THIRD = 0xa2;
const PRIMITIVE_GOOD = 0x80;
const PRIMITIVE_UNKNOWN = 0x82;
const BASIC = '1.3.6.1.5.5.7.48.1.1';

const MAXIMUM_SINGLES = 500;
const MAXIMUM_CERTIFICATES = 10;
const MAXIMUM_EXTENSIONS = 20;

function readBasic(der: Uint8Array): BasicAnswer {
  const whole = expectTag(readElement(der), TAG.sequence, 'the signed answer');
  if (whole.whole.length !== der.length) throw new RangeError('bytes follow the signed answer');
  const [tbs, algorithm, bits, certificates] = elements(whole.content);
  const signature = expectTag(bits, TAG.bitString, 'the signature').content;
  const list = certificates === undefined ? null : expectTag(certificates, FIRST, 'the certificates').content;
  return {
    signed: {
      tbs: expectTag(tbs, TAG.sequence, 'the signed part').whole,
      algorithm: expectTag(algorithm, TAG.sequence, 'the signature algorithm').whole,
      signature: signature.subarray(signature[0] === 0 ? 1 : 0),
    },
    ...readData(expectTag(tbs, TAG.sequence, 'the signed part').content),
    certificates:
      list === null
        ? []
        : upTo(MAXIMUM_CERTIFICATES, 'certificates', sequenceOf(list)).map((one) => one.whole),
  };
}

/** ResponseData: version [0], responderID, producedAt, responses, extensions [1]. */
function readData(content: Uint8Array): Omit<BasicAnswer, 'signed' | 'certificates'> {
  const fields = [...upTo(MAXIMUM_EXTENSIONS, 'fields', elements(content))];
  if (fields[0]?.tag === FIRST) fields.shift();
  const [responder, producedAt, singles, extensions, more] = fields;
  if (more !== undefined) throw new RangeError('a field too many');
  const list = expectTag(singles, TAG.sequence, 'the list of answers').content;
  return {
    responder: readResponder(responder),
    producedAt: generalizedTime(producedAt),
    singles: upTo(MAXIMUM_SINGLES, 'answers', elements(list)).map(readSingle),
    unknownCritical: unknownCritical(extensions, SECOND),
  };
}

function readResponder(element: Element | undefined): BasicAnswer['responder'] {
  if (element?.tag === SECOND) {
    const name = expectTag(readElement(element.content), TAG.sequence, 'the name of the responder');
    return { by: 'name', name: hex(name.whole) };
  }
  const key = expectTag(element, THIRD, 'the responder');
  return {
    by: 'key',
    hash: hex(expectTag(readElement(key.content), TAG.octetString, 'the responder').content),
  };
}

/** SingleResponse: certID, certStatus, thisUpdate, nextUpdate [0], singleExtensions [1]. */
function readSingle(element: Element): SingleAnswer {
  const fields = [
    ...upTo(MAXIMUM_EXTENSIONS, 'fields', elements(expectTag(element, TAG.sequence, 'an answer').content)),
  ];
  const [id, status, thisUpdate] = fields.splice(0, 3);
  const nextUpdate = fields[0]?.tag === FIRST ? fields.shift() : undefined;
  const extensions = fields.shift();
  if (fields.length > 0) throw new RangeError('a field too many in an answer');
  return {
    ...readCertId(id),
    ...readStatus(status),
    thisUpdate: generalizedTime(thisUpdate),
    nextUpdate: nextUpdate === undefined ? null : generalizedTime(readElement(nextUpdate.content)),
    unknownCritical: unknownCritical(extensions, SECOND),
  };
}

type CertId = Pick<SingleAnswer, 'hash' | 'issuerNameHash' | 'issuerKeyHash' | 'serialKey'>;

function readCertId(element: Element | undefined): CertId {
  const [algorithm, name, key, serial] = elements(
    expectTag(element, TAG.sequence, 'a certificate id').content,
  );
  const [hash] = elements(expectTag(algorithm, TAG.sequence, 'the hash').content);
  return {
    hash: oidText(expectTag(hash, TAG.oid, 'the hash').content),
    issuerNameHash: hex(expectTag(name, TAG.octetString, 'the hash of the name').content),
    issuerKeyHash: hex(expectTag(key, TAG.octetString, 'the hash of the key').content),
    serialKey: hex(expectTag(serial, TAG.integer, 'the serial number').content),
  };
}

function readStatus(element: Element | undefined): Pick<SingleAnswer, 'status' | 'revokedAt' | 'reason'> {
  const nothing = { revokedAt: null, reason: null };
  if (element?.tag === PRIMITIVE_GOOD) return { status: 'good', ...nothing };
  if (element?.tag === PRIMITIVE_UNKNOWN) return { status: 'unknown', ...nothing };
  const [time, explicit] = elements(expectTag(element, SECOND, 'the status of a certificate').content);
  const code = explicit === undefined ? null : readElement(expectTag(explicit, FIRST, 'the reason').content);
  return {
    status: 'revoked',
    revokedAt: generalizedTime(time),
    reason: code === null ? null : (expectTag(code, ENUMERATED, 'the reason').content[0] ?? null),
  };
}

/** RFC 6960, 4.4 and RFC 6962, 3.3. What is not critical may be passed over. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  '1.3.6.1.5.5.7.48.1.2',
  '1.3.6.1.5.5.7.48.1.3',
  '1.3.6.1.5.5.7.48.1.6',
  '1.3.6.1.5.5.7.48.1.7',
  '1.3.6.1.5.5.7.48.1.9',
  '1.3.6.1.4.1.11129.2.4.5',
]);

function unknownCritical(element: Element | undefined, tag: number): readonly string[] {
  if (element === undefined) return [];
  const list = sequenceOf(expectTag(element, tag, 'the extensions').content);
  const extensions: readonly RawExtension[] = upTo(MAXIMUM_EXTENSIONS, 'extensions', list).map(rawExtension);
  return extensions.filter(({ oid, critical }) => critical && !UNDERSTOOD.has(oid)).map(({ oid }) => oid);
}

function sequenceOf(explicit: Uint8Array): Iterable<Element> {
  return elements(expectTag(readElement(explicit), TAG.sequence, 'a list').content);
}

function upTo(most: number, what: string, all: Iterable<Element>): readonly Element[] {
  const list: Element[] = [];
  for (const element of all) {
    if (list.length === most) throw new RangeError(`more than ${most} ${what}`);
    list.push(element);
  }
  return list;
}

function generalizedTime(element: Element | undefined): number {
  return readTime(expectTag(element, GENERALIZED_TIME, 'a time'));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
