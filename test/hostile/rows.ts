import { describe, expect, test } from '@jest/globals';
import type { Handler } from '../../src/lab/tls-server.ts';
import type { TlsPolicy } from '../../src/lab/tls-policy.ts';
import type { Tri } from '../../src/model/finding.ts';
import type { Reach } from '../../src/model/report.ts';
import { versionName } from '../../src/wire/iana/versions.ts';
import { type Interrogation, interrogate, kindsOfAnswers, type Settings } from './interrogate.ts';
import { liesAbout } from './truth.ts';

/** Largest answer that is read (512 KiB), what is drained behind it (256 KiB), and one chunk of each, bytes. */
export const READ_BOUND = (512 + 256 + 2 * 64) * 1024;

/** Largest reply that is read before TLS (64 KiB), what is drained behind it, and one chunk of each, bytes. */
export const REPLY_BOUND = (64 + 256 + 2 * 64) * 1024;

/** What is known of a server with nothing but TLS 1.2. */
export const ONLY_12: Readonly<Record<string, Tri>> = {
  'SSL 2.0': 'no',
  'SSL 3.0': 'no',
  'TLS 1.0': 'no',
  'TLS 1.1': 'no',
  'TLS 1.2': 'yes',
  'TLS 1.3': 'no',
};

/** What an honest server of Exchange 2019's defaults answers to a check. */
export const HONEST_ANSWERS: readonly string[] = ['accepted 303', 'refused 40', 'refused 70'];

/** One behaviour, what a good scanner makes of it, and what it may cost. */
export interface Row extends Settings {
  readonly server: string;
  /** Makes a server without a past. */
  readonly script: () => Handler;
  /** What the server is on its honest connections: nothing that is said may contradict it. */
  readonly truth?: TlsPolicy;
  /** Every kind of answer that the observations hold, each once; absent where it is a matter of chance. */
  readonly answers?: readonly string[];
  readonly reach: Reach;
  /** What is known of versions; `nothing` if no version has a yes or a no. */
  readonly versions: 'nothing' | Readonly<Record<string, Tri>>;
  /** Rules on TLS that fail, and that pass. If nothing is known of any version these are all there are. */
  readonly fails?: readonly string[];
  readonly passes?: readonly string[];
  /** Most connections that it may cost. The time is bounded by their number: see `Interrogation.boundMs`. */
  readonly connections: number;
  /** Most bytes that are read from one connection. */
  readonly bytes?: number;
  readonly also?: (interrogation: Interrogation) => void;
}

/** One test for each row of a table. */
export function describeRows(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    test.each(rows)(
      '$server',
      async (row) => {
        const done = await interrogate(row.script(), row);
        const { report, facts, served } = done;
        if (row.answers !== undefined) {
          expect(kindsOfAnswers(report)).toEqual([...row.answers].toSorted());
        }
        expect(report.endpoints[0]?.reach).toBe(row.reach);
        expect(versionsKnown(done)).toEqual(
          row.versions === 'nothing' ? {} : expect.objectContaining(row.versions),
        );
        const fails = rulesThat(done, 'fail');
        const passes = rulesThat(done, 'pass');
        if (row.versions === 'nothing') {
          expect({ fails, passes }).toEqual({ fails: row.fails ?? [], passes: row.passes ?? [] });
        }
        expect({ fails, passes }).toEqual({
          fails: expect.arrayContaining([...(row.fails ?? [])]),
          passes: expect.arrayContaining([...(row.passes ?? [])]),
        });
        if (row.truth !== undefined) expect(liesAbout(facts, row.truth)).toEqual([]);
        expect(report.summary.connections).toBe(served);
        expect(served).toBeLessThanOrEqual(row.connections);
        expect(done.mostBytes).toBeLessThanOrEqual(row.bytes ?? READ_BOUND);
        expect(done.elapsedMs).toBeLessThanOrEqual(done.boundMs);
        row.also?.(done);
      },
      60_000,
    );
  });
}

function versionsKnown({ facts: { versions } }: Interrogation): Record<string, Tri> {
  if (!versions.known) return {};
  const answers = [...versions.value.answers].filter(([, { value }]) => value !== 'unknown');
  return Object.fromEntries(answers.map(([version, { value }]) => [versionName(version), value]));
}

/** Rules that rest on TLS: others can be judged by what a server says before it. */
const ON_TLS = /^(?:tls|cert|names|org)\//;

function rulesThat({ report }: Interrogation, outcome: 'fail' | 'pass'): string[] {
  const rules = report.findings.filter((one) => one.outcome === outcome).map(({ rule }) => rule);
  return [...new Set(rules.filter((rule) => ON_TLS.test(rule)))].toSorted();
}

/** What moves a cursor or hides text, save what ends lines, and the tabs between the fields of `plain`. */
export function controlsIn(reporter: string, shown: string): RegExpExecArray | null {
  const allowed = reporter === 'plain' ? /[\r\n\t]/g : /[\r\n]/g;
  return /[\p{Cc}\p{Cf}]/u.exec(shown.replace(allowed, ''));
}
