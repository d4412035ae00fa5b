import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { checkPrimeSync, generateKeyPairSync, generatePrimeSync, randomBytes } from 'node:crypto';
import { exactRoot, power, primesUpTo, squareRoot } from '../../../src/certs/keys/arithmetic.ts';
import { factorLeak } from '../../../src/certs/keys/factors.ts';
import { isRoca } from '../../../src/certs/keys/roca.ts';

function random(bits: number): bigint {
  return BigInt(`0x${randomBytes(bits / 8).toString('hex')}`);
}

function nextPrime(from: bigint): bigint {
  let candidate = from | 1n;
  while (!checkPrimeSync(candidate)) candidate += 2n;
  return candidate;
}

function modulus(bits: number): bigint {
  const { n = '' } = generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' });
  return BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`);
}

/** A prime as the library makes them, for keys of 512 bits (39 primes in M), 1024 (71) or 2048 (126). */
function infineonPrime(bits: number, primes: number): bigint {
  const product = primesUpTo(751)
    .slice(0, primes)
    .reduce((all, prime) => all * BigInt(prime), 1n);
  for (;;) {
    const candidate =
      ((1n << BigInt(bits - 1)) / product + random(32)) * product + power(65537n, random(64), product);
    if (checkPrimeSync(candidate)) return candidate;
  }
}

describe('the fingerprint of ROCA', () => {
  test.each([
    [512, 39],
    [1024, 71],
    [2048, 126],
  ])('is on a key of %i bits made as the chips make them', (bits, primes) => {
    expect(isRoca(infineonPrime(bits / 2, primes) * infineonPrime(bits / 2, primes))).toBe(true);
  });

  test('is on no ordinary key', () => {
    expect(Array.from({ length: 5 }, () => isRoca(modulus(1024)))).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  test('is not on a number that only looks like one modulo each prime alone', () => {
    const product = primesUpTo(167).reduce((all, prime) => all * BigInt(prime), 1n);
    // By the Chinese remainder theorem another exponent for one prime: 65537 ** 5 modulo 11 and ** 6 modulo the rest.
    const rest = product / 11n;
    const [five, six] = [power(65537n, 5n, 11n), power(65537n, 6n, rest)];
    let mixed = six;
    while (mixed % 11n !== five) mixed += rest;
    expect(isRoca(mixed)).toBe(false);
    expect(isRoca(power(65537n, 6n, product))).toBe(true);
  });
});

describe('the factors of a modulus', () => {
  test('are given away by a small one', () => {
    expect(factorLeak(751n * generatePrimeSync(512, { bigint: true }))).toEqual({
      kind: 'small-factor',
      factor: 751,
    });
    expect(factorLeak(2n * generatePrimeSync(512, { bigint: true }))).toMatchObject({ factor: 2 });
  });

  test('are given away by primes that are close to each other', () => {
    const first = generatePrimeSync(1024, { bigint: true });
    expect(factorLeak(first * nextPrime(first + 2n))).toEqual({ kind: 'close-primes' });
    expect(factorLeak(first * nextPrime(first + (1n << 512n)))).toEqual({ kind: 'close-primes' });
    expect(factorLeak(first * first)).toEqual({ kind: 'close-primes' });
    expect(factorLeak(first * nextPrime(first + (1n << 600n)))).toBeNull();
  });

  test('are given away by the chips of Infineon', () => {
    expect(factorLeak(infineonPrime(256, 39) * infineonPrime(256, 39))).toEqual({ kind: 'roca' });
  });

  test('of an ordinary key are not', () => {
    expect(factorLeak(modulus(2048))).toBeNull();
  });

  test.each([0n, 1n, 2n, 3n, 4n])('of %s need no large key', (small) => {
    expect(() => factorLeak(small)).not.toThrow();
  });
});

describe('arithmetic', () => {
  test('the square root is the largest whose square is not greater', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 300n }), (value) => {
        const root = squareRoot(value);
        expect(root * root <= value && (root + 1n) * (root + 1n) > value).toBe(true);
        expect(exactRoot(root * root)).toBe(root);
        expect(exactRoot(value)).toBe(root * root === value ? root : null);
      }),
    );
  });

  test('there are 133 primes below 752', () => {
    expect(primesUpTo(751)).toHaveLength(133);
    expect(primesUpTo(751).at(-1)).toBe(751);
  });
});
