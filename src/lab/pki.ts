import { KeyObject } from 'node:crypto';
import { issue, type Issue, makeKeys, type Party } from './issue.ts';

/** The certificates of the embedded organization, in wire order, leaf first. */
export interface Pki {
  /** By a commercial CA, with its intermediate. */
  commercial(names: readonly string[], age?: Age): Promise<readonly Uint8Array[]>;
  /** By the organization's own root, signed with SHA-1. */
  internal(names: readonly string[]): Promise<readonly Uint8Array[]>;
  /**
   * What Exchange Setup makes for a server: properties of the "Microsoft Exchange" certificate in Microsoft Learn
   * "Digital certificates and encryption in Exchange Server".
   */
  selfSigned(server: string, domain: string): Promise<readonly Uint8Array[]>;
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

/** Below every limit of the Baseline Requirements that is known until 2029, and more than 60 days left. */
const FRESH: Age = { issued: 20, valid: 99 };
const ORGANIZATION_VALIDATED = '2.23.140.1.2.2';

/** Makes keys and authorities; leaves are issued when asked for, and share one RSA key to be quick. */
export async function createPki(now: number): Promise<Pki> {
  const [rootKeys, issuingKeys, internalKeys, keys] = await Promise.all([
    makeKeys(),
    makeKeys(),
    makeKeys('SHA-1'),
    makeKeys(),
  ]);
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
      ...what,
    });
  const authority = (subject: Party, issuer: Party): Promise<Uint8Array> =>
    made({ subject, issuer, ca: true }, { issued: 1500, valid: 7300 });
  const server = ([name = 'localhost']: readonly string[]): Party => ({
    name: `O=Contoso Ltd, CN=${name}`,
    keys,
  });

  const issuingCertificate = await authority(issuing, root);
  return {
    commercial: async (dnsNames, age = FRESH) => [
      await made(
        { subject: server(dnsNames), issuer: issuing, dnsNames, policies: [ORGANIZATION_VALIDATED] },
        age,
      ),
      issuingCertificate,
    ],
    internal: async (dnsNames) => [
      await made({ subject: server(dnsNames), issuer: internal, dnsNames }, { issued: 300, valid: 730 }),
    ],
    selfSigned: async (name, domain) => {
      const subject = { name: `CN=${name}`, keys };
      const dnsNames = [name, `${name}.${domain}`];
      return [await made({ subject, issuer: subject, dnsNames }, { issued: 400, valid: 1826 })];
    },
    authorities: [await authority(root, root), await authority(internal, internal)],
    rsaKey: KeyObject.from(keys.privateKey).export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}
