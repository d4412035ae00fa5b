import { expect, test } from '@jest/globals';
import { SUITES_UP_TO_12 } from '../../src/scan/offers.ts';
import { askPolicy, factsIn, hellosOf } from './harness.ts';

const INVERTED = [0xc030, 0xc02f, 0x009d, 0x0035];
/** As a server has it that seems to follow our hellos. */
const OFFERED = SUITES_UP_TO_12.filter((code) => INVERTED.includes(code));

test.each([
  ['is not asked where the suites have shown that the server decides', INVERTED, 'server', 0],
  ['is asked where the server may only have followed our order', OFFERED, 'server', 1],
  ['is asked where the client decides', INVERTED, 'client', 1],
] as const)('who decides the order %s', async (_, suites, order, asked) => {
  const run = await askPolicy({ suites, order }, 'scan');
  expect(hellosOf(run, /^order\//)).toHaveLength(asked);
  const fact = factsIn(run).order;
  expect(fact.known && fact.value.decidedBy).toBe(order);
});

test('who decides the order is not asked of one suite', async () => {
  const run = await askPolicy({ suites: [0xc030] }, 'scan');
  expect(hellosOf(run, /^order\//)).toEqual([]);
  expect(factsIn(run).order.known).toBe(false);
});
