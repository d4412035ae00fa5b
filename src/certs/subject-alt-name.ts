import ipaddr from 'ipaddr.js';
import { elements, expectTag, readElement, TAG } from './der.ts';

/** Enough for any certificate that works: TLS libraries give up earlier. */
const MAXIMUM_NAMES = 2000;

/** A DNS name has at most 253 characters in text form (RFC 1035, 2.3.4), so a name that was cut matches nothing. */
export const MAXIMUM_NAME_LENGTH = 255;

const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

export interface SubjectAltName {
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly hasSubjectAltName: true;
}

/**
 * dNSName and iPAddress entries of a subjectAltName (RFC 5280, 4.2.1.6); names as written, one character for each
 * byte, so that a NUL or a byte beyond ASCII stays visible. Throws if the list itself is not one.
 */
export function subjectAltName(value: Uint8Array, fault: (text: string) => void): SubjectAltName {
  const dnsNames: string[] = [];
  const ipAddresses: string[] = [];
  let count = 0;
  let long = false;
  const list = expectTag(readElement(value), TAG.sequence, 'subjectAltName').content;
  try {
    for (const { tag, content } of elements(list)) {
      count += 1;
      if (count > MAXIMUM_NAMES) {
        fault(`subjectAltName has more than ${MAXIMUM_NAMES} entries; the rest is left out`);
        break;
      }
      if (tag === DNS_NAME) {
        long ||= content.length > MAXIMUM_NAME_LENGTH;
        dnsNames.push(Buffer.from(content.subarray(0, MAXIMUM_NAME_LENGTH)).toString('latin1'));
      }
      if (tag === IP_ADDRESS) {
        if (content.length === 4 || content.length === 16) {
          ipAddresses.push(ipaddr.fromByteArray([...content]).toString());
        } else {
          fault(`subjectAltName has an address of ${content.length} bytes`);
        }
      }
    }
  } catch {
    fault('subjectAltName cannot be read to its end');
  }
  if (long) fault(`subjectAltName has a name longer than ${MAXIMUM_NAME_LENGTH} characters; it is cut`);
  return { dnsNames, ipAddresses, hasSubjectAltName: true };
}
