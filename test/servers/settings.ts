import type { Identity } from './certificates.ts';

export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

const TLS_VERSIONS: readonly TlsVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

/**
 * What a daemon on OpenSSL is told to accept, in OpenSSL's own words and the same for all of them, so that a
 * test can state it beside what it expects the scanner to report.
 */
export interface TlsSettings {
  /** Without gaps: OpenSSL knows a lowest and a highest version only. */
  readonly versions: readonly TlsVersion[];
  /** A cipher list for TLS 1.2 and older; `@SECLEVEL=0` lets weak suites and TLS 1.0 through. */
  readonly ciphers: string;
  /** TLS 1.3 suites in the server's order, colon-separated; OpenSSL's own three if absent. */
  readonly suites13?: string;
  readonly serverOrder: boolean;
  /** Named groups in the server's order, colon-separated, in OpenSSL's names. */
  readonly groups: string;
  /** One for each kind of key. */
  readonly identities: readonly Identity[];
}

/** The versions that a daemon must be told to refuse. */
export function refused(settings: TlsSettings): readonly TlsVersion[] {
  return TLS_VERSIONS.filter((version) => !settings.versions.includes(version));
}

/**
 * Lines of an openssl.cnf with the defaults of every context that a program makes, for what its own
 * configuration has no word for (config(5), "SSL Configuration").
 */
export function opensslConfiguration(settings: TlsSettings): readonly string[] {
  const accepted = TLS_VERSIONS.filter((version) => settings.versions.includes(version));
  const head = `openssl_conf = init
[init]
ssl_conf = ssl
[ssl]
system_default = defaults
[defaults]
MinProtocol = ${accepted[0]}
MaxProtocol = ${accepted.at(-1)}`;
  return settings.suites13 === undefined ? [head] : [head, `Ciphersuites = ${settings.suites13}`];
}
