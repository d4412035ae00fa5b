import type { Fingerprint } from './observation.ts';
import type { Protocol } from './protocol.ts';

/** Names that clients use x services x certificates, for each host. */
export interface NamesMatrix {
  readonly hosts: readonly HostNames[];
  /** Names that some certificate lacks although clients of its service use them: each once. */
  readonly missing: readonly MissingName[];
}

export interface HostNames {
  readonly host: string;
  /** Services that present the same are one column; those that are not enabled have none. */
  readonly columns: readonly NamesColumn[];
  readonly rows: readonly NamesRow[];
}

export interface NamesColumn {
  /** Ordinary clients get one of these; empty if it is not known what is presented. */
  readonly certificates: readonly Fingerprint[];
  readonly services: readonly NamesService[];
}

export interface NamesService {
  readonly protocol: Protocol;
  readonly port: number;
  /** Ids of its endpoints, one for each address, that present what the column says. */
  readonly endpoints: readonly string[];
}

export interface NamesRow {
  readonly name: string;
  /** host: the target itself; website, service: listed there under `names`; domain: Autodiscover of a mail domain. */
  readonly source: 'host' | 'website' | 'service' | 'domain';
  /** One for each column, in their order. */
  readonly cells: readonly NamesCell[];
}

export interface NamesCell {
  /** Services of the column with which clients use the name: `https:443`; those for servers need no host name. */
  readonly needed_by: readonly string[];
  /** common-name: it stands there alone, where current clients do not look. */
  readonly covered: 'yes' | 'no' | 'common-name' | 'unknown';
  /** The entry of the certificate that covers it; hostile text. Null if none does. */
  readonly entry: string | null;
}

export interface MissingName {
  readonly name: string;
  readonly places: readonly { readonly host: string; readonly protocol: Protocol; readonly port: number }[];
  /** Those that lack it. */
  readonly certificates: readonly Fingerprint[];
}
