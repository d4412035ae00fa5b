/** `base ** exponent % modulus` for numbers that are not negative. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n % modulus;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** The largest number whose square is not greater (Newton's method from above). */
export function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** The root if the value is a square, otherwise `null`. */
export function exactRoot(value: bigint): bigint | null {
  if (value < 0n || !SQUARES_MODULO_64.has(value & 63n)) return null;
  const root = squareRoot(value);
  return root * root === value ? root : null;
}

/** Twelve of 64: spares most of the roots. */
const SQUARES_MODULO_64: ReadonlySet<bigint> = new Set(
  Array.from({ length: 64 }, (_, one) => BigInt(one) ** 2n % 64n),
);

/** All primes up to a small limit. */
export function primesUpTo(limit: number): readonly number[] {
  const primes: number[] = [];
  for (let candidate = 2; candidate <= limit; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}
