import type { Certificate } from '../certificate.ts';
import { elements, readElement } from '../der.ts';
import { characterString, subjectName } from './distinguished-name.ts';
import type { GeneralName } from './general-name.ts';
import { pathExtensions } from './path-extensions.ts';

/**
 * Every name that constraints apply to (RFC 5280, 6.1.3 b): the subject unless it is empty, the subject alternative
 * names, and the mail addresses in the subject. The RFC asks for the last only where there are no alternative names;
 * OpenSSL always does, and so is it done here, as a mail server is what will read them.
 *
 * With `commonName`, a common name that reads like a host name is one if there are no alternative names at all. That is
 * a decision of this program's, against clients that still take server names from there.
 */
export function constrainedNames(certificate: Certificate, commonName: boolean): readonly GeneralName[] {
  const subject = subjectName(certificate);
  const { names } = pathExtensions(certificate);
  const directory: readonly GeneralName[] =
    subject.parts.length === 0 ? [] : [{ form: 'directoryName', name: subject }];
  const common = commonName && !certificate.hasSubjectAltName ? certificate.commonNames : [];
  const hosts = common.filter((name) => HOST_NAME.test(name));
  return [
    ...directory,
    ...(names ?? []),
    ...mailboxes(certificate).map((text) => ({ form: 'rfc822Name', text }) as const),
    ...hosts.map((text) => ({ form: 'dNSName', text }) as const),
  ];
}

/** Labels with at least one dot, as OpenSSL has it: a company's name is none. */
const HOST_NAME = /^(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)+\.?$/i;

/** PKCS #9, 1.2.840.113549.1.9.1, as the bytes stand. */
const EMAIL_ADDRESS = '2a864886f70d010901';

function mailboxes({ subjectKey }: Certificate): readonly string[] {
  if (!subjectKey.includes(EMAIL_ADDRESS)) return [];
  const found: string[] = [];
  try {
    for (const { content: set } of elements(readElement(Buffer.from(subjectKey, 'hex')).content)) {
      for (const { content: pair } of elements(set)) {
        const [type, value] = elements(pair);
        if (value === undefined || Buffer.from(type?.content ?? []).toString('hex') !== EMAIL_ADDRESS)
          continue;
        found.push(characterString(value.tag, value.content) ?? '');
      }
    }
  } catch {
    found.push('');
  }
  return found;
}
