import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWaiting, writeWaiting } from '../../../src/cli/notify/outbox.ts';
import { EARLIER, itemOf } from '../../notify/reports.ts';

const BEFORE = '2026-11-20T06:00:00.000Z';
const LATER = '2026-11-22T06:00:00.000Z';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Of which nobody knows more than when the last one began. */
const runs = (...known: readonly string[]): Parameters<typeof readWaiting>[0] => ({
  folder,
  remembers: (startedAt) => known.includes(startedAt),
});

const NAMES = ['mail to admin@contoso.com', '__proto__', 'constructor'];

test('what waits comes back, whatever its receiver is called', async () => {
  const waiting = new Map(NAMES.map((name) => [name, [itemOf({ id: name })]]));
  await writeWaiting(folder, waiting);
  expect(await readWaiting(runs(), LATER)).toEqual(waiting);
  expect(await readWaiting(runs(), EARLIER)).toEqual(waiting);
});

test('what a run saw that was not kept does not wait: the next one sees it anew', async () => {
  await writeWaiting(folder, new Map([['webhook', [itemOf({ id: 'lost' }), itemOf({ seenAt: BEFORE })]]]));
  expect(await readWaiting(runs(), BEFORE)).toEqual(new Map([['webhook', [itemOf({ seenAt: BEFORE })]]]));
  expect(await readWaiting(runs(), null)).toEqual(new Map());
});

test('what a run saw that is kept waits, although the clock was set back since', async () => {
  const waiting = new Map([['webhook', [itemOf()]]]);
  await writeWaiting(folder, waiting);
  expect(await readWaiting(runs(EARLIER), BEFORE)).toEqual(waiting);
});

test('for one receiver no more than 500 wait', async () => {
  await writeWaiting(folder, new Map([['webhook', Array.from({ length: 501 }, () => itemOf())]]));
  expect((await readWaiting(runs(), LATER))?.get('webhook')).toHaveLength(500);
});

test('where nothing waits there is no file', async () => {
  await writeWaiting(folder, new Map([['webhook', []]]));
  expect(await readdir(folder)).toEqual([]);
  expect(await readWaiting(runs(), LATER)).toEqual(new Map());
});

test.each(['', '{', '{"format":2,"waiting":[]}', '[]'])('a list that is %j is damaged', async (text) => {
  await writeFile(join(folder, 'undelivered.json'), text);
  expect(await readWaiting(runs(), LATER)).toBeNull();
});
