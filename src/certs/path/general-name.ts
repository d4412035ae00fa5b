import type { Element } from '../der.ts';
import { elements, expectTag, readElement, TAG } from '../der.ts';
import type { ComparableName } from './distinguished-name.ts';
import { comparableName } from './distinguished-name.ts';

/** One entry of GeneralNames (RFC 5280, 4.2.1.6); texts are hostile, one character for each byte. */
export type GeneralName =
  | { readonly form: 'rfc822Name' | 'dNSName' | 'uniformResourceIdentifier'; readonly text: string }
  | { readonly form: 'directoryName'; readonly name: ComparableName }
  | { readonly form: 'iPAddress'; readonly bytes: Uint8Array }
  | { readonly form: 'otherName' | 'x400Address' | 'ediPartyName' | 'registeredID' };

export type NameForm = GeneralName['form'];

/** Reads the content of a GeneralNames SEQUENCE. Throws a RangeError if it is not one, or has more than `maximum`. */
export function generalNames(value: Uint8Array, maximum: number): readonly GeneralName[] {
  const names: GeneralName[] = [];
  for (const element of elements(expectTag(readElement(value), TAG.sequence, 'the names').content)) {
    if (names.length === maximum) throw new RangeError(`more than ${maximum} names`);
    names.push(generalName(element));
  }
  return names;
}

export function generalName({ tag, content }: Element): GeneralName {
  const form = FORMS[tag];
  switch (form) {
    case undefined:
      throw new RangeError(`a name with the tag 0x${tag.toString(16)}`);
    case 'rfc822Name':
    case 'dNSName':
    case 'uniformResourceIdentifier':
      return { form, text: Buffer.from(content).toString('latin1') };
    case 'directoryName':
      return { form, name: comparableName(content) };
    case 'iPAddress':
      return { form, bytes: content };
    default:
      return { form };
  }
}

/** By the context-specific tag; constructed where the type is (RFC 5280, appendix A.2). */
const FORMS: Readonly<Record<number, NameForm>> = {
  0xa0: 'otherName',
  0x81: 'rfc822Name',
  0x82: 'dNSName',
  0xa3: 'x400Address',
  0xa4: 'directoryName',
  0xa5: 'ediPartyName',
  0x86: 'uniformResourceIdentifier',
  0x87: 'iPAddress',
  0x88: 'registeredID',
};
