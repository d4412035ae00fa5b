import type { Severity } from '../model/finding.ts';
import type { ServiceFamily } from '../model/protocol.ts';
import type { SuiteFamily } from '../wire/iana/suites.ts';

/** What a version may be in a baseline. */
export interface VersionPolicy {
  /** Number on the wire, 0x0303 for TLS 1.2. */
  readonly version: number;
  /** required: must be accepted; allowed: may be; tolerated: reported at `severity`; banned: reported at `severity`. */
  readonly policy: 'required' | 'allowed' | 'tolerated' | 'banned';
  /** How bad it is to see it accepted (tolerated, banned) or refused (required). */
  readonly severity: Severity;
  /** Services for which the row holds; absent for all. A row with services wins over one without. */
  readonly services?: readonly ServiceFamily[];
  /** Why, in one sentence with its source. */
  readonly reason: string;
}

/** What a server is expected to accept. Data: a change by Microsoft is a change of a row. */
export interface Baseline {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  /** Date of the source, ISO. */
  readonly date: string;
  readonly versions: readonly VersionPolicy[];
  readonly bannedFamilies: readonly { readonly family: SuiteFamily; readonly severity: Severity }[];
  /** TLS 1.2 suites in the recommended order; what the certificate type hides is not missed. */
  readonly suites: readonly number[];
  /** TLS 1.3 suites in the recommended order. */
  readonly suites13: readonly number[];
  /** Key exchange over elliptic curves must come before all other. */
  readonly ellipticCurvesFirst: boolean;
  /** Suites without forward secrecy are reported. */
  readonly forwardSecrecy: boolean;
  /** Smallest finite-field Diffie-Hellman group, bits. */
  readonly minDhBits: number;
  /** Smallest RSA key, bits. */
  readonly minRsaBits: number;
}
