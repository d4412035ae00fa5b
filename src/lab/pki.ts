import { KeyObject, type webcrypto } from 'node:crypto';
import { issue, type Issue, makeKeys, type Party, type SignatureHash } from './issue.ts';
import { leafKeys } from './leaf-keys.ts';

/** The certificates of the embedded organization, in wire order, leaf first. */
export interface Pki {
  /** By a commercial CA, with its intermediate. */
  commercial(names: readonly string[], age?: Age): Promise<readonly Uint8Array[]>;
  /** By the organization's own root, signed with SHA-1. */
  internal(names: readonly string[]): Promise<readonly Uint8Array[]>;
  /**
   * What Exchange Setup makes for a server: properties of the "Microsoft Exchange" certificate in Microsoft Learn
   * "Digital certificates and encryption in Exchange Server". SHA-1 before Exchange 2016 CU22 and 2019 CU11 (KB5006983).
   */
  selfSigned(server: string, domain: string, hash?: SignatureHash): Promise<readonly Uint8Array[]>;
  /** What Windows makes for the Web Management Service of IIS, as in the same table. */
  webManagement(server: string, hash?: SignatureHash): Promise<readonly Uint8Array[]>;
  /** Roots, which no server sends; for those who want to check the chains. */
  readonly authorities: readonly Uint8Array[];
  /** Those of them that play a commercial CA. */
  readonly commercialRoots: readonly Uint8Array[];
  /**
   * Private key of the first certificate of a chain made here, PEM; every one has a key of its own.
   * @throws RangeError for any other chain.
   */
  keyOf(chain: readonly Uint8Array[]): string;
}

/** In days: how long ago it was issued, and for how long. */
export interface Age {
  readonly issued: number;
  readonly valid: number;
}

const DAY = 86_400_000;

/** Below every limit of the Baseline Requirements that is known until 2029, and more than 60 days left. */
const FRESH: Age = { issued: 20, valid: 99 };
const FIVE_YEARS = 1826;
const TEN_YEARS = 3652;
const ORGANIZATION_VALIDATED = '2.23.140.1.2.2';

/**
 * Makes the keys of the authorities and their certificates; leaves are issued when asked for.
 *
 * @param now milliseconds since 1970
 * @param fewKeys many leaves share a few keys, since to find one takes long
 */
export async function createPki(now: number, fewKeys = false): Promise<Pki> {
  const [rootKeys, issuingKeys, internalKeys] = await Promise.all([
    makeKeys(),
    makeKeys(),
    makeKeys('SHA-1'),
  ]);
  const nextKeys = leafKeys(fewKeys);
  const secrets = new Map<Uint8Array, webcrypto.CryptoKey>();
  const root = { name: 'C=US, O=Example Trust Services, CN=Example Trust Root CA', keys: rootKeys };
  const issuing = {
    name: 'C=US, O=Example Trust Services, CN=Example Trust TLS RSA CA 1',
    keys: issuingKeys,
  };
  const internal = { name: 'DC=com, DC=contoso, CN=Contoso Enterprise CA', keys: internalKeys };

  const made = (what: Pick<Issue, 'subject' | 'issuer'> & Partial<Issue>, age: Age): Promise<Uint8Array> =>
    issue({
      notBefore: now - age.issued * DAY,
      // Both ends belong to the period (RFC 5280, 4.1.2.5).
      notAfter: now + (age.valid - age.issued) * DAY - 1000,
      ca: false,
      dnsNames: [],
      policies: [],
      keyUsage: 'a0',
      basicConstraints: true,
      timestamps: false,
      ...what,
    });
  const authority = (subject: Party, issuer: Party): Promise<Uint8Array> =>
    made({ subject, issuer, ca: true }, { issued: 1500, valid: 7300 });
  const leaf = async (
    name: string,
    hash: SignatureHash,
    /** Null for one that signs itself. */
    issuer: Party | null,
    what: Partial<Issue>,
    age: Age,
  ): Promise<Uint8Array> => {
    const subject = { name, keys: await nextKeys(hash) };
    const certificate = await made({ subject, issuer: issuer ?? subject, ...what }, age);
    secrets.set(certificate, subject.keys.privateKey);
    return certificate;
  };
  const organization = ([name = 'localhost']: readonly string[]): string => `O=Contoso Ltd, CN=${name}`;

  const issuingCertificate = await authority(issuing, root);
  const commercialRoots = [await authority(root, root)];
  return {
    commercial: async (dnsNames, age = FRESH) => {
      const what = { dnsNames, policies: [ORGANIZATION_VALIDATED], timestamps: true };
      return [await leaf(organization(dnsNames), 'SHA-256', issuing, what, age), issuingCertificate];
    },
    internal: async (dnsNames) => [
      await leaf(organization(dnsNames), 'SHA-256', internal, { dnsNames }, { issued: 300, valid: 730 }),
    ],
    selfSigned: async (name, domain, hash = 'SHA-256') => {
      const what = { dnsNames: [name, `${name}.${domain}`] };
      return [await leaf(`CN=${name}`, hash, null, what, { issued: 400, valid: FIVE_YEARS })];
    },
    webManagement: async (server, hash = 'SHA-256') => {
      const name = `${hash === 'SHA-1' ? 'WMSvc' : 'WMSvc-SHA2'}-${server}`;
      const what = { dnsNames: [name], keyUsage: 'b0', basicConstraints: false } as const;
      return [await leaf(`CN=${name}`, hash, null, what, { issued: 410, valid: TEN_YEARS })];
    },
    authorities: [...commercialRoots, await authority(internal, internal)],
    commercialRoots,
    keyOf: ([certificate]) => {
      const secret = certificate === undefined ? undefined : secrets.get(certificate);
      if (secret === undefined) throw new RangeError('a certificate that was not made here');
      return KeyObject.from(secret).export({ format: 'pem', type: 'pkcs8' }).toString();
    },
  };
}
