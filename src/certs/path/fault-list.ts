import type { Certificate } from '../certificate.ts';
import type { PathFault, PathFaultCode, PathNote, PathNoteCode } from './judgement.ts';

/** Takes down what a path lacks, certificate by certificate. */
export interface FaultList {
  readonly faults: readonly PathFault[];
  readonly notes: readonly PathNote[];
  readonly fault: (of: Certificate, code: PathFaultCode, clause: string, why: string) => void;
  /** This machine cannot tell. */
  readonly doubt: (of: Certificate, code: PathFaultCode, clause: string, why: string) => void;
  readonly note: (of: Certificate, code: PathNoteCode, clause: string, why: string) => void;
}

/** An empty list. Clauses are given without the number of the RFC where it is 5280. */
export function faultList(): FaultList {
  const faults: PathFault[] = [];
  const notes: PathNote[] = [];
  const place = ({ sha256, subject }: Certificate, clause: string, why: string) => ({
    certificate: sha256,
    subject,
    clause: /^\d/.test(clause) ? `RFC 5280, ${clause}` : clause,
    why,
  });
  return {
    faults,
    notes,
    fault: (of, code, clause, why) => void faults.push({ ...place(of, clause, why), code, certain: true }),
    doubt: (of, code, clause, why) => void faults.push({ ...place(of, clause, why), code, certain: false }),
    note: (of, code, clause, why) => void notes.push({ ...place(of, clause, why), code }),
  };
}
