import type { Certificate } from '../certificate.ts';

/**
 * microsoft, mozilla: root programs, as snapshots; system: of the machine that runs this; own: given by the operator;
 * demo: a root program that was made up for the demo.
 */
export type StoreId = 'microsoft' | 'mozilla' | 'system' | 'own' | 'demo';

/** Whether a store trusts a root for the certificates of servers, at one moment and for one certificate. */
export interface Standing {
  readonly status: 'trusted' | 'distrusted' | 'unknown';
  /** The end of a sentence about the store: `has removed this root: ...`. */
  readonly why: string;
}

/** A root of a store. */
export interface StoreRoot {
  readonly certificate: Certificate;
  /** For people. */
  readonly name: string;
  /**
   * @param issued notBefore of the server's certificate: a store may trust a root for older certificates only
   * @param at the moment judged at; both in milliseconds since 1970
   */
  standing(issued: number, at: number): Standing;
  /** Moments at which the standing can change, milliseconds since 1970. */
  readonly turns: readonly number[];
}

/** Roots that some clients start from, and what those clients think of each. */
export interface TrustStore {
  readonly id: StoreId;
  /** `Microsoft root program`. */
  readonly title: string;
  /** Dates of the snapshots in words; `null` if it was read just now. */
  readonly date: string | null;
  /** Its roots serve the public web: who has a certificate from one did not issue it himself. */
  readonly commercial: boolean;
  /** Roots that may have issued the certificate, by name or key identifier; their signatures are not checked. */
  issuersOf(certificate: Certificate): readonly StoreRoot[];
  /** The certificate itself as a root of this store. */
  find(certificate: Certificate): StoreRoot | null;
}
