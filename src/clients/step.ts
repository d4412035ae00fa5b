import { type Cell, isConfirmed } from '../exchange/clients/client.ts';
import { CLIENT_MARKS, type ClientMark } from '../model/clients.ts';

/** One thing that a client looks at, and what comes of it. */
export interface Step {
  readonly outcome: 'works' | 'works-after-prompt' | 'fails' | 'clear-text' | 'unknown';
  /** In words, without a full stop; null if there is nothing to say. Hostile text. */
  readonly why: string | null;
  /** What has to be so on the client's side. */
  readonly condition: string | null;
  /** What is known about the client rests on these; none where nothing about it was needed. */
  readonly marks: readonly ClientMark[];
}

export const FINE: Step = { outcome: 'works', why: null, condition: null, marks: [] };

export function open(why: string): Step {
  return { outcome: 'unknown', why, condition: null, marks: [] };
}

/** What follows from a cell; unknown, with what is not known, where nobody has confirmed it. */
export function fromCell<T>(cell: Cell<T>, why: string | null, step: (value: T) => Step): Step {
  if (!isConfirmed(cell)) {
    return open(
      why === null ? `it is not known ${cell.unconfirmed}` : `${why}; it is not known ${cell.unconfirmed}`,
    );
  }
  const { marks, ...rest } = step(cell.value);
  return { ...rest, marks: [...marks, cell.mark] };
}

/** The first of the worst: certain failure before doubt, doubt before anything that goes on. */
export function worstOf(steps: readonly Step[]): Step {
  for (const outcome of WORST_FIRST) {
    const found = steps.find((step) => step.outcome === outcome);
    if (found !== undefined) return found;
  }
  return FINE;
}

/** Null if nothing about the client was needed. */
export function weakest(marks: readonly ClientMark[]): ClientMark | null {
  return CLIENT_MARKS.find((mark) => marks.includes(mark)) ?? null;
}

const WORST_FIRST: readonly Step['outcome'][] = ['fails', 'unknown', 'clear-text', 'works-after-prompt'];
