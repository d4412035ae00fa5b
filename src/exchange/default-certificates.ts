import type { Certificate } from '../certs/certificate.ts';

export type DefaultCertificateKind = 'exchange' | 'auth' | 'wmsvc';

/** What speaks for a certificate being one that Setup or Windows made by itself, in words. */
export interface DefaultCertificate {
  readonly kind: DefaultCertificateKind;
  readonly matched: readonly string[];
  /** Properties of the default that it does not have; never an essential one. */
  readonly missed: readonly string[];
}

/**
 * Recognises the three self-signed certificates that a fresh Exchange server has, by the properties in Microsoft
 * Learn "Digital certificates and encryption in Exchange Server", section "Properties of the default self-signed
 * certificates". `null` unless all essential properties are there; `New-ExchangeCertificate` without arguments makes
 * the first kind again. The hash is SHA-256 on installations of Exchange 2016 CU22, 2019 CU11 or later and SHA-1 on
 * older ones, which keep their certificates through updates (KB5006983).
 */
export function recognizeDefaultCertificate(certificate: Certificate): DefaultCertificate | null {
  if (!certificate.selfIssued || certificate.selfSigned === false) return null;
  for (const { kind, essential, usual } of DEFAULTS) {
    if (!essential.every(({ holds }) => holds(certificate))) continue;
    const matched = usual.filter(({ holds }) => holds(certificate));
    return {
      kind,
      matched: [
        'self-signed',
        ...essential.map(({ text }) => text),
        ...matched.map(({ text, seen }) => seen?.(certificate) ?? text),
      ],
      missed: usual.filter(({ holds }) => !holds(certificate)).map(({ text }) => text),
    };
  }
  return null;
}

interface Property {
  readonly text: string;
  readonly holds: (certificate: Certificate) => boolean;
  /** What it says in particular where it holds; the text if absent. */
  readonly seen?: (certificate: Certificate) => string | undefined;
}

interface Default {
  readonly kind: DefaultCertificateKind;
  readonly essential: readonly Property[];
  readonly usual: readonly Property[];
}

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const DAY = 86_400_000;

/** By the hash of the signature (KB5006983). Updates do not renew the certificate. */
const SETUP_OF: Readonly<Record<string, string>> = {
  'SHA-256': 'signature RSA over SHA-256, as of Exchange 2016 CU22, 2019 CU11 and later',
  'SHA-1':
    'signature RSA over SHA-1, so that Setup was run before Exchange 2016 CU22 or 2019 CU11 and it was never renewed',
};

const RSA_2048: Property = {
  text: 'RSA key of 2048 bits',
  holds: ({ key }) => key.algorithm === 'RSA' && key.bits === 2048,
};
const FOR_SERVERS: Property = {
  text: 'extended key usage server authentication only',
  holds: ({ extendedKeyUsage }) => sameSet(extendedKeyUsage, [SERVER_AUTH]),
};
const KNOWN_HASH: Property = {
  text: 'signature RSA over SHA-256, or SHA-1 from older installations',
  holds: ({ signature }) => signature.hash === 'SHA-256' || signature.hash === 'SHA-1',
  seen: ({ signature }) => SETUP_OF[signature.hash ?? ''],
};
/** That of the Web Management service is made by Windows, whose older versions sign with SHA-1. */
const WINDOWS_HASH: Property = {
  text: 'signature RSA over SHA-256, or SHA-1 from older versions of Windows',
  holds: ({ signature }) => signature.hash === 'SHA-256' || signature.hash === 'SHA-1',
};
const END_ENTITY: Property = {
  text: 'basic constraints end entity',
  holds: ({ basicConstraints }) => basicConstraints?.ca === false,
};
const EXCHANGE_KEY_USAGE: Property = {
  text: 'key usage digital signature and key encipherment (a0)',
  holds: ({ keyUsage }) => sameSet(keyUsage, ['digitalSignature', 'keyEncipherment']),
};
const FIVE_YEARS: Property = { text: 'valid for five years', holds: (certificate) => lasts(certificate, 5) };

const DEFAULTS: readonly Default[] = [
  {
    kind: 'auth',
    essential: [
      {
        text: 'subject CN=Microsoft Exchange Server Auth Certificate',
        holds: ({ subject }) => subject === 'CN=Microsoft Exchange Server Auth Certificate',
      },
    ],
    usual: [
      { text: 'no subject alternative names', holds: ({ hasSubjectAltName }) => !hasSubjectAltName },
      FIVE_YEARS,
      RSA_2048,
      FOR_SERVERS,
      EXCHANGE_KEY_USAGE,
      END_ENTITY,
      KNOWN_HASH,
    ],
  },
  {
    kind: 'wmsvc',
    essential: [
      {
        text: 'subject CN=WMSvc-{server} or CN=WMSvc-SHA2-{server}',
        holds: ({ subject }) => /^CN=WMSvc-[\w-]+$/i.test(subject),
      },
    ],
    usual: [
      {
        text: 'the common name is its only alternative name',
        holds: ({ dnsNames, commonNames }) => sameSet(lower(dnsNames), lower(commonNames)),
      },
      { text: 'valid for ten years', holds: (certificate) => lasts(certificate, 10) },
      RSA_2048,
      FOR_SERVERS,
      {
        text: 'key usage digital signature, key encipherment and data encipherment (b0)',
        holds: ({ keyUsage }) =>
          sameSet(keyUsage, ['digitalSignature', 'keyEncipherment', 'dataEncipherment']),
      },
      { text: 'no basic constraints', holds: ({ basicConstraints }) => basicConstraints === null },
      WINDOWS_HASH,
    ],
  },
  {
    kind: 'exchange',
    essential: [
      { text: 'subject is the bare server name', holds: ({ subject }) => /^CN=[\w-]{1,15}$/.test(subject) },
      { text: 'alternative names are the server name, short and full', holds: namesOfOneServer },
      FIVE_YEARS,
    ],
    usual: [RSA_2048, FOR_SERVERS, EXCHANGE_KEY_USAGE, END_ENTITY, KNOWN_HASH],
  },
];

/** `{server}` is there and every other name is `{server}.{domain}`; a server in no domain has one name. */
function namesOfOneServer({ commonNames, dnsNames }: Certificate): boolean {
  const server = commonNames[0]?.toLowerCase() ?? '';
  const names = lower(dnsNames);
  return names.includes(server) && names.every((name) => name === server || name.startsWith(`${server}.`));
}

/** Within three days, as leap days and the hour of the installation shift the end. */
function lasts({ notBefore, notAfter }: Certificate, years: number): boolean {
  return Math.abs((notAfter - notBefore) / DAY - years * 365.25) <= 3;
}

function lower(names: readonly string[]): readonly string[] {
  return names.map((name) => name.toLowerCase());
}

function sameSet(actual: readonly string[] | null, expected: readonly string[]): boolean {
  return (
    actual !== null && actual.length === expected.length && expected.every((item) => actual.includes(item))
  );
}
