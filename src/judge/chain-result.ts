import type { Certificate } from '../certs/certificate.ts';
import type { ChainTrust } from '../certs/trust/chain-trust.ts';
import type { PresentedChain } from '../facts/types.ts';
import type { AnchorResult, ChainResult, TrustResult } from '../model/report.ts';

export function chainResult({ sni, certificates, openssl }: PresentedChain, trust: ChainTrust): ChainResult {
  return {
    sni,
    certificates: certificates.map(({ sha256 }) => sha256),
    trust: trustResult(trust),
    openssl,
  };
}

/** One chain of a fleet is judged once and told a thousand times. */
const RESULTS = new WeakMap<ChainTrust, TrustResult>();

function trustResult(trust: ChainTrust): TrustResult {
  const known = RESULTS.get(trust);
  if (known !== undefined) return known;
  const { classification, why, path, anchor, faults, stores, facts } = trust;
  const root = path.at(-1);
  const made: TrustResult = {
    classification,
    why,
    path: path.map(({ sha256 }) => sha256),
    anchor: anchor === null || root === undefined ? null : anchorResult(anchor, root),
    faults: faults.map(({ certificate, subject, code, clause, why: reason, certain }) => ({
      certificate,
      subject,
      code,
      clause,
      why: reason,
      certain,
    })),
    stores: stores.map(({ store, status, root: own, why: reason }) => ({
      id: store.id,
      title: store.title,
      date: store.date,
      status,
      anchor: own === null ? null : anchorResult(own.name, own.certificate),
      why: reason,
    })),
    completeness: facts.completeness,
    missing: facts.missing,
    order: facts.order,
    extra: facts.extra,
    anchor_sent: facts.anchorSent,
  };
  RESULTS.set(trust, made);
  return made;
}

function anchorResult(name: string, { sha256 }: Certificate): AnchorResult {
  return { name, sha256 };
}
