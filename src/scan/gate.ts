/** Lets tasks run side by side, or one alone. */
export interface Gate {
  /** Runs the task beside others, once nobody is alone or waits to be. */
  beside<T>(task: () => Promise<T>): Promise<T>;
  /** Runs the task once all others have ended, and keeps new ones waiting until it has. */
  alone<T>(task: () => Promise<T>): Promise<T>;
}

export function createGate(): Gate {
  const count = { running: 0, lonely: 0 };
  let last: Promise<unknown> = Promise.resolve();
  let wake: (() => void)[] = [];

  const changed = (): Promise<void> => new Promise((resolve) => wake.push(resolve));
  const change = (): void => {
    const waiting = wake;
    wake = [];
    for (const resolve of waiting) resolve();
  };

  return {
    async beside(task) {
      while (count.lonely > 0) await changed();
      count.running += 1;
      try {
        return await task();
      } finally {
        count.running -= 1;
        change();
      }
    },
    async alone(task) {
      count.lonely += 1;
      const before = last;
      const turn = (async () => {
        await before;
        while (count.running > 0) await changed();
        return task();
      })();
      last = turn.catch(() => undefined);
      try {
        return await turn;
      } finally {
        count.lonely -= 1;
        change();
      }
    },
  };
}
