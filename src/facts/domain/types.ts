import type { Certificate } from '../../certs/certificate.ts';
import type { TlsaData } from '../../wire/dns-data.ts';
import type { Fact } from '../types.ts';

/** What is known about one mail domain, besides its servers. */
export interface DomainFacts {
  readonly domain: string;
  readonly mx: Fact<MxFact>;
  readonly mtaSts: Fact<MtaStsFact>;
  readonly tlsReporting: Fact<TlsReportingFact>;
  /** By MX host; there is one for each that was asked about. */
  readonly tlsa: ReadonlyMap<string, Fact<TlsaFact>>;
  readonly autodiscover: AutodiscoverFacts;
}

/** Not known if the question was not answered. */
export interface MxFact {
  /** By preference; the domain itself where it has no MX but exists (RFC 5321, 5.1). */
  readonly hosts: readonly string[];
  /** No host is named in DNS. */
  readonly implicit: boolean;
  /** The domain says that it takes no mail (RFC 7505). */
  readonly none: boolean;
  /** The AD bit, from a resolver that the operator named. */
  readonly validated: boolean;
}

/** Not known if the question for the record was not answered. */
export interface MtaStsFact {
  readonly record:
    | { readonly state: 'absent' }
    /** Senders take it for no record at all (RFC 8461, 3.1). */
    | { readonly state: 'broken'; readonly why: string }
    | { readonly state: 'present'; readonly id: string };
  /** Null if it was not asked for. */
  readonly policy: PolicyAnswer | null;
}

/** What came for the policy's address. */
export interface PolicyAnswer {
  /** Status code; null if nothing came. */
  readonly http: number | null;
  /** Why nothing came, in words; null if something did. */
  readonly failure: string | null;
  /** There was a server, which answered wrongly; otherwise nobody knows. */
  readonly wrong: boolean;
  readonly location: string | null;
  readonly contentType: string | null;
  readonly text: string;
  readonly cut: boolean;
  /** Those that the website presented. */
  readonly certificates: readonly Certificate[];
}

/** Not known if the question was not answered. */
export type TlsReportingFact =
  | { readonly state: 'absent' }
  | { readonly state: 'broken'; readonly why: string }
  /** Where reports go: `mailto:tls@contoso.com`. */
  | { readonly state: 'present'; readonly destinations: readonly string[] };

/** Not known if the question was not answered. */
export interface TlsaFact {
  /** Empty if there are none. */
  readonly records: readonly TlsaData[];
  /** Records that cannot be read, as they came. */
  readonly unread: readonly string[];
  /** The AD bit, from a resolver that the operator named. */
  readonly validated: boolean;
  /** The same for the address of the host: TLSA records count only if it is validated, too (RFC 7672, 2.2.2). */
  readonly addressValidated: boolean;
  /** The operator has named a resolver. */
  readonly resolverNamed: boolean;
}

/** The ways by which Outlook looks, each as far as it was asked. */
export interface AutodiscoverFacts {
  /** What autodiscover.<domain> is an alias of, in order; empty where that is not known. */
  readonly aliases: readonly string[];
  readonly root: Fact<AutodiscoverPlace>;
  readonly host: Fact<AutodiscoverPlace>;
  readonly redirect: Fact<AutodiscoverRedirect>;
  readonly service: Fact<AutodiscoverPlace>;
}

/** `none`: DNS has no such name; `silent`: nobody speaks TLS there; `answers`: there is a certificate. */
export interface AutodiscoverPlace {
  readonly state: 'none' | 'silent' | 'answers';
  /** The name that the certificate has to cover. */
  readonly name: string;
  /** Status code; null if none came. */
  readonly http: number | null;
  readonly contentType: string | null;
  readonly certificates: readonly Certificate[];
}

/** `none`: there is no redirect; otherwise where it leads. */
export type AutodiscoverRedirect =
  | { readonly state: 'none'; readonly http: number | null }
  /** Outlook does not follow it. */
  | { readonly state: 'insecure'; readonly location: string }
  | { readonly state: 'leads'; readonly location: string; readonly place: Fact<AutodiscoverPlace> };
