import type { Protocol } from './protocol.ts';

/** One place that a target asks to be looked at. */
export interface TargetService {
  readonly protocol: Protocol;
  readonly port: number;
  /** Names that clients of this service use, which its certificate must cover besides the host itself. */
  readonly names: readonly string[];
  /** It is for Exchange servers only, and that nobody answers is as it should be. */
  readonly backEnd?: boolean;
}

/** What the operator wrote about one host, with every default filled in. */
export interface Target {
  /** A DNS name or a literal address; the SNI sent is this name, never the address. */
  readonly host: string;
  readonly services: readonly TargetService[];
  /** True if the operator listed the services: a closed port is then a fault and not "not enabled". */
  readonly explicit: boolean;
  /** Fixed addresses; when empty the name is resolved, and every address it has is looked at. */
  readonly addresses: readonly string[];
  /** Fixed addresses by the view of split DNS in which the name leads there. */
  readonly views?: Readonly<Record<string, readonly string[]>>;
  /** Names that web clients use and the certificate of the website must cover, besides the host itself. */
  readonly names: readonly string[];
  /** Id of the baseline that this host is judged by; null takes the run's. */
  readonly baseline: string | null;
  /** Ports of which only is asked whether they take connections. */
  readonly knocks?: readonly number[];
  /** How to treat this host where it differs from the run. */
  readonly pace?: TargetPace;
}

export interface TargetPace {
  /** One connection at a time to an address and service, one each second. */
  readonly gentle?: boolean;
  /** Connections that one endpoint may cost. */
  readonly budget?: number;
  /** Name or address literal to greet SMTP servers with. */
  readonly ehlo?: string;
}
