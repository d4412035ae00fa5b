import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { tlsServer } from '../../src/lab/tls-server.ts';
import type { Outcome } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { type Interrogation, interrogate } from './interrogate.ts';
import { anyScript, type RandomScript, serverOf } from './random-script.ts';
import { READ_BOUND } from './rows.ts';
import { liesAbout } from './truth.ts';

/** Cases of an ordinary run, the same each time; `HOSTILE_RUNS` asks for more, and `HOSTILE_SEED` for others. */
const RUNS = Number(process.env['HOSTILE_RUNS'] ?? 60);
const SEED = Number(process.env['HOSTILE_SEED'] ?? 20_261_122);
const BUDGET = 120;
const TIMEOUTS = { connectMs: 200, replyMs: 100, tlsMs: 100 };

/**
 * A server that behaves on each connection as chance will have it. Whatever it does, the program ends in time and within
 * its limits, leaves no connection open, and says nothing that an honest connection to the server would show to be wrong.
 */
test(
  'no server, whatever it does, breaks the program or makes it say what is not so',
  async () => {
    await fc.assert(
      fc.asyncProperty(anyScript, fc.constantFrom('check', 'scan'), async (script, depth) => {
        const server = serverOf(script);
        const done = await interrogate(server.handler, {
          protocol: script.protocol,
          depth,
          budget: BUDGET,
          timeouts: TIMEOUTS,
        });
        expect(done.served).toBeLessThanOrEqual(BUDGET);
        expect(done.report.summary.connections).toBe(done.served);
        // Besides the connections: the look-up of the name, and one question that the budget left unasked.
        expect(done.report.observations.length).toBeLessThanOrEqual(BUDGET + 2);
        expect(done.mostBytes).toBeLessThanOrEqual(READ_BOUND);
        expect(done.elapsedMs).toBeLessThanOrEqual(done.boundMs);
        expect(liesAbout(done.facts, script.policy)).toEqual([]);
        expect(await liesInFindings(done, script)).toEqual([]);
        expect(liesAboutStarttls(done, server.dialogues)).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  },
  60_000 + RUNS * 5000,
);

/** Rules on TLS that pass or fail here, and do the opposite at the same server without its moods. */
async function liesInFindings({ report }: Interrogation, { policy }: RandomScript): Promise<string[]> {
  const said = outcomes(report);
  if (![...said.values()].some((outcome) => outcome === 'pass' || outcome === 'fail')) return [];
  const honest = await interrogate(tlsServer({ ...policy, refusal: 'alert' }, randomBytes), {
    depth: 'scan',
  });
  const truth = outcomes(honest.report);
  return [...said].flatMap(([rule, outcome]) => {
    const opposite = outcome === 'pass' ? 'fail' : 'pass';
    const decided = outcome === 'pass' || outcome === 'fail';
    return decided && truth.get(rule) === opposite ? `${rule}: ${outcome}, not ${opposite}` : [];
  });
}

function outcomes({ findings }: Report): Map<string, Outcome> {
  const ofTls = findings.filter(({ rule }) => rule.startsWith('tls/') && !rule.includes('starttls'));
  return new Map(ofTls.map(({ rule, outcome }) => [rule, outcome]));
}

function liesAboutStarttls({ report }: Interrogation, dialogues: ReadonlySet<string>): string[] {
  const said = new Map(report.findings.map(({ rule, outcome }) => [rule, outcome]));
  const lies: string[] = [];
  const needs = (rule: string, outcome: Outcome, met: boolean): void => {
    if (said.get(rule) === outcome && !met) lies.push(`${rule}: ${outcome}`);
  };
  needs('tls/missing-starttls', 'fail', dialogues.has('refused'));
  needs('tls/missing-starttls', 'pass', dialogues.has('honest') || dialogues.has('injected'));
  needs('tls/masked-starttls', 'fail', dialogues.has('masked'));
  needs('tls/starttls-injection', 'fail', dialogues.has('injected'));
  needs('tls/starttls-injection', 'pass', !dialogues.has('injected'));
  return lies;
}
