import type { Observation } from './observation.ts';

/** Name of the question that sends the hello of a client: `simulate/ie11-win7`. */
export function simulationQuestion(offer: string): string {
  return `${PREFIX}${offer}`;
}

/** Id of the offer that was sent; null for every other question. */
export function simulatedOffer({ question }: Pick<Observation, 'question'>): string | null {
  return question.startsWith(PREFIX) ? question.slice(PREFIX.length) : null;
}

export function isSimulated({ question }: Pick<Observation, 'question'>): boolean {
  return question.startsWith(PREFIX);
}

const PREFIX = 'simulate/';
