/** A service that needs a certificate: a website, SMTP for clients and the world, POP or IMAP of one host. */
export interface Demand {
  readonly host: string;
  readonly family: 'web' | 'smtp' | 'pop' | 'imap';
  readonly ports: readonly number[];
  /** Ids of its endpoints; none if nobody has looked at it. */
  readonly endpoints: readonly string[];
  /** DNS names that the certificate has to cover, lower case, at least one. */
  readonly names: readonly string[];
  /** The name that has to be the common name, for clients that look nowhere else; null if any will do. */
  readonly commonName: string | null;
  /** Names that have to stand there themselves, as some client takes no wildcard for them. */
  readonly listed: readonly string[];
}
