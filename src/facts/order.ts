import { isEllipticCurve, suite } from '../wire/iana/suites.ts';
import { SSL_3_0, TLS_1_2, TLS_1_3, VERSIONS, versionName } from '../wire/iana/versions.ts';
import { acceptedAmong, type AcceptedAnswer } from './answers.ts';
import { type Ledger, suitesOf } from './ledger.ts';
import type { EllipticFirstFact, Fact, OrderFact, SuitesFact } from './types.ts';

/** Who decides the order of suites: shown by two hellos that offer the same two suites in different order. */
export function orderFact(ledger: Ledger): Fact<OrderFact> {
  for (const version of VERSIONS.toReversed()) {
    if (version >= TLS_1_3) continue;
    const hellos = acceptedAt(ledger, version);
    for (const hello of hellos) {
      const chosen = hello.outcome.suite;
      const { suites } = hello.observation.asked;
      // It chose one, although another that it accepts stood before it.
      const passedOver = suites
        .slice(0, suites.indexOf(chosen))
        .find((code) => ledger.accepted.get(version)?.has(code));
      if (passedOver !== undefined) {
        return proof('server', version, [passedOver, chosen], [hello.observation.id]);
      }
    }
    const turned = findTurned(hellos);
    if (turned !== null) {
      const [first, second] = turned;
      return proof(
        'client',
        version,
        [second.outcome.suite, first.outcome.suite],
        [first.observation.id, second.observation.id],
      );
    }
  }
  return { known: false, why: 'no two accepted suites were offered in both orders', evidence: [] };
}

/** Two hellos with the same two suites, each answered with the one that it put first. */
function findTurned(hellos: readonly AcceptedAnswer[]): readonly [AcceptedAnswer, AcceptedAnswer] | null {
  for (const first of hellos) {
    for (const second of hellos) {
      const [a, b] = [first.outcome.suite, second.outcome.suite];
      if (a !== b && before(first, a, b) && before(second, b, a)) return [first, second];
    }
  }
  return null;
}

function before({ observation }: AcceptedAnswer, one: number, other: number): boolean {
  const { suites } = observation.asked;
  return suites.includes(other) && suites.indexOf(one) < suites.indexOf(other);
}

function proof(
  decidedBy: OrderFact['decidedBy'],
  version: number,
  pair: OrderFact['pair'],
  evidence: readonly string[],
): Fact<OrderFact> {
  return { known: true, value: { decidedBy, version, pair }, evidence };
}

/**
 * Whether elliptic curves come first. The hellos offer them last, so a server that chooses one prefers it, and
 * one that does not has put something else before it.
 */
export function ellipticFirstFact(ledger: Ledger, suites: Fact<SuitesFact>): Fact<EllipticFirstFact> {
  if (!suites.known) return suites;
  const version = [...ledger.accepted.keys()]
    .filter((candidate) => candidate <= TLS_1_2)
    .toSorted((one, other) => other - one)[0];
  if (version === undefined) {
    const only13 = ledger.accepted.get(TLS_1_3);
    if (only13 === undefined) return { known: false, why: 'no suite is known to be accepted', evidence: [] };
    const open = VERSIONS.find(
      (below) => below >= SSL_3_0 && below <= TLS_1_2 && !suites.value.complete(below),
    );
    if (open !== undefined) {
      return { known: false, why: `whether ${versionName(open)} is accepted is not known`, evidence: [] };
    }
    return fact({ preferred: true, version: TLS_1_3, pair: null, how: 'only-elliptic' }, [
      ...only13.values(),
    ]);
  }
  const hellos = acceptedAt(ledger, version);
  const accepted = [...(ledger.accepted.get(version)?.keys() ?? [])];
  const elliptic = accepted.filter(isElliptic);
  const other = accepted.filter((code) => !isElliptic(code));

  for (const hello of hellos) {
    const chosen = hello.outcome.suite;
    const offered = hello.observation.asked.suites;
    const id = [hello.observation.id];
    if (isElliptic(chosen)) {
      const earlier = offered.slice(0, offered.indexOf(chosen)).filter((code) => !isElliptic(code));
      const passedOver = earlier.find((code) => other.includes(code)) ?? null;
      if (passedOver !== null) {
        return fact({ preferred: true, version, pair: { chosen, passedOver }, how: 'chose-elliptic' }, id);
      }
    } else {
      const passedOver = offered.find((code) => elliptic.includes(code));
      if (passedOver !== undefined) {
        return fact({ preferred: false, version, pair: { chosen, passedOver }, how: 'chose-other' }, id);
      }
    }
  }
  const evidence = hellos.map(({ observation }) => observation.id);
  const refused = (wanted: boolean): boolean =>
    suitesOf(version)
      .filter((one) => isEllipticCurve(one) === wanted)
      .every(({ code }) => suites.value.answer(version, code).value !== 'unknown');
  if (other.length === 0 && refused(false)) {
    return fact({ preferred: true, version, pair: null, how: 'only-elliptic' }, evidence);
  }
  if (elliptic.length === 0 && (refused(true) || hellos.some(offersEllipticToo))) {
    return fact({ preferred: false, version, pair: null, how: 'only-other' }, evidence);
  }
  const first = hellos.find(({ outcome, observation }) => {
    const offered = observation.asked.suites;
    return (
      isElliptic(outcome.suite) &&
      offered.slice(0, offered.indexOf(outcome.suite)).some((code) => !isElliptic(code))
    );
  });
  if (first !== undefined) {
    const value = { preferred: true, version, pair: null, how: 'chose-elliptic' } as const;
    return fact(value, [first.observation.id]);
  }
  return { known: false, why: 'no hello that offered both kinds was answered', evidence: [] };
}

/** It was offered curves as well and took something else: whether it knows curves or not, they are not first. */
function offersEllipticToo({ observation }: AcceptedAnswer): boolean {
  return observation.asked.suites.some(isElliptic);
}

function isElliptic(code: number): boolean {
  const found = suite(code);
  return found !== undefined && isEllipticCurve(found);
}

function acceptedAt({ answers }: Ledger, version: number): AcceptedAnswer[] {
  return acceptedAmong(answers).filter(({ outcome }) => outcome.version === version);
}

function fact(value: EllipticFirstFact, evidence: readonly string[]): Fact<EllipticFirstFact> {
  return { known: true, value, evidence };
}
