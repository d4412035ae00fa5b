import type { Certificate } from '../certificate.ts';
import { checkAuthority } from './authority-checks.ts';
import { isSelfIssued } from './distinguished-name.ts';
import type { FaultList } from './fault-list.ts';
import { faultList } from './fault-list.ts';
import { checkDates, checkForm, checkReadable } from './form-checks.ts';
import type { PathJudgement, PathStatus, PolicyOutcome } from './judgement.ts';
import { checkLink } from './link-checks.ts';
import type { Constraining } from './name-checks.ts';
import { checkNames, constraintsOf } from './name-checks.ts';
import { MAXIMUM_COMPARISONS } from './name-constraints.ts';
import { noteAnchor } from './anchor-notes.ts';
import { lengthChecks } from './length-checks.ts';
import { NO_POLICIES, policyChecks } from './policy-checks.ts';
import { checkPurpose } from './purpose-checks.ts';
import type { ValidationRequest } from './request.ts';
import { DEFAULT_LIMITS } from './request.ts';
import type { WorkingKey } from './working-key.ts';
import { workingKey } from './working-key.ts';

/**
 * Judges one path by RFC 5280, section 6: `path` is leaf first and anchor last, or the leaf alone if it is trusted
 * itself. That the last one is trusted is taken for granted, and so are its dates, signature and extensions (6.1.1 d).
 * Every fault is named, not just the first. Never throws.
 */
export function validatePath(path: readonly Certificate[], request: ValidationRequest): PathJudgement {
  const anchor = path.at(-1) ?? null;
  return judgePath(path, anchor, request, faultList());
}

/**
 * The same for a path that may have no anchor: then the last certificate is judged like the others, save for what only
 * its issuer can tell. Faults that are known already come first.
 */
export function judgePath(
  path: readonly Certificate[],
  anchor: Certificate | null,
  request: ValidationRequest,
  list: FaultList,
): PathJudgement {
  const depth = request.limits?.depth ?? DEFAULT_LIMITS.depth;
  const [leaf] = path;
  if (leaf === undefined) return { ...NO_PATH, status: 'unknown', faults: [], notes: [] };
  if (path.length > depth) {
    list.doubt(leaf, 'too-long', '6.1', `paths of more than ${depth} certificates are not judged`);
    return { ...NO_PATH, status: 'unknown', path, anchor, faults: list.faults, notes: list.notes };
  }
  const policies = walk(path, anchor, request, list);
  if (anchor !== null) noteAnchor(path, anchor, request, list);
  return { status: statusOf(list), path, anchor, faults: list.faults, notes: list.notes, policies };
}

const NO_PATH = { path: [], anchor: null, policies: NO_POLICIES } as const;

function statusOf({ faults }: FaultList): PathStatus {
  if (faults.length === 0) return 'valid';
  return faults.some(({ certain }) => certain) ? 'invalid' : 'unknown';
}

/** From the anchor down, as the RFC counts: certificate 1 is the one below the anchor, certificate n the leaf. */
function walk(
  path: readonly Certificate[],
  anchor: Certificate | null,
  request: ValidationRequest,
  list: FaultList,
): PolicyOutcome {
  const certificates = (anchor === null || path.length === 1 ? path : path.slice(0, -1)).toReversed();
  if (anchor !== null && !checkReadable(anchor, list)) return NO_POLICIES;
  const policies = policyChecks(certificates.length, request.policies ?? {}, list);
  const checkLength = lengthChecks(certificates.length, list);
  const constraining: Constraining[] = [];
  const budget = { left: MAXIMUM_COMPARISONS };
  let issuer = anchor;
  let key: WorkingKey | null = anchor === null ? null : workingKey(anchor, null);

  for (const [index, certificate] of certificates.entries()) {
    const last = index === certificates.length - 1;
    const selfIssued = isSelfIssued(certificate);
    // Nothing below a certificate that cannot be read can be told from it.
    if (!checkForm(certificate, !last, list)) return NO_POLICIES;
    if (issuer !== null && issuer.sha256 !== certificate.sha256)
      checkLink(certificate, issuer, key, request, list);
    checkDates(certificate, request.at, list);
    if (!selfIssued || last) {
      const commonName = last && request.purpose === 'serverAuth';
      checkNames(certificate, commonName, constraining, budget, list);
    }
    policies.enter(certificate, last, selfIssued);
    checkPurpose(certificate, !last, request.purpose, list);
    if (last) continue;
    policies.leave(certificate, selfIssued);
    constraining.push(...constraintsOf(certificate));
    checkAuthority(certificate, list);
    checkLength(certificate, selfIssued);
    key = workingKey(certificate, key);
    issuer = certificate;
  }
  return policies.outcome();
}
