import type { Certificate } from '../certs/certificate.ts';
import { coversName } from '../certs/names.ts';
import { parseCertificate } from '../certs/parse.ts';
import { audience } from '../exchange/audience.ts';
import type { Client } from '../exchange/clients/client.ts';
import { domainsIn } from '../facts/domain/index.ts';
import type { JudgeOptions } from '../judge/judge-facts.ts';
import { gatheredOf } from '../judge/gathered-of.ts';
import type { Report } from '../model/report.ts';
import { STANDARD_ENDPOINTS } from '../model/protocol.ts';
import type { Target } from '../model/target.ts';
import { type Arrangement, arrange, type Limits } from './arrange.ts';
import type { Demand } from './demand.ts';
import { demandsOf, type Demands, type Place } from './demands.ts';
import { entriesFor } from './entries.ts';
import { plannedCertificate } from './planned-certificate.ts';
import { judgeWithChains, type Prediction, predictionOf } from './predict.ts';

export interface PlanSettings extends Limits {
  /** Clients that have to be served; those of today if empty. */
  readonly clients: readonly Client[];
  /** Mail domains whose Autodiscover has to be covered, besides those that the report asked about. */
  readonly domains: readonly string[];
}

export interface PlannedItem {
  readonly commonName: string;
  readonly names: readonly string[];
  readonly demands: readonly Demand[];
  readonly wildcard: boolean;
  /** How many names a certificate without wildcards has, and how many one with as many wildcards as possible. */
  readonly counts: { readonly listed: number; readonly wildcard: number };
  /** One that is presented now and is all that is needed; null if it has to be asked for. */
  readonly existing: Certificate | null;
}

/** A place that keeps the certificate that it has. */
export interface Kept {
  readonly host: string;
  readonly port: number;
  readonly thumbprint: string | null;
  readonly why: string;
}

export interface Plan {
  readonly items: readonly PlannedItem[];
  readonly optimal: boolean;
  readonly leftOut: Demands['leftOut'];
  readonly kept: readonly Kept[];
  /** Null without a report. */
  readonly prediction: Prediction | null;
}

/** A wildcard is worth its settings and the reach of its key for this many names. */
export const WILDCARD_FROM = 4;

/** An assumption: what CAs take differs, and most take at least this many. */
export const MOST_NAMES = 100;

/** What to ask for by what the targets say alone, when nobody has looked yet. */
export function planForTargets(targets: readonly Target[], settings: PlanSettings): Plan {
  const places = targets.flatMap(({ host, services }) =>
    services
      .filter(
        ({ protocol, port }) => STANDARD_ENDPOINTS.some((one) => one.port === port) || protocol !== 'tls',
      )
      .map(({ protocol, port }): Place => ({ id: null, host, protocol, port })),
  );
  const { demands, leftOut } = demandsOf(places, targets, settings.domains, settings.clients);
  const arrangement = arrange(demands, settings);
  return {
    items: itemsOf(arrangement, () => null),
    optimal: arrangement.optimal,
    leftOut,
    kept: [],
    prediction: null,
  };
}

/**
 * What to ask for by what was seen. Pure.
 *
 * @param report judged by the same options, or the prediction compares what is not alike
 */
export function planForReport(report: Report, options: JudgeOptions, settings: PlanSettings): Plan {
  const places = report.endpoints.filter(({ reach }) => reach === 'answered');
  const domains = [...new Set([...domainsIn(report.observations), ...settings.domains])];
  const { demands, leftOut } = demandsOf(places, report.targets, domains, settings.clients);
  const arrangement = arrange(demands, settings);
  const usable = usableCertificates(report, options.now);
  const items = itemsOf(arrangement, (group) => usable.find((one) => serves(one, group)) ?? null);
  const chains = new Map(
    items.flatMap((item, at) => {
      const own = item.existing === null ? null : chainOf(item.existing, report);
      const entries = { names: item.names, commonName: item.commonName };
      const chain = own ?? [plannedCertificate(entries, at + 1, options.now)];
      return item.demands.flatMap(({ endpoints }) => endpoints.map((id) => [id, chain] as const));
    }),
  );
  const after = judgeWithChains(gatheredOf(report), chains, options);
  return {
    items,
    optimal: arrangement.optimal,
    leftOut,
    kept: keptIn(report),
    prediction: predictionOf(report, after),
  };
}

function itemsOf(
  { groups }: Arrangement,
  existingFor: (group: readonly Demand[]) => Certificate | null,
): readonly PlannedItem[] {
  return groups.map(({ demands, entries }) => {
    const count = (from: number): number => entriesFor(demands, from)?.names.length ?? 0;
    const wildcard = entries.names.find((name) => name.startsWith('*'));
    return {
      commonName:
        entries.commonName ?? preferred(demands, entries.names) ?? wildcard ?? entries.names[0] ?? '',
      names: entries.names,
      demands,
      wildcard: wildcard !== undefined,
      counts: { listed: count(Infinity), wildcard: count(1) },
      existing: existingFor(demands),
    };
  });
}

/** The name of the first website, by which people know the certificate. */
function preferred(demands: readonly Demand[], names: readonly string[]): string | undefined {
  const web = demands.find(({ family }) => family === 'web') ?? demands[0];
  return web?.names.find((name) => names.includes(name));
}

/** Presented first in a trusted chain, and without a finding that would make anybody replace it. */
function usableCertificates(report: Report, now: number): readonly Certificate[] {
  const bad = new Set(
    report.findings
      .filter(({ outcome, severity }) => outcome === 'fail' && severity !== 'info' && severity !== 'low')
      .flatMap(({ subject }) => subject.certificate ?? []),
  );
  const trusted = new Set(
    report.endpoints.flatMap(({ chains }) =>
      chains
        .filter(({ trust }) => trust?.classification === 'commercial')
        .flatMap(({ certificates }) => certificates.slice(0, 1)),
    ),
  );
  return report.certificates
    .filter(({ sha256, role }) => role === 'leaf' && trusted.has(sha256) && !bad.has(sha256))
    .map(({ der }) => parseCertificate(Buffer.from(der, 'base64')))
    .filter(({ notAfter }) => notAfter > now);
}

function serves(certificate: Certificate, demands: readonly Demand[]): boolean {
  const entries = new Set(certificate.dnsNames.map((name) => name.toLowerCase()));
  const common = certificate.commonNames.map((name) => name.toLowerCase());
  return demands.every(
    ({ names, listed, commonName }) =>
      names.every((name) => coversName(certificate, name).covered) &&
      listed.every((name) => entries.has(name)) &&
      // Who looks for the common name reads that or the first alternative name, and no other.
      (commonName === null ||
        (common.includes(commonName) && certificate.dnsNames[0]?.toLowerCase() === commonName)),
  );
}

function chainOf(
  { sha256 }: Certificate,
  { endpoints, certificates }: Report,
): readonly Certificate[] | null {
  const chain = endpoints
    .flatMap(({ chains }) => chains)
    .find(({ certificates: [leaf], trust }) => leaf === sha256 && trust?.classification === 'commercial');
  if (chain === undefined) return null;
  const ders = chain.certificates.flatMap(
    (one) => certificates.find((other) => other.sha256 === one)?.der ?? [],
  );
  return ders.map((der) => parseCertificate(Buffer.from(der, 'base64')));
}

/** What only servers of the organization see keeps the certificate that Setup made. */
function keptIn({ endpoints, certificates }: Report): readonly Kept[] {
  return endpoints.flatMap(({ host, port, protocol, chains, reach }): readonly Kept[] => {
    if (reach !== 'answered' || audience(protocol, port) !== 'servers') return [];
    const [leaf] = chains[0]?.certificates ?? [];
    const certificate = certificates.find(({ sha256 }) => sha256 === leaf);
    if (certificate !== undefined && !certificate.self_signed) return [];
    const why =
      protocol === 'smtp-anonymous'
        ? 'the internal transport certificate, by which Exchange servers authenticate each other'
        : 'only Exchange servers and administrators connect there, and they expect the self-signed one';
    return [{ host, port, thumbprint: certificate?.thumbprint ?? null, why }];
  });
}
