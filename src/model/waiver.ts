/** A risk that somebody has accepted. Of the places only those that are given count, and all of them must fit. */
export interface Waiver extends Waived {
  /** Id of a rule, `tls/weak-cipher`, or of all rules of a group, `tls/*`. */
  readonly rule: string;
  readonly host?: string;
  /** Id of an endpoint, with or without its address: `smtp://mail.contoso.com:25`. */
  readonly endpoint?: string;
  /** SHA-256, or the thumbprint that Exchange shows; hex without separators, lower case. */
  readonly certificate?: string;
  /** The name that the finding is about. */
  readonly name?: string;
}

/** What a finding that is waived says of it. */
export interface Waived {
  readonly reason: string;
  readonly who: string;
  /** Last day on which it holds, UTC: `2026-12-31`. */
  readonly until: string;
}

/** What came of a waiver. expired: findings that it used to cover count again; unused: it fits no finding. */
export interface WaiverResult extends Waiver {
  readonly state: 'applied' | 'expired' | 'unused';
  /** Ids of the findings that it fits. */
  readonly findings: readonly string[];
}
