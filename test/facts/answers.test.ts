import { describe, expect, test } from '@jest/globals';
import { readAnswers, refusesSsl2 } from '../../src/facts/answers.ts';
import type { Observation } from '../../src/model/observation.ts';
import { accepted, CLOSED, hello, refused, sslv2, TIMED_OUT } from '../fixtures/observations.ts';

function statuses(observations: readonly Observation[]): string[] {
  return readAnswers(observations).map(({ status }) => status);
}

const YES = (id: number, question = 'modern') => hello(id, {}, accepted(), question);
const BANNED = { suites: [0x000a] };

describe('An alert', () => {
  test.each([
    ['handshake_failure', 40],
    ['protocol_version', 70],
    ['insufficient_security', 71],
  ])('%s refuses the offer by itself', (_name, description) => {
    expect(statuses([hello(1, BANNED, refused(description))])).toEqual(['refused']);
  });

  test.each([
    ['internal_error', 80],
    ['unrecognized_name', 112],
    ['decode_error', 50],
    ['close_notify', 0],
    ['an unknown number', 199],
  ])('%s proves nothing by itself', (_name, description) => {
    expect(statuses([hello(1, BANNED, refused(description))])).toEqual(['open']);
  });

  test('that objects to the hello twice refuses if the same hello with more in it was accepted', () => {
    const larger = hello(1, { suites: [0xc030, 0x000a] }, accepted());
    const once = hello(2, BANNED, refused(47), 'q');
    expect(statuses([larger, once])).toEqual(['accepted', 'open']);
    expect(statuses([larger, once, hello(3, BANNED, refused(47), 'q')])).toEqual([
      'accepted',
      'refused',
      'refused',
    ]);
  });

  test('that objects to the hello proves nothing if the accepted one had another form', () => {
    const other = hello(1, { suites: [0xc030, 0x000a], extensions: [] }, accepted());
    expect(statuses([other, hello(2, BANNED, refused(47))])).toEqual(['accepted', 'open']);
  });
});

describe('An end without a word', () => {
  test('is a refusal if it came twice in a row right between two accepted hellos', () => {
    const observations = [
      hello(1, BANNED, CLOSED, 'q'),
      YES(2, 'control'),
      hello(3, BANNED, CLOSED, 'q'),
      hello(4, BANNED, CLOSED, 'q'),
      YES(5, 'control'),
    ];
    const [end] = readAnswers(observations);
    expect(end).toMatchObject({ status: 'refused', evidence: ['o2', 'o3', 'o4', 'o5'] });
  });

  test.each([
    ['it came once', [YES(1), hello(2, BANNED, CLOSED, 'q'), YES(3, 'control')]],
    [
      'it came only in turn with what was accepted',
      [
        YES(1),
        hello(2, BANNED, CLOSED, 'q'),
        YES(3, 'control'),
        hello(4, BANNED, CLOSED, 'q'),
        YES(5, 'control'),
      ],
    ],
    [
      'another question ended right before it',
      [
        YES(1),
        hello(2, BANNED, CLOSED, 'q'),
        YES(3, 'control'),
        hello(4, BANNED, CLOSED, 'r'),
        hello(5, BANNED, CLOSED, 'q'),
        hello(6, BANNED, CLOSED, 'q'),
        YES(7, 'control'),
      ],
    ],
    ['nothing was accepted after it', [YES(1), hello(2, BANNED, CLOSED, 'q'), hello(3, BANNED, CLOSED, 'q')]],
    [
      'nothing was accepted before it',
      [hello(1, BANNED, CLOSED, 'q'), hello(2, BANNED, CLOSED, 'q'), YES(3, 'control')],
    ],
    [
      'the repetition timed out',
      [YES(1), hello(2, BANNED, CLOSED, 'q'), hello(3, BANNED, TIMED_OUT, 'q'), YES(4, 'control')],
    ],
    [
      'the control was a hello of another rung',
      [
        hello(1, { rung: 'short' }, accepted(), 'x'),
        hello(2, BANNED, CLOSED, 'q'),
        hello(3, BANNED, CLOSED, 'q'),
        hello(4, { rung: 'short' }, accepted(), 'x'),
      ],
    ],
  ])('proves nothing if %s', (_why, observations) => {
    expect(readAnswers(observations).filter(({ status }) => status === 'refused')).toEqual([]);
  });

  test('proves nothing anywhere on a server that answers the same question now so, now so', () => {
    const observations = [
      YES(1),
      hello(2, BANNED, CLOSED, 'q'),
      hello(3, BANNED, CLOSED, 'q'),
      YES(4, 'control'),
      hello(5, {}, CLOSED, 'flapping'),
      YES(6, 'flapping'),
    ];
    expect(statuses(observations)[1]).toBe('open');
  });
});

test('A time-out is never a refusal, however often it comes', () => {
  const observations = [YES(1), ...[2, 3, 4].map((id) => hello(id, BANNED, TIMED_OUT, 'q')), YES(5)];
  expect(statuses(observations).slice(1, 4)).toEqual(['open', 'open', 'open']);
});

test('A refusal on a rung that was too much for the server proves nothing', () => {
  const observations = [
    hello(1, {}, refused(40), 'modern'),
    hello(2, { rung: 'chunked' }, accepted(), 'modern'),
  ];
  expect(statuses(observations)).toEqual(['open', 'accepted']);
});

describe('SSL 2.0', () => {
  const refusal = (observations: readonly Observation[]) => {
    const question = observations.find((observation) => observation.kind === 'sslv2');
    return question === undefined ? undefined : refusesSsl2(question, observations);
  };

  test.each([
    ['its own error', { status: 'refused', alert: null, error: 1 } as const],
    ['protocol_version', { status: 'refused', alert: { level: 2, description: 70 }, error: null } as const],
  ])('is refused by %s', (_how, outcome) => {
    expect(refusal([YES(1), sslv2(2, outcome)])).toMatchObject({ evidence: ['o2'] });
  });

  test('is refused by an alert that objects to the hello, if it comes again', () => {
    const objection = { status: 'refused', alert: { level: 2, description: 10 }, error: null } as const;
    expect(refusal([YES(1), sslv2(2, objection)])).toBeNull();
    expect(refusal([YES(1), sslv2(2, objection), sslv2(3, objection)])).toMatchObject({
      evidence: ['o2', 'o3'],
    });
  });

  test('is refused by two ends right between two accepted hellos', () => {
    expect(refusal([YES(1), sslv2(2, CLOSED), sslv2(3, CLOSED), YES(4)])).toMatchObject({
      evidence: ['o1', 'o2', 'o3', 'o4'],
    });
  });

  test.each([
    ['one end', [YES(1), sslv2(2, CLOSED), YES(3)]],
    [
      'internal_error once',
      [YES(1), sslv2(2, { status: 'refused', alert: { level: 2, description: 80 }, error: null }), YES(3)],
    ],
    [
      'a time-out',
      [
        YES(1),
        sslv2(2, { status: 'failed', failure: { code: 'tls-timeout', stage: 'tls', detail: '' } }),
        YES(3),
      ],
    ],
  ])('is not refused by %s', (_how, observations) => {
    expect(refusal(observations)).toBeNull();
  });
});
