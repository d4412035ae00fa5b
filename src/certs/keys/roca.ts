import { power, primesUpTo } from './arithmetic.ts';

/**
 * Whether an RSA modulus comes from the library of Infineon chips whose keys can be factored (ROCA, CVE-2017-15361).
 *
 * Nemec, Sys, Svenda, Klinec, Matyas: "The Return of Coppersmith's Attack", ACM CCS 2017, section 2: its primes are
 * k * M + (65537 ** a mod M) with M the product of the first primes, 39 of them for the shortest keys and more for longer ones.
 * So the modulus is a power of 65537 modulo those 39 primes together. Every modulus of the library passes; of others
 * it is one in about 2 ** 150.
 */
export function isRoca(modulus: bigint): boolean {
  return SMALL_GROUPS.every(({ prime, members }) => members.has(Number(modulus % prime))) && isPower(modulus);
}

const GENERATOR = 65_537n;

const PRIMES = primesUpTo(167);

/** Modulo each prime alone: what the test costs for nearly all keys. */
const SMALL_GROUPS = PRIMES.map((prime) => ({ prime: BigInt(prime), members: powersModulo(prime) }));

function powersModulo(prime: number): ReadonlySet<number> {
  const generator = Number(GENERATOR) % prime;
  const members = new Set<number>();
  for (let member = 1 % prime; !members.has(member); member = (member * generator) % prime)
    members.add(member);
  return members;
}

const PRODUCT = PRIMES.reduce((product, prime) => product * BigInt(prime), 1n);

/** Of 65537 modulo the product: the least common multiple of its orders modulo each prime. */
const ORDER = SMALL_GROUPS.reduce(
  (order, { members }) => leastCommonMultiple(order, BigInt(members.size)),
  1n,
);

/** The order as a product of prime powers, none above 83. */
const FACTORS = PRIMES.flatMap((prime) => {
  let factor = 1n;
  while (ORDER % (factor * BigInt(prime)) === 0n) factor *= BigInt(prime);
  return factor === 1n ? [] : [factor];
});

/** Pohlig and Hellman: a number is in the group if for every factor its part of that order is a power of 65537's. */
function isPower(modulus: bigint): boolean {
  if (power(modulus, ORDER, PRODUCT) !== 1n) return false;
  return FACTORS.every((factor) => {
    const generator = power(GENERATOR, ORDER / factor, PRODUCT);
    const wanted = power(modulus, ORDER / factor, PRODUCT);
    let candidate = 1n;
    for (let exponent = 0n; exponent < factor; exponent += 1n) {
      if (candidate === wanted) return true;
      candidate = (candidate * generator) % PRODUCT;
    }
    return false;
  });
}

function leastCommonMultiple(one: bigint, other: bigint): bigint {
  let [divisor, rest] = [one, other];
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return (one / divisor) * other;
}
