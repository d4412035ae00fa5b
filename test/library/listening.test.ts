import { describe, expect, test } from '@jest/globals';
import {
  ConfigError,
  exitCode,
  gather,
  gatherEach,
  observe,
  scan,
  scanEach,
  type ScanEvent,
  worldWith,
} from '../../src/index.ts';
import type { Lab } from '../../src/lab/contoso.ts';
import { withLab } from './lab.ts';

const CHECK = { depth: 'check' } as const;
const HOST = ['hq.contoso.com'] as const;

const accepted = ({ connections }: Lab): number =>
  [...connections().values()].reduce((sum, count) => sum + count, 0);

describe('the signal', () => {
  test('given before the start lets nothing be asked, and the report says so', async () => {
    await withLab(HOST, async (lab) => {
      const report = await scan(lab.targets, { world: lab.world, signal: AbortSignal.abort() });
      expect(report.run).toMatchObject({ complete: false, stopped: 'interrupted' });
      expect(accepted(lab)).toBe(0);
      expect(report.findings.filter(({ outcome }) => outcome === 'pass')).toEqual([]);
      expect(exitCode(report, 'critical')).toBe(3);
    });
  });

  test('given in the middle keeps what was answered, and the report is marked', async () => {
    await withLab(HOST, async (lab) => {
      const stop = new AbortController();
      let answered = 0;
      const report = await scan(lab.targets, {
        world: lab.world,
        signal: stop.signal,
        onEvent: (event) => {
          const hello = event.type === 'observed' && event.observation.kind === 'hello';
          if (!hello || event.observation.outcome.status !== 'accepted') return;
          answered += 1;
          if (answered === 3) stop.abort();
        },
      });
      expect(report.run).toMatchObject({ complete: false, stopped: 'interrupted' });
      const kept = report.observations.filter(
        ({ kind, outcome }) => kind === 'hello' && outcome.status !== 'failed',
      );
      expect(kept.length).toBeGreaterThan(0);
      expect(kept.length).toBeLessThan(40);
    });
  });

  test('leaves no listener behind', async () => {
    const signal = new AbortController().signal;
    let listeners = 0;
    const counted = new Proxy(signal, {
      get(target, key) {
        if (key === 'addEventListener') listeners += 1;
        if (key === 'removeEventListener') listeners -= 1;
        const value: unknown = Reflect.get(target, key);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    await withLab(HOST, ({ targets, world }) => gather(targets, { world, options: CHECK, signal: counted }));
    expect(listeners).toBe(0);
  });
});

describe('a listener that throws', () => {
  const fault = new Error('no room on the screen');

  test.each<readonly [string, () => void]>([
    [
      'at once',
      () => {
        throw fault;
      },
    ],
    ['later', () => Promise.reject(fault) as unknown as void],
  ])('%s does not disturb the run', async (_, onEvent) => {
    await withLab(HOST, async ({ targets, world }) => {
      const heard: unknown[] = [];
      const onEventFault = (error: unknown): void => void heard.push(error);
      let events = 0;
      const settings = { world, options: CHECK };
      const plain = await gather(targets, { ...settings, onEvent: () => void (events += 1) });
      const disturbed = await gather(targets, { ...settings, onEvent, onEventFault });
      expect(disturbed.run.complete).toBe(true);
      expect(disturbed.observations).toHaveLength(plain.observations.length);
      expect(heard).toHaveLength(events);
      expect(new Set(heard)).toEqual(new Set([fault]));
    });
  });

  test('is of no harm if nobody hears of it, or he throws as well', async () => {
    await withLab(HOST, async ({ targets, world }) => {
      const onEvent = (): never => {
        throw fault;
      };
      const settings = { world, options: CHECK, onEvent };
      expect((await gather(targets, settings)).run.complete).toBe(true);
      expect((await gather(targets, { ...settings, onEventFault: onEvent })).run.complete).toBe(true);
    });
  });
});

describe('a taker that throws', () => {
  test.each([
    ['scanEach', scanEach],
    ['gatherEach', gatherEach],
  ] as const)('ends %s with what he threw, once nothing is open any more', async (_, each) => {
    const fault = new Error('disk full');
    await withLab(['hq.contoso.com', 'archive.contoso.com', 'mail.contoso.com'], async (lab) => {
      let taken = 0;
      const events: ScanEvent[] = [];
      const run = each(
        lab.targets,
        {
          world: lab.world,
          options: { ...CHECK, concurrency: { global: 1 } },
          onEvent: (event) => void events.push(event),
        },
        () => {
          taken += 1;
          throw fault;
        },
      );
      await expect(run).rejects.toBe(fault);
      const after = events.length;
      expect(taken).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      expect(events).toHaveLength(after);
      const called = [...lab.connections()].filter(([, count]) => count > 0).map(([at]) => at.split(':')[0]);
      expect(new Set(called).size).toBe(1);
    });
  });
});

describe('who stops listening to observe', () => {
  test('stops the run', async () => {
    await withLab(HOST, async (lab) => {
      for await (const event of observe(lab.targets, { world: lab.world })) {
        if (event.type === 'observed' && event.observation.kind === 'hello') break;
      }
      const after = accepted(lab);
      await new Promise((resolve) => setImmediate(resolve));
      expect(accepted(lab)).toBe(after);
    });
  });

  test('and whoever listens to the end is told everything once, in order', async () => {
    await withLab(HOST, async ({ targets, world }) => {
      const events: ScanEvent[] = [];
      const iterator = observe(targets, { world, options: CHECK });
      let next = await iterator.next();
      while (next.done !== true) {
        events.push(next.value);
        next = await iterator.next();
      }
      const told = events.flatMap((event) => (event.type === 'observed' ? event.observation.id : []));
      expect(told.toSorted()).toEqual(next.value.observations.map(({ id }) => id).toSorted());
      const found = events.flatMap((event) => (event.type === 'endpoint-found' ? event.endpoint.id : []));
      const done = events.flatMap((event) => (event.type === 'endpoint-done' ? event.endpoint.id : []));
      expect(found.toSorted()).toEqual(done.toSorted());
    });
  });
});

test.each<readonly [string, () => Promise<unknown>]>([
  ['gather', () => gather([], { options: { budget: -1 } })],
  ['scan', () => scan([], { options: { budget: -1 } })],
  ['scanEach', () => scanEach([], { options: { budget: -1 } }, () => undefined)],
  ['gatherEach', () => gatherEach([], { options: { simulate: ['netscape'] } }, () => undefined)],
  ['observe', () => observe([], { options: { budget: -1 } }).next()],
])('%s rejects with a ConfigError for options that make no sense', async (_, run) => {
  await expect(run()).rejects.toBeInstanceOf(ConfigError);
});

test('a dialler of the caller that throws rejects the loop over events, and nothing besides', async () => {
  const unheard: unknown[] = [];
  const hear = (reason: unknown): void => void unheard.push(reason);
  process.on('unhandledRejection', hear);
  const [target] = await withLab(HOST, ({ targets }) => Promise.resolve(targets));
  const dial = (): never => {
    throw new Error('the dialler broke');
  };
  const resolve = () => Promise.resolve({ ok: true, addresses: ['192.0.2.1'] } as const);
  const loop = async (): Promise<void> => {
    for await (const event of observe([target!], { world: worldWith({ dial, resolve }), options: CHECK })) {
      expect(event).toBeDefined();
      // Whoever is slow with one event learns later what has happened since.
      await new Promise((done) => setImmediate(() => setImmediate(done)));
    }
  };
  await expect(loop()).rejects.toThrow('the dialler broke');
  process.off('unhandledRejection', hear);
  expect(unheard).toEqual([]);
});
