import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Endpoint } from '../../src/model/endpoint.ts';
import { buildHello, type HelloSpec } from '../../src/probes/hello-spec.ts';
import { LADDER, onRung } from '../../src/scan/ladder.ts';
import {
  COMMON_GROUPS,
  COMMON_SIGNATURE_SCHEMES,
  COMMON_SUITES,
  SUITES_UP_TO_12,
} from '../../src/scan/offers.ts';
import { modernHello, oldHello, tls13Hello } from '../../src/scan/questions.ts';

const WORLD = {
  random: (length: number) => new Uint8Array(length),
  keyShares: () => [{ group: 29, key: new Uint8Array(32) }],
};

function endpoint(host: string): Endpoint {
  return { id: host, host, address: '192.0.2.1', port: 25, protocol: 'smtp', named: true };
}

function sorted(codes: readonly number[]): readonly number[] {
  return codes.toSorted((one, other) => one - other);
}

const MAIL = endpoint('mail.contoso.com');

const SPECS: readonly (readonly [name: string, spec: HelloSpec])[] = [
  ['modern', modernHello(MAIL)],
  ['TLS 1.1', oldHello(MAIL, 0x0302)],
  ['TLS 1.0', oldHello(MAIL, 0x0301)],
  ['SSL 3.0', oldHello(MAIL, 0x0300)],
  ['a long name', modernHello(endpoint(`${'mail.'.repeat(18)}contoso.com`))],
  ['an address', modernHello(endpoint('192.0.2.1'))],
];

const CASES = LADDER.flatMap((rung) => SPECS.map(([name, spec]) => [rung.id, name, rung, spec] as const));

describe.each(CASES)('on the rung %s the hellos for %s', (_rung, _name, rung, spec) => {
  const hellos = onRung(spec, rung, WORLD);

  test('respect its limits', () => {
    for (const hello of hellos) {
      const { asked } = buildHello(hello, WORLD);
      expect(hello.suites.length).toBeLessThanOrEqual(rung.maxSuites);
      expect(asked.length).toBeLessThanOrEqual(rung.maxLength);
      expect(asked.rung).toBe(rung.id);
    }
  });

  test('offer every suite once, and each in the order of the question', () => {
    const offered = hellos.flatMap(({ suites }) => suites);
    expect(sorted(offered)).toEqual(sorted(spec.suites));
    for (const { suites } of hellos) {
      expect(suites).toEqual(spec.suites.filter((code) => suites.includes(code)));
      expect(suites.length).toBeGreaterThan(0);
    }
  });

  test('have the common suites in the first', () => {
    const common = COMMON_SUITES.filter((code) => spec.suites.includes(code));
    const first = hellos[0]?.suites ?? [];
    const room = Math.min(common.length, first.length);
    expect(common.slice(0, room).filter((code) => !first.includes(code))).toEqual([]);
    expect(common.length).toBeGreaterThan(0);
  });

  test('ask for the versions of the question and nothing that it did not', () => {
    for (const hello of hellos) {
      expect(hello).toMatchObject({ maxVersion: spec.maxVersion, versions: spec.versions, sni: spec.sni });
      expect(hello.groups.filter((group) => !spec.groups.includes(group))).toEqual([]);
      expect(hello.signatureSchemes.filter((one) => !spec.signatureSchemes.includes(one))).toEqual([]);
    }
  });
});

describe('the ladder', () => {
  test('begins with one hello for everything', () => {
    const hellos = onRung(modernHello(MAIL), LADDER[0], WORLD);
    expect(hellos).toEqual([modernHello(MAIL)]);
    expect(hellos[0]?.suites).toEqual(SUITES_UP_TO_12);
  });

  test('never grows from one rung to the next', () => {
    const longest = LADDER.map((rung) =>
      Math.max(
        ...onRung(modernHello(MAIL), rung, WORLD).map((hello) => buildHello(hello, WORLD).asked.length),
      ),
    );
    expect(longest).toEqual(longest.toSorted((one, other) => other - one));
  });

  test('ends with hellos that have the common values and no young extension', () => {
    const [hello] = onRung(modernHello(MAIL), LADDER.at(-1) ?? LADDER[0], WORLD);
    expect(hello).toMatchObject({ extensions: 'of-version', ocsp: false, groups: COMMON_GROUPS });
    expect(sorted(hello?.signatureSchemes ?? [])).toEqual(sorted(COMMON_SIGNATURE_SCHEMES));
  });

  test('keeps a hello without extensions as it is', () => {
    for (const rung of LADDER) {
      for (const hello of onRung(oldHello(MAIL, 0x0300), rung, WORLD)) expect(hello.extensions).toBe('none');
    }
  });

  test('keeps a question of one suite whole, even if the name leaves no room', () => {
    const spec: HelloSpec = {
      ...modernHello(endpoint(`${'a'.repeat(60)}.`.repeat(4))),
      suites: [0x0005, 0x0004],
    };
    for (const rung of LADDER) {
      expect(sorted(onRung(spec, rung, WORLD).flatMap(({ suites }) => suites))).toEqual([4, 5]);
    }
  });

  test('keeps groups that have none of the common ones among them', () => {
    const spec: HelloSpec = { ...modernHello(MAIL), groups: [26, 27] };
    for (const rung of LADDER) expect(onRung(spec, rung, WORLD)[0]?.groups).toEqual([26, 27]);
  });

  test('loses no suite of any question', () => {
    const suites = fc.uniqueArray(fc.constantFrom(...SUITES_UP_TO_12), { minLength: 1 });
    fc.assert(
      fc.property(suites, fc.constantFrom(...LADDER), (asked, rung) => {
        const hellos = onRung({ ...tls13Hello(MAIL), suites: asked }, rung, WORLD);
        expect(sorted(hellos.flatMap((hello) => hello.suites))).toEqual(sorted(asked));
      }),
    );
  });
});

test('a hello that offers TLS 1.3 holds its suites on every rung', () => {
  const spec = tls13Hello(MAIL);
  for (const rung of LADDER) {
    const [first] = onRung(spec, rung, WORLD);
    expect(first?.suites).toEqual(expect.arrayContaining([0x1301, 0x1302, 0x1303]));
  }
});
