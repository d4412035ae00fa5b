import * as z from 'zod';
import { SUITE_FAMILIES } from '../wire/iana/suites.ts';
import type { Baseline, VersionPolicy } from '../exchange/baseline.ts';
import { SEVERITIES } from '../model/finding.ts';
import { families, suite, suiteName } from '../wire/iana/suites.ts';
import { versionName } from '../wire/iana/versions.ts';
import { readBaselineId, readBuiltIn } from './baseline-id.ts';
import { ConfigError } from './config-error.ts';
import type { ConfigFault } from './config-error.ts';
import { parseDocument } from './document.ts';
import { refuseRepeats } from './repeats.ts';
import { faultsOf, listOf, strict, textOf, wholeNumber } from './schema.ts';
import { shown } from './shown.ts';
import { readSuite, readSuite13 } from './suite-name.ts';
import { readVersion } from './version-name.ts';

/**
 * Reads a baseline of the organization's own, JSON or YAML. With `extends` it takes over every field that it
 * does not have itself; `versions` replaces only the rows of the versions it names, so that a change to TLS
 * 1.0 does not quietly allow SSL 3.0.
 *
 * @param source what to call the file in faults.
 * @throws ConfigError with every fault and its path.
 */
export function parseBaseline(text: string, source: string): Baseline {
  const document = parseDocument(text, source);
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    const message = `expected an object that describes a baseline, got ${shown(document)}`;
    throw new ConfigError(source, [{ path: '', message }]);
  }
  const schema = 'extends' in document ? CHANGED : WHOLE;
  const parsed = schema.safeParse(document, { reportInput: true });
  if (!parsed.success) throw new ConfigError(source, faultsOf(parsed.error));
  const baseline = 'extends' in parsed.data ? changed(parsed.data, source) : whole(parsed.data, source);
  const faults = contradictions(baseline);
  if (faults.length > 0) throw new ConfigError(source, faults);
  return baseline;
}

const severity = z.enum(SEVERITIES).default('medium');
const words = z.string().trim().min(1).max(500);

const VERSION = strict({
  version: z.union([textOf(readVersion), z.number().transform(String).pipe(textOf(readVersion))]),
  policy: z.enum(['required', 'allowed', 'tolerated', 'banned']),
  severity,
  services: listOf(z.enum(['web', 'smtp', 'pop', 'imap']), 1, 4).optional(),
  reason: words.optional(),
});

const FAMILY = z.union([
  z.enum(SUITE_FAMILIES).transform((family) => ({ family, severity: 'medium' as const })),
  strict({ family: z.enum(SUITE_FAMILIES), severity }),
]);

const HEAD = {
  id: textOf(readBaselineId),
  title: words.optional(),
  source: words.optional(),
};

const BODY = {
  date: z.iso.date('expected a date such as 2026-01-31'),
  versions: listOf(VERSION, 1, 50).superRefine(refuseRepeats(placesOf)),
  bannedFamilies: listOf(FAMILY, 0, 50).superRefine(refuseRepeats(({ family }) => [family])),
  suites: listOf(textOf(readSuite), 0, 400).superRefine(refuseRepeats(suiteNameOf)),
  suites13: listOf(textOf(readSuite13), 0, 50).superRefine(refuseRepeats(suiteNameOf)),
  ellipticCurvesFirst: z.boolean(),
  forwardSecrecy: z.boolean(),
  minDhBits: wholeNumber(512, 16_384, 'bits'),
  minRsaBits: wholeNumber(512, 16_384, 'bits'),
};

const WHOLE = strict({ ...HEAD, ...BODY });
const CHANGED = strict({ ...HEAD, extends: textOf(readBuiltIn), ...z.object(BODY).partial().shape });

function whole(written: z.infer<typeof WHOLE>, source: string): Baseline {
  const { id, title = id, source: from = source, versions, ...rest } = written;
  return { ...rest, id, title, source: from, versions: versions.map((row) => policy(row, id)) };
}

function changed(written: z.infer<typeof CHANGED>, source: string): Baseline {
  const { id, extends: base, versions = [] } = written;
  const named = new Set(versions.map((row) => row.version));
  const kept = base.versions.filter((row) => !named.has(row.version));
  const rows = [...kept, ...versions.map((row) => policy(row, id))];
  return {
    id,
    title: written.title ?? `${base.title}, changed by ${id}`,
    source: written.source ?? `${source}; ${base.source}`,
    date: written.date ?? base.date,
    versions: rows.toSorted((one, other) => one.version - other.version),
    bannedFamilies: written.bannedFamilies ?? base.bannedFamilies,
    suites: written.suites ?? base.suites,
    suites13: written.suites13 ?? base.suites13,
    ellipticCurvesFirst: written.ellipticCurvesFirst ?? base.ellipticCurvesFirst,
    forwardSecrecy: written.forwardSecrecy ?? base.forwardSecrecy,
    minDhBits: written.minDhBits ?? base.minDhBits,
    minRsaBits: written.minRsaBits ?? base.minRsaBits,
  };
}

function policy(row: z.infer<typeof VERSION>, id: string): VersionPolicy {
  const { services, reason = `The baseline ${id} has it as ${row.policy}.`, ...rest } = row;
  return { ...rest, reason, ...(services === undefined ? {} : { services }) };
}

function contradictions({ suites, bannedFamilies }: Baseline): ConfigFault[] {
  const banned = new Set(bannedFamilies.map(({ family }) => family));
  return suites.flatMap((code, index) => {
    const row = suite(code);
    const family = row && families(row).find((candidate) => banned.has(candidate));
    if (family === undefined) return [];
    return [
      { path: `suites[${index}]`, message: `${suiteName(code)} belongs to the banned family ${family}` },
    ];
  });
}

function suiteNameOf(code: number): readonly string[] {
  return [suiteName(code)];
}

function placesOf({ version, services }: z.infer<typeof VERSION>): readonly string[] {
  return (services ?? ['every service']).map((service) => `${versionName(version)} for ${service}`);
}
