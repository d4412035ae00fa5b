import type { ChainTrust } from '../certs/trust/chain-trust.ts';
import { audience } from '../exchange/audience.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Severity } from '../model/finding.ts';
import { AUDIENCE_SEVERITY } from './audience-severity.ts';
import type { PresentedCertificate, RuleContext, SeenChain } from './rule.ts';
import { severest } from './severest.ts';

export interface JudgedChain {
  readonly chain: SeenChain;
  readonly trust: ChainTrust;
}

/** The chains of a certificate with what the stores make of them. */
export function judgedChains(
  { chains }: Pick<PresentedCertificate, 'chains'>,
  { trustOf }: Pick<RuleContext, 'trustOf'>,
): readonly JudgedChain[] {
  return chains.map((chain) => ({ chain, trust: trustOf(chain.certificates) }));
}

export function evidenceOf(judged: readonly Pick<JudgedChain, 'chain'>[]): readonly string[] {
  return [...new Set(judged.flatMap(({ chain }) => chain.evidence))];
}

/** Those that send the chains: others may send the same certificate with the right ones. */
export function endpointsOf(judged: readonly Pick<JudgedChain, 'chain'>[]): readonly Endpoint[] {
  return [...new Set(judged.flatMap(({ chain }) => chain.endpoints))];
}

/** Some store trusts it: there is a valid path. */
export function isTrusted({ trust }: JudgedChain): boolean {
  return trust.classification === 'commercial' || trust.classification === 'internal';
}

/** How bad it is that those who verify refuse: the worst audience of the endpoints decides. */
export function refusalSeverity(endpoints: readonly Endpoint[]): Severity {
  return severest(endpoints.map(({ protocol, port }) => AUDIENCE_SEVERITY[audience(protocol, port)]));
}
