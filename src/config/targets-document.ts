import * as z from 'zod';
import { PROTOCOLS, STANDARD_ENDPOINTS, DEFAULT_PORT } from '../model/protocol.ts';
import type { Target, TargetService } from '../model/target.ts';
import type { Waiver } from '../model/waiver.ts';
import { canonicalAddress, readAddress } from './address.ts';
import { ConfigError } from './config-error.ts';
import type { ConfigFault } from './config-error.ts';
import { duplicateServices } from './duplicate-services.ts';
import { expirySchema } from './expiry.ts';
import type { ExpiryDays } from './expiry.ts';
import { readHost, readName } from './host.ts';
import { FINGERPRINTS, MOST_DOMAINS, REVOCATION, type RunOptions } from './options.ts';
import { paceSchema } from './pace.ts';
import { refuseRepeats } from './repeats.ts';
import { faultsOf, listOf, pathText, strict, textOf, wholeNumber } from './schema.ts';
import { readService } from './service.ts';
import { shown } from './shown.ts';
import { viewsOf } from './views.ts';
import { waiversSchema } from './waivers-schema.ts';

const MAX_TARGETS = 10_000;

/** What the targets file says. Paths in it are as written: relative to the folder of the file. */
export interface TargetsFile {
  readonly organization: string | null;
  /** Id of the baseline for targets that name none; whether it exists is for the caller to check. */
  readonly baseline: string | null;
  /** Files with baselines of the organization's own. */
  readonly baselineFiles: readonly string[];
  /** PEM files with root certificates of the organization's own. */
  readonly caFiles: readonly string[];
  readonly expiry: ExpiryDays | null;
  /** Mail domains of the organization. */
  readonly domains: readonly string[];
  /** Risks that are accepted. */
  readonly waivers: readonly Waiver[];
  /** What to look at and to fetch besides TLS, where the command line says nothing. */
  readonly fetching: TargetsFileFetching;
  readonly targets: readonly Target[];
}

/** Null where the file says nothing. */
export interface TargetsFileFetching {
  readonly fetchIssuers: boolean | null;
  readonly revocation: RunOptions['revocation'] | null;
  readonly allowPrivateFetch: boolean | null;
  readonly fingerprint: RunOptions['fingerprint'] | null;
}

/**
 * Reads what a targets file says.
 *
 * @param source what to call the file in faults.
 * @throws ConfigError with every fault and its path.
 */
export function readTargets(document: unknown, source: string): TargetsFile {
  const misuse = documentFault(document);
  if (misuse !== undefined) throw new ConfigError(source, [{ path: '', message: misuse }]);

  const file = FILE.safeParse(document, { reportInput: true });
  const entries = targetsOf(document).map(readTarget);
  const targets = entries.map(({ target }) => target);
  const faults = [
    ...(file.success ? [] : faultsOf(file.error)),
    ...entries.flatMap((entry) => entry.faults),
    ...duplicateServices(targets),
  ];
  if (!file.success || faults.length > 0) throw new ConfigError(source, faults);

  const { organization, baseline, baselines, cas, expiry, domains, ...rest } = file.data;
  return {
    organization: organization ?? null,
    baseline: baseline ?? null,
    baselineFiles: baselines ?? [],
    caFiles: cas ?? [],
    expiry: expiry ?? null,
    domains: [...new Set(domains)],
    waivers: rest.waivers ?? [],
    fetching: {
      fetchIssuers: rest.fetchIssuers ?? null,
      revocation: rest.revocation ?? null,
      allowPrivateFetch: rest.allowPrivateFetch ?? null,
      fingerprint: rest.fingerprint ?? null,
    },
    targets: targets.filter((target) => target !== undefined),
  };
}

const EXAMPLE = '{"targets": ["mail.contoso.com"]}';

const words = (most: number) => z.string().trim().min(1).max(most);
const names = listOf(textOf(readName), 0, 1000);

const SERVICE = z.union([
  textOf(readService),
  strict({ protocol: z.enum(PROTOCOLS), port: wholeNumber(1, 65535).optional(), names: names.optional() }),
]);

const TARGET = z.union([
  textOf(readHost),
  strict({
    host: textOf(readHost),
    services: listOf(SERVICE, 1, 100).optional(),
    addresses: listOf(textOf(readAddress), 1, 100)
      .superRefine(refuseRepeats((address) => [address]))
      .optional(),
    views: viewsOf(listOf(textOf(readAddress), 1, 100), 2).optional(),
    names: names.optional(),
    baseline: words(100).optional(),
    pace: paceSchema.optional(),
  }),
]);

/** Targets are validated one by one, so that a fault in one does not hide duplicates among the others. */
const FILE = strict({
  organization: words(200).optional(),
  baseline: words(100).optional(),
  baselines: listOf(words(4096), 0, 100).optional(),
  cas: listOf(words(4096), 0, 100).optional(),
  expiry: expirySchema.optional(),
  domains: listOf(textOf(readName), 0, MOST_DOMAINS).optional(),
  fetchIssuers: z.boolean().optional(),
  revocation: z.enum(REVOCATION).optional(),
  allowPrivateFetch: z.boolean().optional(),
  fingerprint: z.enum(FINGERPRINTS).optional(),
  waivers: waiversSchema.optional(),
  targets: z.array(z.unknown()).min(1).max(MAX_TARGETS),
});

function documentFault(document: unknown): string | undefined {
  if (document === null) return `the file is empty; expected an object with targets: ${EXAMPLE}`;
  if (typeof document === 'object' && !Array.isArray(document)) return undefined;
  return `expected an object with targets, got ${shown(document)}: ${EXAMPLE}`;
}

function targetsOf(document: unknown): readonly unknown[] {
  const { targets } = document as { readonly targets?: unknown };
  return Array.isArray(targets) ? targets.slice(0, MAX_TARGETS) : [];
}

interface ReadTarget {
  readonly target: Target | undefined;
  readonly faults: readonly ConfigFault[];
}

function readTarget(entry: unknown, index: number): ReadTarget {
  const parsed = TARGET.safeParse(entry, { reportInput: true });
  if (!parsed.success) return { target: undefined, faults: faultsOf(parsed.error, ['targets', index]) };
  const written = typeof parsed.data === 'string' ? { host: parsed.data } : parsed.data;
  const target: Target = {
    host: written.host,
    services: written.services?.map(toService) ?? STANDARD_SERVICES,
    explicit: written.services !== undefined,
    addresses: written.addresses ?? [],
    names: [...new Set(written.names)],
    baseline: written.baseline ?? null,
    ...(written.views === undefined ? {} : { views: written.views }),
    ...(written.pace === undefined ? {} : { pace: written.pace }),
  };
  return { target, faults: addressFaults(target, index) };
}

function addressFaults({ host, addresses, views }: Target, index: number): ConfigFault[] {
  if (addresses.length > 0 && views !== undefined) {
    const message = 'the views have the addresses already; leave one of the two out';
    return [{ path: pathText(['targets', index, 'addresses']), message }];
  }
  if (addresses.length === 0 || canonicalAddress(host) === undefined) return [];
  const message = `the host ${host} is an address itself; leave addresses out or give the host's name`;
  return [{ path: pathText(['targets', index, 'addresses']), message }];
}

const STANDARD_SERVICES: readonly TargetService[] = STANDARD_ENDPOINTS.map(toService);

type WrittenService = Pick<TargetService, 'protocol'> & {
  readonly port?: number | undefined;
  readonly names?: readonly string[] | undefined;
};

function toService(written: WrittenService): TargetService {
  const { protocol, port = DEFAULT_PORT[protocol], names: expected } = written;
  return { protocol, port, names: [...new Set(expected)] };
}
