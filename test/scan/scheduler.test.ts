import { describe, expect, test } from '@jest/globals';
import type { Endpoint } from '../../src/model/endpoint.ts';
import type { FailureCode } from '../../src/model/failure.ts';
import type { HelloObservation } from '../../src/model/observation.ts';
import type { Pressure } from '../../src/model/pressure.ts';
import type { Protocol } from '../../src/model/protocol.ts';
import { RANK, type Rank } from '../../src/scan/rank.ts';
import { type Concurrency, createScheduler } from '../../src/scan/scheduler.ts';
import { accepted, hello } from '../fixtures/observations.ts';

const CALM = hello(1, {}, accepted());

function failing(code: FailureCode): HelloObservation {
  return hello(1, {}, { status: 'failed', failure: { code, stage: 'preamble', detail: '' } });
}

function endpoint(protocol: Protocol, address = '192.0.2.1', port = 25): Endpoint {
  return {
    id: `${protocol}://mail:${port}/${address}`,
    host: 'mail',
    address,
    port,
    protocol,
    named: true,
  };
}

const SMTP = endpoint('smtp');

/** A scheduler on a clock that moves only when somebody waits. */
function start(concurrency: Partial<Concurrency> = {}) {
  let now = 1_000_000;
  const begun = now;
  const stop = new AbortController();
  const pressures: Pressure[] = [];
  const scheduler = createScheduler(
    { global: 20, perAddress: 6, smtpPerAddress: 3, startsPerSecond: null, ...concurrency },
    {
      world: {
        now: () => now,
        wait: async (ms) => {
          const until = now + ms;
          await Promise.resolve();
          now = Math.max(now, until);
        },
      },
      signal: stop.signal,
      onPressure: (pressure) => pressures.push(pressure),
    },
  );
  return {
    scheduler,
    pressures,
    stop,
    elapsed: () => now - begun,
    ask: (observation: HelloObservation, place = SMTP, gentle = false) =>
      scheduler.run(place, gentle, () => Promise.resolve({ observation })),
  };
}

/** How many of so many tasks are open at a time, when none of them ends by itself. */
async function openAtOnce(run: ReturnType<typeof start>, tasks: number, place = SMTP): Promise<number> {
  let open = 0;
  let most = 0;
  const ends: (() => void)[] = [];
  const all = Array.from({ length: tasks }, () =>
    run.scheduler.run(place, false, async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise<void>((resolve) => ends.push(resolve));
      open -= 1;
      return { observation: CALM };
    }),
  );
  for (let ended = 0; ended < tasks;) {
    await new Promise((resolve) => setImmediate(resolve));
    const end = ends.shift();
    if (end === undefined) continue;
    end();
    ended += 1;
  }
  await Promise.all(all);
  return most;
}

describe('Pressure', () => {
  test.each(['busy'] as const)('%s halves the connections and waits longer each time', async (code) => {
    const run = start({ smtpPerAddress: 5 });
    for (let time = 0; time < 4; time += 1) await run.ask(failing(code));
    expect(run.pressures.map(({ sign, waitMs, connections }) => [sign, waitMs, connections])).toEqual([
      ['busy', 1000, 2],
      ['busy', 2000, 1],
      ['busy', 5000, 1],
      ['busy', 10_000, 1],
    ]);
    expect(run.elapsed()).toBe(8000);
  });

  test.each(['connection-refused', 'connect-timeout', 'preamble-closed', 'preamble-timeout'] as const)(
    '%s is a sign only if the place had answered before',
    async (code) => {
      const run = start();
      await run.ask(failing(code));
      expect(run.pressures).toEqual([]);
      await run.ask(CALM);
      await run.ask(failing(code));
      expect(run.pressures.map(({ sign }) => sign)).toEqual(['dropped']);
    },
  );

  test('a closed port beside one that answers is none', async () => {
    const run = start();
    await run.ask(CALM);
    const other = { ...failing('connection-refused'), endpoint: 'smtp://mail:587/192.0.2.1' };
    await run.ask(other, endpoint('smtp', '192.0.2.1', 587));
    expect(run.pressures).toEqual([]);
  });

  test('an answer that takes far longer than the quickest is a sign, and costs places but no wait', async () => {
    const run = start();
    await run.ask({ ...CALM, elapsedMs: 100 });
    await run.ask({ ...CALM, elapsedMs: 5100 });
    expect(run.pressures).toMatchObject([{ sign: 'slow', waitMs: 0, connections: 1 }]);
  });

  test('an answer that is slow from the first is none', async () => {
    const run = start();
    await run.ask({ ...CALM, elapsedMs: 5000 });
    await run.ask({ ...CALM, elapsedMs: 5500 });
    expect(run.pressures).toEqual([]);
  });

  test('concerns its address and service alone', async () => {
    const run = start();
    await run.ask(failing('busy'));
    await run.ask(CALM, endpoint('https', '192.0.2.1', 443));
    await run.ask(CALM, endpoint('smtp', '192.0.2.2'));
    expect(run.elapsed()).toBe(0);
  });

  test('reaches the other SMTP ports of the address', async () => {
    const run = start();
    await run.ask(failing('busy'));
    await run.ask(CALM, endpoint('smtp', '192.0.2.1', 587));
    expect(run.elapsed()).toBe(1000);
  });

  test('holds back those who were waiting for a place when it came up', async () => {
    const run = start({ smtpPerAddress: 1 });
    await Promise.all([run.ask(failing('busy')), run.ask(CALM), run.ask(CALM)]);
    expect(run.elapsed()).toBe(1000);
  });

  test('is forgiven one place at a time after calm answers', async () => {
    const run = start();
    await run.ask(failing('busy'));
    expect(await openAtOnce(run, 3)).toBe(1);
    for (let time = 0; time < 5; time += 1) await run.ask(CALM);
    expect(await openAtOnce(run, 3)).toBe(2);
    for (let time = 0; time < 8; time += 1) await run.ask(CALM);
    expect(await openAtOnce(run, 3)).toBe(3);
  });
});

describe('Places', () => {
  test.each([
    ['SMTP ports of an address', { smtpPerAddress: 2 }, SMTP, 2],
    ['other ports of an address', { perAddress: 4 }, endpoint('https'), 4],
    ['all together', { global: 1 }, endpoint('https'), 1],
    ['SMTP, never more than an address may have', { perAddress: 2, smtpPerAddress: 5 }, SMTP, 2],
  ])('are limited for %s', async (_what, concurrency, place, most) => {
    expect(await openAtOnce(start(concurrency), 8, place)).toBe(most);
  });

  test('a task that throws gives its place back', async () => {
    const run = start({ smtpPerAddress: 1 });
    await expect(run.scheduler.run(SMTP, false, () => Promise.reject(new Error('broke')))).rejects.toThrow(
      'broke',
    );
    await run.ask(CALM);
  });
});

describe('Rank', () => {
  test('decides who goes first of those that wait, and who came first does within a rank', async () => {
    const run = start({ smtpPerAddress: 1 });
    const begun: string[] = [];
    const ask = (name: string, rank: Rank): Promise<unknown> =>
      run.scheduler.run(SMTP, false, () => (begun.push(name), Promise.resolve({ observation: CALM })), rank);
    await Promise.all([
      ask('ssl2', RANK.last),
      ask('groups', RANK.group),
      ask('suites', RANK.chain),
      ask('tls1.3', RANK.version),
      ask('tls1.1', RANK.version),
    ]);
    expect(begun).toEqual(['suites', 'tls1.3', 'tls1.1', 'groups', 'ssl2']);
  });

  test('lets the question that an answer leads to go before those that waited', async () => {
    const run = start({ smtpPerAddress: 1 });
    const begun: string[] = [];
    const ask = (name: string, rank: Rank): Promise<unknown> =>
      run.scheduler.run(SMTP, false, () => (begun.push(name), Promise.resolve({ observation: CALM })), rank);
    const chain = async (): Promise<void> => {
      for (const name of ['first', 'second', 'third']) await ask(name, RANK.chain);
    };
    await Promise.all([chain(), ask('other', RANK.last)]);
    expect(begun).toEqual(['first', 'second', 'third', 'other']);
  });
});

describe('Rate', () => {
  test('starts follow each other no faster than allowed', async () => {
    const run = start({ startsPerSecond: 4 });
    await Promise.all([1, 2, 3, 4, 5].map(() => run.ask(CALM)));
    expect(run.elapsed()).toBe(1000);
  });

  test('gentle is one at a time and one each second', async () => {
    const run = start();
    await Promise.all([1, 2, 3].map(() => run.ask(CALM, SMTP, true)));
    expect(run.elapsed()).toBe(2000);
  });

  test('gentle counts for the address, also where another target has begun there', async () => {
    const run = start();
    expect(await openAtOnce(run, 3)).toBe(3);
    await run.ask(CALM, SMTP, true);
    expect(await openAtOnce(run, 3)).toBe(1);
  });

  test('a run that is stopped waits no longer', async () => {
    const run = start();
    await run.ask(failing('busy'));
    run.stop.abort();
    await run.ask(CALM);
    expect(run.elapsed()).toBe(0);
  });
});

describe('Forgetting', () => {
  test('keeps what an address in trouble has earned, and drops the others', async () => {
    const run = start();
    await run.ask({ ...CALM, elapsedMs: 10 });
    run.scheduler.forget(['192.0.2.1']);
    await run.ask(failing('connection-refused'));
    expect(run.pressures).toEqual([]);
    await run.ask(failing('busy'));
    run.scheduler.forget(['192.0.2.1']);
    await run.ask(CALM);
    expect(run.elapsed()).toBe(1000);
  });
});
