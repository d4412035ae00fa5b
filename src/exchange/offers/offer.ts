/**
 * What one client program offers in its ClientHello, numbers as on the wire, lists in its order. Of documented ones only
 * what the vendor publishes: the other parts are null.
 */
export interface Offer {
  /** `ie11-win7`. */
  readonly id: string;
  readonly name: string;
  /** TLS library and system. */
  readonly platform: string;
  /** recorded: decoded from a captured hello; documented: a vendor's list of defaults. */
  readonly evidence: 'recorded' | 'documented';
  /** Where it was published: key of OFFER_SOURCES. */
  readonly source: OfferSource;
  /** By the clock in the hello, where that fits; null if it does not say. */
  readonly date: string | null;
  /** Lowest and highest version; the lowest is not in hellos from before TLS 1.3 and comes with the capture. */
  readonly versions: readonly [lowest: number, highest: number];
  /** supported_versions; empty without the extension. */
  readonly supportedVersions: readonly number[];
  /** With signalling values. */
  readonly suites: readonly number[];
  /** Three-byte kinds of a hello in the format of SSL 2.0; empty for every other. */
  readonly ssl2Kinds: readonly number[];
  /** supported_groups; null without the extension. */
  readonly groups: readonly number[] | null;
  /** signature_algorithms; null without the extension, and where the vendor lists none. */
  readonly signatureSchemes: readonly number[] | null;
  /** Groups with a key share; null without the extension. */
  readonly keyShares: readonly number[] | null;
  readonly alpn: readonly string[];
  /** Types in the order sent; null for documented offers. */
  readonly extensions: readonly number[] | null;
  /** It says that it knows secure renegotiation (RFC 5746, 3.4); null if that is not documented. */
  readonly secureRenegotiation: boolean | null;
  /** A caution about the record; null if there is none. */
  readonly note: string | null;
}

/**
 * The recorded values are those of the client simulation data of testssl.sh (GPLv2; only protocol values are used), most
 * of which come from the Qualys SSL Labs client API by its own account.
 */
export const OFFER_SOURCES = {
  'ssl-labs': {
    title: 'testssl.sh etc/client-simulation.txt, mostly from the Qualys SSL Labs client API',
    url: 'https://github.com/testssl/testssl.sh/blob/9fdf8028/etc/client-simulation.txt',
    date: '2026-06-25',
  },
  testssl: {
    title: 'testssl.sh etc/client-simulation.wiresharked.txt, recorded by the project',
    url: 'https://github.com/testssl/testssl.sh/blob/9fdf8028/etc/client-simulation.wiresharked.txt',
    date: '2026-06-25',
  },
  exchange: {
    title: 'Microsoft Learn: Exchange Server TLS configuration best practices',
    url: 'https://learn.microsoft.com/en-us/exchange/plan-and-deploy/post-installation-tasks/security-best-practices/exchange-tls-configuration',
    date: '2025-04-25',
  },
  microsoft: {
    title: 'Microsoft Learn: TLS Cipher Suites in Windows, TLS Elliptic Curves, Protocols in TLS/SSL',
    url: 'https://learn.microsoft.com/windows/win32/secauthn/cipher-suites-in-schannel',
    date: '2026-08-21',
  },
  operator: { title: "the operator's own file of clients", url: '', date: '' },
} as const;

export type OfferSource = keyof typeof OFFER_SOURCES;
