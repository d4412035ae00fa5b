import { expect, test } from '@jest/globals';
import { resolveSystem } from '../../src/net/resolve.ts';

test.each(['192.0.2.7', '2001:db8::7'])('the literal address %s is its own answer', async (address) => {
  expect(await resolveSystem(address)).toEqual({ ok: true, addresses: [address] });
});
