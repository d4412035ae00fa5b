import { describe, expect, test } from '@jest/globals';
import { createECDH, createPublicKey } from 'node:crypto';
import { realWorld } from '../../src/net/world.ts';

describe('the key shares', () => {
  const world = realWorld();

  test('are public keys of X25519 and P-256, made once', () => {
    const shares = world.keyShares();
    expect(shares.map(({ group }) => group)).toEqual([29, 23]);
    expect(shares.map(({ key }) => key.length)).toEqual([32, 65]);
    expect(world.keyShares()).toBe(shares);
  });

  test('are points that a server can use', () => {
    const [x25519, p256] = world.keyShares();
    const spki = Buffer.concat([
      Buffer.from('302a300506032b656e032100', 'hex'),
      x25519?.key ?? Buffer.alloc(0),
    ]);
    expect(createPublicKey({ key: spki, format: 'der', type: 'spki' }).asymmetricKeyType).toBe('x25519');
    const other = createECDH('prime256v1');
    other.generateKeys();
    expect(other.computeSecret(p256?.key ?? Buffer.alloc(0))).toHaveLength(32);
  });

  test('differ from one run to the next', () => {
    expect(realWorld().keyShares()[0]?.key).not.toEqual(world.keyShares()[0]?.key);
  });
});

test('random bytes are as many as asked for', () => {
  expect(realWorld().random(32)).toHaveLength(32);
});

test('waiting ends at once when the run is stopped, and never rejects', async () => {
  const abort = new AbortController();
  const waiting = realWorld().wait(60_000, abort.signal);
  abort.abort();
  await expect(waiting).resolves.toBeUndefined();
  await expect(realWorld().wait(60_000, abort.signal)).resolves.toBeUndefined();
});

test('the name given in EHLO is passed on', () => {
  expect(realWorld('scanner.contoso.com').ehlo).toBe('scanner.contoso.com');
  expect(realWorld().ehlo).toBeNull();
});
