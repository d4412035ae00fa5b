import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { FAILURE_CODES } from '../../src/model/failure.ts';
import type { Protocol } from '../../src/model/protocol.ts';
import { PROTOCOLS, tlsStart } from '../../src/model/protocol.ts';
import type { Reach } from '../../src/model/report.ts';
import { RULES } from '../../src/rules/index.ts';
import type { EndpointFactSet } from '../../src/facts/types.ts';
import {
  answer,
  EXCHANGE_2016,
  EXCHANGE_2019,
  EXCHANGE_SE,
  endpoint,
  FACT_NAMES,
  findings,
  known,
  silentFacts,
  starttls,
  suites,
  target,
  unknown,
  unreadCertificate,
  chain,
} from '../fixtures/facts.ts';

/** Silence never passes: whatever is fed here, nobody answered, and no rule may say that all is well. */
const SILENT = new Set(['unknown', 'not-applicable']);

/** Facts that were put together, and in which every single answer is missing. */
const unansweredFacts: Partial<EndpointFactSet> = {
  versions: known({
    answers: new Map(
      [0x0002, 0x0300, 0x0301, 0x0302, 0x0303, 0x0304].map((version) => [version, answer('unknown')]),
    ),
  }),
  suites: known(suites([], 'unknown')),
  compression: known(answer('unknown')),
  secureRenegotiation: known(answer('unknown')),
};

const anyReach = fc.record({
  state: fc.constantFrom<Reach>('answered', 'unreachable', 'unknown', 'not-enabled'),
  failure: fc.option(
    fc.record({
      code: fc.constantFrom(...(Object.keys(FAILURE_CODES) as (keyof typeof FAILURE_CODES)[])),
      stage: fc.constantFrom('resolve', 'dial', 'preamble', 'tls', 'local'),
      detail: fc.string(),
    }),
  ),
  preamble: fc.constant(null),
  connections: fc.nat(20),
  rung: fc.constant(null),
});

const anyPlace = fc.record({
  protocol: fc.constantFrom<Protocol>(...PROTOCOLS),
  host: fc.constantFrom('mail.contoso.com', 'web.contoso.com', '203.0.113.9'),
  address: fc.constantFrom('203.0.113.7', '203.0.113.8', null),
  named: fc.boolean(),
  reach: fc.option(anyReach),
  begun: fc.boolean(),
  answered: fc.subarray(Object.keys(unansweredFacts) as (keyof typeof unansweredFacts)[]),
  emptyAnswers: fc.boolean(),
});

const places = fc.array(anyPlace, { minLength: 1, maxLength: 6 }).map((all) =>
  all.map(({ protocol, host, address, named, reach, begun, answered, emptyAnswers }) => {
    const of = endpoint(protocol, { host, address, named });
    const implicit = tlsStart(protocol) === 'implicit';
    const changes: Partial<EndpointFactSet> = {
      reach: reach === null ? unknown() : known(reach),
      // For protocols without a dialogue "implicit" is no answer of the server. With one, an offer may be known.
      ...(begun && implicit ? { starttls: known(starttls('implicit')) } : {}),
      ...Object.fromEntries(answered.map((name) => [name, unansweredFacts[name]])),
      ...(emptyAnswers ? { versions: known({ answers: new Map() }) } : {}),
    };
    return {
      endpoint: of,
      facts: silentFacts(changes),
      target: target(host, { names: ['autodiscover.contoso.com'] }),
      baseline: named ? EXCHANGE_2019 : EXCHANGE_SE,
    };
  }),
);

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test('says unknown or not applicable where no question was answered', () => {
    for (const protocol of PROTOCOLS) {
      const of = endpoint(protocol);
      const all = findings(rule, [{ endpoint: of, facts: silentFacts() }]);
      expect(all.filter(({ outcome }) => !SILENT.has(outcome))).toEqual([]);
    }
  });

  test.each([EXCHANGE_2019, EXCHANGE_SE, EXCHANGE_2016])(
    'says so under $id where every single answer is unknown',
    (baseline) => {
      for (const protocol of PROTOCOLS) {
        const of = endpoint(protocol);
        const all = findings(rule, [{ endpoint: of, facts: silentFacts(unansweredFacts), baseline }]);
        expect(all.filter(({ outcome }) => !SILENT.has(outcome))).toEqual([]);
      }
    },
  );

  test('says so for any mixture of silence', () => {
    fc.assert(
      fc.property(places, (all) => {
        const loud = findings(rule, all).filter(({ outcome }) => !SILENT.has(outcome));
        // A port that is closed at one address and open at another was answered twice.
        expect(loud.filter(({ message }) => !message.includes('port: '))).toEqual([]);
      }),
    );
  });

  test('does not pass a certificate of which nothing can be read', () => {
    const of = endpoint('https');
    const facts = silentFacts({
      reach: known({ state: 'answered', failure: null, preamble: null, connections: 1, rung: null }),
      chains: known({ chains: [chain(unreadCertificate())] }),
    });
    const targets = target(of.host, { names: ['autodiscover.contoso.com'] });
    const all = findings(rule, [{ endpoint: of, facts, target: targets }]);
    expect(all.filter(({ outcome }) => outcome === 'pass')).toEqual([]);
  });
});

test('the silent facts of this test are all facts', () => {
  expect(Object.keys(silentFacts()).toSorted()).toEqual([...FACT_NAMES].toSorted());
});
