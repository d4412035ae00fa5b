import type { Certificate } from '../certificate.ts';
import type { FaultList } from './fault-list.ts';
import type { Purpose } from './request.ts';

/**
 * Whether a certificate may be part of a path for the purpose (RFC 5280, 4.2.1.12). Without the extension it may; any
 * purpose includes this one. In an authority the extension limits everything below: RFC 5280 does not say so, but
 * Windows, OpenSSL, NSS, Go and the Baseline Requirements (7.1.2.10.6) do.
 */
export function checkPurpose(
  certificate: Certificate,
  isCa: boolean,
  purpose: Purpose | null,
  list: FaultList,
): void {
  const { extendedKeyUsage: purposes } = certificate;
  if (purpose !== null && purposes !== null && !purposes.includes(PURPOSES[purpose])) {
    if (purposes.includes(ANY_PURPOSE)) {
      const why = 'it is for any purpose without naming this one, which OpenSSL and NSS do not take';
      list.note(certificate, 'any-purpose', '4.2.1.12', why);
    } else if (isCa && purpose === 'serverAuth' && purposes.some((oid) => SERVER_GATED.has(oid))) {
      const why =
        'it is for server gated cryptography, which only some clients take for server authentication';
      list.note(certificate, 'server-gated-purpose', SGC_CLAUSE, why);
    } else {
      const what = isCa ? 'the authority' : 'the certificate';
      const why = `${what} is not for ${WORDS[purpose]}, only for ${purposes.slice(0, 10).join(', ') || 'nothing'}`;
      list.fault(certificate, 'extended-key-usage', '4.2.1.12', why);
    }
  }
  if (!isCa) checkLeafUsage(certificate, purpose, list);
}

/**
 * RFC 5280, 4.2.1.12 names the key usages that agree with each purpose. A client has no use for keyEncipherment: it
 * signs, or agrees on a key.
 */
function checkLeafUsage(certificate: Certificate, purpose: Purpose | null, list: FaultList): void {
  const { keyUsage } = certificate;
  if (purpose === null || keyUsage === null) return;
  if (USAGES[purpose].some((usage) => keyUsage.includes(usage))) return;
  const why = `keyUsage has none of ${USAGES[purpose].join(', ')}`;
  list.fault(certificate, 'key-usage', '4.2.1.3 and 4.2.1.12', why);
}

const PURPOSES: Readonly<Record<Purpose, string>> = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
};

const WORDS: Readonly<Record<Purpose, string>> = {
  serverAuth: 'server authentication',
  clientAuth: 'client authentication',
};

const ANY_PURPOSE = '2.5.29.37.0';

/**
 * Netscape's and Microsoft's marks of old authorities. OpenSSL's manual page openssl-x509 takes both for "SSL Server
 * CA", browsers the former at most.
 */
const SERVER_GATED: ReadonlySet<string> = new Set(['2.16.840.1.113730.4.1', '1.3.6.1.4.1.311.10.3.3']);
const SGC_CLAUSE = 'OpenSSL, x509 certificate extensions';

const USAGES: Readonly<Record<Purpose, readonly string[]>> = {
  serverAuth: ['digitalSignature', 'keyEncipherment', 'keyAgreement'],
  clientAuth: ['digitalSignature', 'keyAgreement'],
};
