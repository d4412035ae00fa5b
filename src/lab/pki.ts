import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { issue, type Issue, type Issuer, type KeyPair, type SubjectName } from './issue.ts';

/** The certificates of the embedded organization, in wire order, leaf first. */
export interface Pki {
  /** By a commercial CA, with its intermediate. */
  commercial(names: readonly string[], age?: Age): readonly Uint8Array[];
  /** By the organization's own root, signed with SHA-1. */
  internal(names: readonly string[]): readonly Uint8Array[];
  /**
   * What Exchange Setup makes for a server: properties of the "Microsoft Exchange" certificate in Microsoft Learn
   * "Digital certificates and encryption in Exchange Server".
   */
  selfSigned(server: string, domain: string): readonly Uint8Array[];
  /** Roots, which no server sends; for those who want to check the chains. */
  readonly authorities: readonly Uint8Array[];
  /** Private key of every RSA leaf, PEM. */
  readonly rsaKey: string;
}

/** In days: how long ago it was issued, and for how long. */
export interface Age {
  readonly issued: number;
  readonly valid: number;
}

const DAY = 86_400_000;
const makeKeyPair = promisify(generateKeyPair);

/** Below every limit of the Baseline Requirements that is known until 2029, and more than 60 days left. */
const FRESH: Age = { issued: 20, valid: 99 };
const ORGANIZATION_VALIDATED = '2.23.140.1.2.2';

/** Makes keys and authorities; leaves are issued when asked for, and share one RSA key to be quick. */
export async function createPki(now: number): Promise<Pki> {
  const rsa = (): Promise<KeyPair> => makeKeyPair('rsa', { modulusLength: 2048 });
  const [rootKeys, issuingKeys, internalKeys, leafKeys] = await Promise.all([rsa(), rsa(), rsa(), rsa()]);
  const root: Issuer = { subject: commercialName('Example Trust Root CA'), keys: rootKeys };
  const issuing: Issuer = { subject: commercialName('Example Trust TLS RSA CA 1'), keys: issuingKeys };
  const internal: Issuer = {
    subject: [
      ['DC', 'com'],
      ['DC', 'contoso'],
      ['CN', 'Contoso Enterprise CA'],
    ],
    keys: internalKeys,
  };

  const made = (what: Pick<Issue, 'subject' | 'keys' | 'issuer'> & Partial<Issue>, age: Age): Uint8Array =>
    issue({
      hash: 'sha256',
      notBefore: now - age.issued * DAY,
      // Both ends belong to the period (RFC 5280, 4.1.2.5).
      notAfter: now + (age.valid - age.issued) * DAY - 1000,
      ca: false,
      dnsNames: [],
      policies: [],
      ...what,
    });
  const authority = (subject: Issuer, issuer: Issuer | null, hash: Issue['hash']): Uint8Array =>
    made({ ...subject, issuer, ca: true, hash }, { issued: 1500, valid: 7300 });
  const rootCertificate = authority(root, null, 'sha256');
  const issuingCertificate = authority(issuing, root, 'sha256');
  const internalCertificate = authority(internal, null, 'sha1');
  return {
    commercial: (names, age = FRESH) => [
      made(
        {
          subject: serverName(names),
          keys: leafKeys,
          issuer: issuing,
          dnsNames: names,
          policies: [ORGANIZATION_VALIDATED],
        },
        age,
      ),
      issuingCertificate,
    ],
    internal: (names) => [
      made(
        { subject: serverName(names), keys: leafKeys, issuer: internal, hash: 'sha1', dnsNames: names },
        { issued: 300, valid: 730 },
      ),
    ],
    selfSigned: (server, domain) => [
      made(
        {
          subject: [['CN', server]],
          keys: leafKeys,
          issuer: null,
          dnsNames: [server, `${server}.${domain}`],
        },
        { issued: 400, valid: 1826 },
      ),
    ],
    authorities: [rootCertificate, internalCertificate],
    rsaKey: leafKeys.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

function commercialName(name: string): SubjectName {
  return [
    ['C', 'US'],
    ['O', 'Example Trust Services'],
    ['CN', name],
  ];
}

function serverName(names: readonly string[]): SubjectName {
  return [
    ['O', 'Contoso Ltd'],
    ['CN', names[0] ?? 'localhost'],
  ];
}
