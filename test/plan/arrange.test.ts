import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { arrange } from '../../src/plan/arrange.ts';
import type { Demand } from '../../src/plan/demand.ts';
import { entriesFor } from '../../src/plan/entries.ts';

function demand(names: readonly string[], changes: Partial<Demand> = {}): Demand {
  return {
    host: names[0] ?? '',
    family: 'web',
    ports: [443],
    endpoints: [],
    names,
    commonName: null,
    listed: [],
    ...changes,
  };
}

describe('entries', () => {
  test.each([
    [['mail.contoso.com'], 2, ['mail.contoso.com']],
    [['b.contoso.com', 'a.contoso.com'], 3, ['a.contoso.com', 'b.contoso.com']],
    [['b.contoso.com', 'a.contoso.com'], 2, ['*.contoso.com']],
    [['contoso.com', 'a.contoso.com', 'b.contoso.com'], 2, ['contoso.com', '*.contoso.com']],
    [['a.co.uk', 'b.co.uk'], 2, ['a.co.uk', 'b.co.uk']],
    [['a.x.contoso.com', 'b.contoso.com', 'c.contoso.com'], 2, ['a.x.contoso.com', '*.contoso.com']],
    [['ex01', 'ex02'], 1, ['ex01', 'ex02']],
  ])('for %j with a wildcard for %d names are %j', (names, from, entries) => {
    expect(entriesFor([demand(names)], from)?.names).toEqual(entries);
  });

  test('have the common name first, as Outlook 2007 reads the first name alone with POP and IMAP', () => {
    const pop = demand(['pop.contoso.com'], { commonName: 'pop.contoso.com' });
    const web = demand(['autodiscover.contoso.com', 'mail.contoso.com']);
    expect(entriesFor([web, pop], Infinity)?.names).toEqual([
      'pop.contoso.com',
      'autodiscover.contoso.com',
      'mail.contoso.com',
    ]);
  });

  test('a name that has to be listed stands beside the wildcard', () => {
    const one = demand(['a.contoso.com', 'b.contoso.com', 'c.contoso.com'], { commonName: 'a.contoso.com' });
    expect(entriesFor([one], 2)).toEqual({
      commonName: 'a.contoso.com',
      names: ['a.contoso.com', '*.contoso.com'],
    });
  });
});

describe('an arrangement', () => {
  test('is one certificate where nothing speaks against it', () => {
    const { groups, optimal } = arrange([demand(['a.contoso.com']), demand(['b.contoso.org'])], {
      wildcardFrom: 4,
      mostNames: 100,
    });
    expect(groups.map(({ entries }) => entries.names)).toEqual([['a.contoso.com', 'b.contoso.org']]);
    expect(optimal).toBe(true);
  });

  test('is two where two common names are needed', () => {
    const pop = demand(['pop.contoso.com'], { commonName: 'pop.contoso.com' });
    const imap = demand(['imap.contoso.com'], { commonName: 'imap.contoso.com' });
    const { groups } = arrange([pop, demand(['mail.contoso.com']), imap], {
      wildcardFrom: 4,
      mostNames: 100,
    });
    expect(groups).toHaveLength(2);
    expect(groups.flatMap(({ demands }) => demands)).toHaveLength(3);
  });

  test('of a thousand services says that it may not be the best', () => {
    const many = Array.from({ length: 1000 }, (_, at) => demand([`h${at}.contoso.com`]));
    const { groups, optimal } = arrange(many, { wildcardFrom: Infinity, mostNames: 100 });
    expect(groups).toHaveLength(10);
    expect(optimal).toBe(false);
  });
});

const NAMES = ['a.x.com', 'b.x.com', 'c.x.com', 'x.com', 'a.y.org', 'b.y.org'] as const;

const anyDemand = fc
  .record({
    names: fc.subarray([...NAMES], { minLength: 1, maxLength: 3 }),
    common: fc.option(fc.nat(2), { freq: 2 }),
    listed: fc.nat(7),
  })
  .map(({ names, common, listed }) =>
    demand(names, {
      commonName: common === null ? null : (names[common % names.length] ?? null),
      listed: names.filter((_, at) => (listed & (1 << at)) !== 0),
    }),
  );

test('is the best of all, as trying everything shows', () => {
  fc.assert(
    fc.property(
      fc.array(anyDemand, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 2, max: 6 }),
      (demands, mostNames) => {
        const { groups, optimal } = arrange(demands, { wildcardFrom: 2, mostNames });
        const names = groups.reduce((sum, { entries }) => sum + entries.names.length, 0);
        expect(optimal).toBe(true);
        expect([groups.length, names]).toEqual(bruteForce(demands, mostNames));
        expect(groups.flatMap((group) => group.demands)).toHaveLength(demands.length);
      },
    ),
    { numRuns: 300 },
  );
});

/** Every division of the demands, and for each part every set of entries that there could be. */
function bruteForce(demands: readonly Demand[], mostNames: number): readonly [number, number] {
  const results = divisions(demands).flatMap((groups): (readonly [number, number])[] => {
    const sizes = groups.map((group) => allowed(group, mostNames));
    return sizes.includes(null)
      ? []
      : [[groups.length, sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)]];
  });
  const [best] = results.toSorted(([a, b], [c, d]) => a - c || b - d);
  return best ?? [0, 0];
}

/** More names than a certificate may have are taken only where one demand alone has as many. */
function allowed(group: readonly Demand[], mostNames: number): number | null {
  const size = smallest(group);
  if (size === null || size <= mostNames) return size;
  return group.some((one) => smallest([one]) === size) ? size : null;
}

function divisions<T>(all: readonly T[]): readonly (readonly (readonly T[])[])[] {
  const [first, ...rest] = all;
  if (first === undefined) return [[]];
  return divisions(rest).flatMap((groups) => [
    [[first], ...groups],
    ...groups.map((group, at) => groups.with(at, [first, ...group])),
  ]);
}

const CANDIDATES = [...NAMES, '*.x.com', '*.y.org'];

function smallest(group: readonly Demand[]): number | null {
  const common = new Set(group.flatMap(({ commonName }) => commonName ?? []));
  if (common.size > 1) return null;
  const sizes = Array.from({ length: 2 ** CANDIDATES.length }, (_, mask) =>
    CANDIDATES.filter((_name, at) => (mask & (1 << at)) !== 0),
  )
    .filter((entries) =>
      group.every(
        ({ names, listed }) =>
          names.every((name) => entries.includes(name) || entries.includes(name.replace(/^[^.]+/, '*'))) &&
          [...listed, ...common].every((name) => entries.includes(name)),
      ),
    )
    .map(({ length }) => length);
  return Math.min(...sizes);
}
