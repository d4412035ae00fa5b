import { describe, expect, test } from '@jest/globals';
import type { FailureCode } from '../../src/model/failure.ts';
import type { AnswerStore } from '../../src/net/answer-store.ts';
import type { Fetch, FetchRequest } from '../../src/net/fetch.ts';
import { createFetchDesk, type Errand, type FetchDesk } from '../../src/scan/fetch-desk.ts';

const ERRAND: Errand = {
  purpose: 'crl',
  url: 'http://crl.example/ca.crl',
  request: null,
  scope: 'public',
  keepUntil: () => null,
};

function failing(code: FailureCode): Fetch {
  return () => Promise.resolve({ ok: false, failure: { code, stage: 'request', detail: 'x' }, requests: 1 });
}

const echoing: Fetch = ({ url }) =>
  Promise.resolve({ ok: true, http: 200, contentType: null, body: Buffer.from(url), requests: 1 });

/** A desk with a world of its own; `asked` are the requests that left it. */
function deskWith(
  fetch: Fetch = echoing,
  {
    most = 10,
    store = null as AnswerStore | null,
    clock = { now: 1000 },
    signal = new AbortController().signal,
  } = {},
): { desk: FetchDesk; asked: FetchRequest[] } {
  const asked: FetchRequest[] = [];
  const desk = createFetchDesk({
    world: {
      now: () => clock.now,
      fetch: (request) => {
        asked.push(request);
        return fetch(request);
      },
    },
    signal,
    limits: { most, timeoutMs: 5000 },
    store,
  });
  return { desk, asked };
}

function memory(): AnswerStore & { readonly entries: Map<string, Uint8Array> } {
  const entries = new Map<string, Uint8Array>();
  return {
    entries,
    read: (name) => Promise.resolve(entries.get(name) ?? null),
    write: (name, bytes) => {
      entries.set(name, bytes);
      return Promise.resolve();
    },
  };
}

describe('within a run', () => {
  test('everything is fetched once, whoever asks and however many at a time', async () => {
    const { desk, asked } = deskWith();
    const deliveries = await Promise.all([1, 2, 3].map(() => desk.fetch(ERRAND)));
    deliveries.push(await desk.fetch(ERRAND));
    expect(asked).toHaveLength(1);
    expect(deliveries.map(({ requests }) => requests)).toEqual([1, 0, 0, 0]);
    expect(deliveries.every(({ ok }) => ok)).toBe(true);
  });

  test('a failure is one answer as well', async () => {
    const { desk, asked } = deskWith(failing('http-status'));
    expect(await desk.fetch(ERRAND)).toMatchObject({ failure: { code: 'http-status' }, requests: 1 });
    expect(await desk.fetch(ERRAND)).toMatchObject({ failure: { code: 'http-status' }, requests: 0 });
    expect(asked).toHaveLength(1);
  });

  test.each<[string, Partial<Errand>]>([
    ['another address', { url: 'http://crl.example/other.crl' }],
    ['another purpose', { purpose: 'issuer' }],
    ['something to post', { request: Uint8Array.of(1) }],
    ['another way to go', { scope: 'private' }],
  ])('%s is another question', async (_, change) => {
    const { desk, asked } = deskWith();
    await desk.fetch(ERRAND);
    await desk.fetch({ ...ERRAND, ...change });
    expect(asked).toHaveLength(2);
  });

  test('OCSP is posted, everything else is got, each with its own limit', async () => {
    const { desk, asked } = deskWith();
    await desk.fetch({ ...ERRAND, purpose: 'ocsp', request: Uint8Array.of(7) });
    await desk.fetch({ ...ERRAND, purpose: 'issuer' });
    await desk.fetch(ERRAND);
    expect(asked.map(({ method, body, maxBytes, scope }) => [method, body?.type, maxBytes, scope])).toEqual([
      ['POST', 'application/ocsp-request', 64 * 1024, 'public'],
      ['GET', undefined, 256 * 1024, 'public'],
      ['GET', undefined, 32 * 1024 ** 2, 'public'],
    ]);
  });

  test('no more requests are made than allowed', async () => {
    const { desk, asked } = deskWith(echoing, { most: 3 });
    const urls = [1, 2, 3, 4, 5].map((number) => `http://crl.example/${number}`);
    const deliveries = await Promise.all(urls.map((url) => desk.fetch({ ...ERRAND, url })));
    expect(asked).toHaveLength(3);
    expect(deliveries.filter(({ ok }) => !ok)).toEqual(
      [1, 2].map(() => ({
        ok: false,
        failure: { code: 'fetch-budget', stage: 'local', detail: 'not asked: 3 requests were made' },
        requests: 0,
      })),
    );
  });

  test('what is refused before it is asked costs none of them', async () => {
    const fetch: Fetch = (request) =>
      request.url.includes('private')
        ? Promise.resolve({
            ok: false,
            failure: { code: 'private-address', stage: 'request', detail: '' },
            requests: 0,
          })
        : echoing(request);
    const { desk } = deskWith(fetch, { most: 1 });
    await desk.fetch({ ...ERRAND, url: 'http://private.example/' });
    expect(await desk.fetch(ERRAND)).toMatchObject({ ok: true });
  });

  test('lists are read up to a size all together', async () => {
    const list = Buffer.alloc(32 * 1024 ** 2);
    const fetch: Fetch = () =>
      Promise.resolve({ ok: true, http: 200, contentType: null, body: list, requests: 1 });
    const { desk } = deskWith(fetch);
    for (const number of [1, 2, 3, 4])
      expect(await desk.fetch({ ...ERRAND, url: `http://crl.example/${number}` })).toMatchObject({
        ok: true,
      });
    expect(await desk.fetch({ ...ERRAND, url: 'http://crl.example/5' })).toMatchObject({
      failure: { code: 'fetch-budget' },
    });
  });
});

describe('a host that gives no answer', () => {
  test.each<FailureCode>(['connection-refused', 'request-timeout', 'name-not-found'])(
    'by %s is asked twice and not again',
    async (code) => {
      const { desk, asked } = deskWith(failing(code));
      for (const number of [1, 2, 3, 4]) await desk.fetch({ ...ERRAND, url: `http://crl.example/${number}` });
      expect(asked).toHaveLength(2);
      expect(await desk.fetch({ ...ERRAND, url: 'http://crl.example/5' })).toMatchObject({
        failure: { code, detail: 'not asked again: crl.example gave no answer before' },
        requests: 0,
      });
      await desk.fetch({ ...ERRAND, url: 'http://other.example/1' });
      expect(asked).toHaveLength(3);
    },
  );

  test('is not one that answers with an error', async () => {
    const { desk, asked } = deskWith(failing('http-status'));
    for (const number of [1, 2, 3, 4]) await desk.fetch({ ...ERRAND, url: `http://crl.example/${number}` });
    expect(asked).toHaveLength(4);
  });
});

describe('between runs', () => {
  const keeping = (until: number | null): Errand => ({ ...ERRAND, keepUntil: () => until });

  test('an answer is used until it is over', async () => {
    const store = memory();
    const clock = { now: 1000 };
    await deskWith(echoing, { store, clock }).desk.fetch(keeping(5000));
    const again = deskWith(echoing, { store, clock });
    clock.now = 4999;
    expect(await again.desk.fetch(keeping(5000))).toMatchObject({ ok: true, requests: 0 });
    expect(again.asked).toHaveLength(0);
    clock.now = 5000;
    const late = deskWith(echoing, { store, clock });
    expect(await late.desk.fetch(keeping(9000))).toMatchObject({ ok: true, requests: 1 });
    expect(late.asked).toHaveLength(1);
  });

  test('nothing is kept that says nothing of its end, or has ended', async () => {
    const store = memory();
    await deskWith(echoing, { store }).desk.fetch(keeping(null));
    await deskWith(echoing, { store }).desk.fetch(keeping(1000));
    await deskWith(failing('http-status'), { store }).desk.fetch(keeping(5000));
    expect(store.entries.size).toBe(0);
  });

  test('nothing is kept for longer than ten days', async () => {
    const store = memory();
    const clock = { now: 0 };
    await deskWith(echoing, { store, clock }).desk.fetch(keeping(Number.MAX_SAFE_INTEGER));
    clock.now = 10 * 86_400_000;
    const { desk, asked } = deskWith(echoing, { store, clock });
    await desk.fetch(keeping(null));
    expect(asked).toHaveLength(1);
  });

  test('an entry that was changed is fetched anew', async () => {
    const store = memory();
    await deskWith(echoing, { store }).desk.fetch(keeping(5000));
    for (const [name, bytes] of store.entries) store.entries.set(name, bytes.subarray(0, -1));
    const { desk, asked } = deskWith(echoing, { store });
    expect(await desk.fetch(keeping(5000))).toMatchObject({ ok: true, requests: 1 });
    expect(asked).toHaveLength(1);
  });
});

describe('a run that was stopped', () => {
  test.each([
    ['interrupted', 'aborted'],
    ['deadline', 'deadline'],
  ] as const)('by %s asks nothing more', async (why, code) => {
    const stop = new AbortController();
    stop.abort(new Error(why));
    const { desk, asked } = deskWith(echoing, { signal: stop.signal });
    expect(await desk.fetch(ERRAND)).toMatchObject({
      failure: { code, stage: 'local', detail: `not asked: ${why}` },
    });
    expect(asked).toHaveLength(0);
  });

  test('while it asks says that it was', async () => {
    const stop = new AbortController();
    const fetch: Fetch = () => {
      stop.abort(new Error('deadline'));
      return failing('aborted')({} as FetchRequest);
    };
    const { desk } = deskWith(fetch, { signal: stop.signal });
    expect(await desk.fetch(ERRAND)).toMatchObject({ failure: { code: 'deadline' }, requests: 1 });
  });
});
