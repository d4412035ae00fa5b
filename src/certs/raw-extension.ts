import type { RawExtension } from './certificate.ts';
import type { Element } from './der.ts';
import { elements, expectTag, TAG } from './der.ts';
import { oidText } from './path/object-identifier.ts';

/**
 * Reads one `Extension` (RFC 5280, 4.1) of a certificate, a revocation list or an OCSP answer. By hand, as there are ten
 * in every certificate, and the library takes 20 microseconds for each. Throws a RangeError.
 */
export function rawExtension(element: Element): RawExtension {
  const fields = elements(expectTag(element, TAG.sequence, 'an extension').content);
  const [id, second, third, more] = fields;
  const flag = second?.tag === BOOLEAN ? second : null;
  if (more !== undefined || (flag === null && third !== undefined)) {
    throw new RangeError('an extension with a part too many');
  }
  if (flag !== null && flag.content.length !== 1) throw new RangeError('an extension with a broken flag');
  return {
    oid: oidText(expectTag(id, TAG.oid, 'an extension').content),
    critical: flag !== null && flag.content[0] !== 0,
    value: expectTag(flag === null ? second : third, TAG.octetString, 'an extension').content,
  };
}

const BOOLEAN = 0x01;
