import { simulationQuestion } from '../model/simulated.ts';
import type { RecordedHello } from '../probes/recorded-hello.ts';
import { type Interview, together } from './interview.ts';
import { modernHello } from './questions.ts';
import { RANK } from './rank.ts';

/**
 * Sends the hellos of clients, one connection each; where one ends without a word, that is made sure of like everywhere
 * else. They come last, so that a budget that runs out takes nothing from the questions that decide the rules.
 */
export async function runSimulations(interview: Interview, hellos: readonly RecordedHello[]): Promise<void> {
  const base = modernHello(interview.endpoint);
  await together(
    hellos.map((recorded) => async () => {
      const question = simulationQuestion(recorded.id);
      if (recorded.ssl2Kinds.length === 0) {
        const spec = { ...base, rung: 'full', recorded };
        await interview.hello({ question, spec, end: 'key-exchange' }, RANK.last);
        return;
      }
      await interview.sslv2(
        {
          question,
          version: recorded.versions[1],
          kinds: recorded.ssl2Kinds,
          suites: recorded.suites.filter((code) => code !== RENEGOTIATION_SCSV),
        },
        RANK.last,
      );
    }),
  );
}

/** The probe adds it itself. */
const RENEGOTIATION_SCSV = 0x00ff;
