import type { Certificate } from '../certificate.ts';
import type { FaultList } from './fault-list.ts';
import type { PolicyOutcome } from './judgement.ts';
import { OID, pathExtensions } from './path-extensions.ts';
import { ANY_POLICY, PolicyGraph } from './policy-graph.ts';
import type { PolicySettings } from './request.ts';

export interface PolicyChecks {
  /** What a certificate says about its own policies. */
  readonly enter: (certificate: Certificate, last: boolean, selfIssued: boolean) => void;
  /** What an authority says about those below it. */
  readonly leave: (certificate: Certificate, selfIssued: boolean) => void;
  /** Once the last certificate has been entered. */
  readonly outcome: () => PolicyOutcome;
}

export const NO_POLICIES: PolicyOutcome = { authorities: [], user: [], explicit: false };

/** The policy graph of one path, and the faults that come of it; each kind is reported where it first shows. */
export function policyChecks(certificates: number, settings: PolicySettings, list: FaultList): PolicyChecks {
  const graph = new PolicyGraph(certificates, settings);
  let outcome = NO_POLICIES;
  /** Every extension that the graph rests on could be read. */
  let known = true;
  let missed = false;
  let ended = false;
  const miss = (certificate: Certificate, clause: string, why: string): void => {
    if (missed) return;
    missed = true;
    (known ? list.fault : list.doubt)(certificate, 'policy-required', clause, why);
  };
  return {
    enter: (certificate, last, selfIssued) => {
      const extensions = pathExtensions(certificate);
      known &&= !extensions.incomplete && !SOURCES.some((oid) => extensions.malformed.includes(oid));
      if (!graph.take(extensions, last, selfIssued))
        miss(certificate, '6.1.3 (f)', 'a policy is required and none is left');
      if (!last) return;
      const { satisfied, ...sets } = graph.finish(extensions);
      if (!satisfied) miss(certificate, '6.1.5 (g)', 'a policy is required and no accepted one is left');
      if (!ended) outcome = sets;
    },
    leave: (certificate, selfIssued) => {
      const extensions = pathExtensions(certificate);
      if (
        extensions.mappings.some(({ issuer, subject }) => issuer === ANY_POLICY || subject === ANY_POLICY)
      ) {
        ended = true;
        list.fault(certificate, 'policy-mapping', '6.1.4 (a)', 'it maps any policy, or to any policy');
      }
      graph.map(extensions.mappings);
      graph.count(extensions, selfIssued);
    },
    outcome: () => outcome,
  };
}

const SOURCES = [
  OID.certificatePolicies,
  OID.policyMappings,
  OID.policyConstraints,
  OID.inhibitAnyPolicy,
] as const;
