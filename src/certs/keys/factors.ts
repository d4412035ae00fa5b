import { exactRoot, primesUpTo, squareRoot } from './arithmetic.ts';
import { isRoca } from './roca.ts';

/**
 * What gives the factors of an RSA modulus away: a factor that anybody finds by trying, two primes so close that they
 * stand next to the square root, or primes from the library of Infineon chips.
 */
export type FactorLeak =
  | { readonly kind: 'small-factor'; readonly factor: number }
  | { readonly kind: 'close-primes' }
  | { readonly kind: 'roca' };

/**
 * Tries what the Baseline Requirements have CAs try (6.1.1.3 and 6.1.6): factors below 752, Fermat's method for 100
 * rounds, ROCA. `null`: none of these, which says nothing about others. About a millisecond for 4096 bits.
 */
export function factorLeak(modulus: bigint): FactorLeak | null {
  const factor = SMALL_PRIMES.find((prime) => modulus % BigInt(prime) === 0n);
  if (factor !== undefined) return { kind: 'small-factor', factor };
  if (hasClosePrimes(modulus)) return { kind: 'close-primes' };
  return isRoca(modulus) ? { kind: 'roca' } : null;
}

const SMALL_PRIMES = primesUpTo(751);
const ROUNDS = 100;

/** Fermat: n = a² - b² with a from the square root upwards; the factors are a + b and a - b. */
function hasClosePrimes(modulus: bigint): boolean {
  const root = squareRoot(modulus);
  let middle = root * root === modulus ? root : root + 1n;
  let rest = middle * middle - modulus;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (exactRoot(rest) !== null) return true;
    // (a + 1)² is a² + 2a + 1.
    rest += 2n * middle + 1n;
    middle += 1n;
  }
  return false;
}
