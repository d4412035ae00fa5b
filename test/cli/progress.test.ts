import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { progressOn, type Progress, type ProgressSettings } from '../../src/cli/progress.ts';
import type { Shell } from '../../src/cli/shell.ts';
import { type Endpoint, endpointId } from '../../src/model/endpoint.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { Protocol } from '../../src/model/protocol.ts';
import type { Target } from '../../src/model/target.ts';
import { textWidth } from '../../src/reporters/table/wrap.ts';
import type { ScanEvent } from '../../src/scan/observe.ts';
import { type FakeShell, fakeShell } from './fake-shell.ts';
import { type Screen, screenOf } from './screen.ts';

/** What was there before. */
const BEFORE = 'here';

interface Terminal {
  readonly progress: Progress;
  readonly shell: FakeShell;
  readonly screen: Screen;
  /** Rows below what was there before. */
  seen(): readonly string[];
  forward(ms: number): Promise<void>;
  resize(columns: number): void;
}

interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly targets?: readonly Target[];
  readonly settings?: Partial<ProgressSettings>;
  readonly options?: Partial<ProgressSettings['options']>;
  readonly environment?: Shell['environment'];
  readonly isTerminal?: boolean;
}

/** A person who looks at a terminal. */
function terminal(given: TerminalOptions = {}): Terminal {
  let { columns = 80 } = given;
  let time = 0;
  const screen = screenOf(columns);
  screen.write(`${BEFORE}\n`);
  const plain = fakeShell({
    ...(given.environment === undefined ? {} : { environment: given.environment }),
    now: () => time,
  });
  const shell: FakeShell = {
    ...plain,
    stderr: {
      isTerminal: given.isTerminal ?? true,
      get columns() {
        return columns;
      },
      rows: given.rows ?? 24,
      write(text) {
        screen.write(text);
        return plain.stderr.write(text);
      },
    },
  };
  const progress = progressOn(shell, {
    targets: given.targets ?? [MAIL],
    options: { depth: 'scan', budget: 500, deadlineMs: null, ...given.options },
    quiet: false,
    ascii: false,
    ...given.settings,
  });
  return {
    progress,
    shell,
    screen,
    seen: () => screen.rows().slice(1),
    async forward(ms) {
      time += ms;
      shell.tick();
      await new Promise(setImmediate);
    },
    resize(to) {
      columns = to;
      screen.resize(to);
    },
  };
}

function targetOf(host: string): Target {
  const services = [{ protocol: 'https', port: 443, names: [] }] as const;
  return { host, services, explicit: true, addresses: [], names: [], baseline: null };
}

const MAIL = targetOf('mail.contoso.com');

function endpointOf(
  host: string,
  port = 443,
  protocol: Protocol = 'https',
  address: string | null = '192.0.2.1',
): Endpoint {
  return { id: endpointId(protocol, host, port, address), host, address, port, protocol, named: true };
}

/** A question that was answered; with `failure` it was not. */
function observed(
  endpoint: Endpoint,
  question = 'modern',
  failure?: { code: string; detail: string },
): ScanEvent {
  const outcome =
    failure === undefined
      ? { status: 'closed' }
      : { status: 'failed', failure: { ...failure, stage: 'preamble' }, partial: null };
  const observation = { id: 'o1', endpoint: endpoint.id, question, kind: 'hello', connections: 1, outcome };
  return {
    type: 'observed',
    observation: observation as unknown as Observation,
    certificates: new Map(),
  };
}

const begun = (target: Target): ScanEvent => ({ type: 'target-begun', target });
const found = (endpoint: Endpoint): ScanEvent => ({ type: 'endpoint-found', endpoint });
const done = (endpoint: Endpoint, connections = 1): ScanEvent => ({
  type: 'endpoint-done',
  endpoint,
  connections,
});
const ended = (target: Target): ScanEvent => ({ type: 'target-done', target });
const pressed = (address: string, waitMs: number, at: number): ScanEvent => ({
  type: 'pressure',
  pressure: {
    at: new Date(at).toISOString(),
    address,
    service: 'smtp',
    observation: 'o1',
    sign: 'busy',
    waitMs,
    connections: 1,
  },
});

const hosts = (count: number): readonly Target[] =>
  Array.from({ length: count }, (_, at) => targetOf(`host${at}.contoso.com`));

describe('progress on a terminal', () => {
  test('has a line for each host that is asked, with what is done, what it cost and what was asked last', async () => {
    const [one, two] = hosts(2) as [Target, Target];
    const view = terminal({ targets: [one, two] });
    const { onEvent } = view.progress;
    const [web, smtp] = [endpointOf(one.host), endpointOf(one.host, 25, 'smtp')];
    for (const event of [begun(one), found(web), found(smtp), begun(two)]) onEvent(event);
    await view.forward(100);
    expect(view.seen()).toEqual([
      'host0.contoso.com  0/2 done  0/1000 connections  connecting',
      'host1.contoso.com                                address',
      '0 of 2 hosts done, 0 connections in 0 s',
    ]);
    for (const event of [observed(web), done(web), observed(smtp, 'suites/0303#2')]) onEvent(event);
    await view.forward(100);
    expect(view.seen()).toEqual([
      'host0.contoso.com  1/2 done  2/1000 connections  25 smtp: suites',
      'host1.contoso.com                                address',
      '0 of 2 hosts done, 2 connections in 0 s',
    ]);
    for (const event of [done(smtp), ended(one)]) onEvent(event);
    await view.forward(800);
    expect(view.seen()).toEqual(['host1.contoso.com  address', '1 of 2 hosts done, 2 connections in 1 s']);
  });

  test('says that a server is given time, with its status code and the seconds, for as long as that goes on', async () => {
    const view = terminal();
    const { onEvent } = view.progress;
    const smtp = endpointOf(MAIL.host, 25, 'smtp');
    for (const event of [begun(MAIL), found(smtp), pressed('192.0.2.1', 5000, 0)]) onEvent(event);
    onEvent(observed(smtp, 'modern', { code: 'busy', detail: '421 4.3.2 \u001b[31mgo away' }));
    await view.forward(1000);
    expect(view.seen()[0]).toBe('mail.contoso.com  0/1 done  1/500 connections  backing off 4 s: 421');
    await view.forward(7000);
    expect(view.seen()[0]).toBe('mail.contoso.com  0/1 done  1/500 connections  25 smtp: first hello');
  });

  test('says where nobody answers', async () => {
    const view = terminal();
    const web = endpointOf(MAIL.host);
    const silent = observed(web, 'modern', { code: 'tls-timeout', detail: 'no answer within 10 s' });
    for (const event of [begun(MAIL), found(web), silent]) view.progress.onEvent(event);
    await view.forward(1000);
    expect(view.seen()[0]).toMatch(/443 https: no answer$/);
  });

  test('does not say of the website what the mail server of the same address showed', async () => {
    const view = terminal();
    const web = endpointOf(MAIL.host);
    for (const event of [begun(MAIL), found(web), pressed('192.0.2.1', 5000, 0)])
      view.progress.onEvent(event);
    await view.forward(1000);
    expect(view.seen()[0]).toMatch(/connecting$/);
  });

  test('has as many hosts as there is room for, and counts the others', async () => {
    const targets = hosts(30);
    const many = terminal({ targets, rows: 50 });
    const low = terminal({ targets, rows: 8 });
    const tiny = terminal({ targets, rows: 4 });
    for (const view of [many, low, tiny]) {
      for (const target of targets) view.progress.onEvent(begun(target));
      await view.forward(100);
    }
    expect(many.seen()).toHaveLength(12);
    expect(many.seen()[10]).toBe('and 20 more hosts');
    expect(low.seen().map((row) => row.trim())).toEqual([
      'host0.contoso.com  address',
      'host1.contoso.com  address',
      'host2.contoso.com  address',
      'and 27 more hosts',
      '0 of 30 hosts done, 0 connections in 0 s',
    ]);
    expect(tiny.seen()).toEqual(['0 of 30 hosts done, 0 connections in 0 s']);
  });

  test('keeps names and numbers where the terminal is narrow', async () => {
    const view = terminal({ columns: 20 });
    const { onEvent } = view.progress;
    for (const event of [begun(MAIL), found(endpointOf(MAIL.host)), observed(endpointOf(MAIL.host))])
      onEvent(event);
    await view.forward(100);
    expect(view.seen()).toEqual(['mail.co…  0/1 done', '0 of 1 endpoint …']);
  });

  test('takes the width of the moment', async () => {
    const view = terminal({ columns: 80 });
    view.progress.onEvent(begun(MAIL));
    view.progress.onEvent(found(endpointOf(MAIL.host)));
    await view.forward(100);
    view.resize(30);
    await view.forward(100);
    expect(view.seen()).toEqual(['mail.contoso…  0/1 done', '0 of 1 endpoint done']);
    view.resize(100);
    await view.forward(100);
    expect(view.seen()[0]).toBe('mail.contoso.com  0/1 done  0/500 connections  connecting');
  });

  test('has only ASCII characters if that is asked for', async () => {
    const target = targetOf('bücher.example');
    const view = terminal({ targets: [target], columns: 30, settings: { ascii: true } });
    view.progress.onEvent(begun(target));
    await view.forward(100);
    for (const character of view.shell.err()) expect(character.codePointAt(0)).toBeLessThan(0x7f);
    expect(view.seen()[0]).toBe('b\\u{fc}che...  address');
  });

  test('draws a frame in one write, and none where nothing has changed', async () => {
    const view = terminal();
    let writes = 0;
    const { stderr } = view.shell;
    const shell = {
      ...view.shell,
      stderr: {
        ...stderr,
        write: (text: string) => {
          writes += 1;
          return stderr.write(text);
        },
      },
    };
    const progress = progressOn(shell, {
      targets: [MAIL],
      options: { depth: 'scan', budget: 500, deadlineMs: null },
      quiet: false,
      ascii: false,
    });
    progress.onEvent(begun(MAIL));
    expect(writes).toBe(0);
    for (let tick = 0; tick < 5; tick += 1) {
      shell.tick();
      await new Promise(setImmediate);
    }
    expect(writes).toBe(1);
  });

  test('waits for a terminal that has not taken the last frame', async () => {
    const shell = fakeShell({ now: () => 0 });
    const takes: (() => void)[] = [];
    const stderr = {
      isTerminal: true,
      columns: 80,
      write: () => new Promise<boolean>((resolve) => takes.push(() => resolve(true))),
    };
    const { onEvent } = progressOn(
      { ...shell, stderr },
      {
        targets: [MAIL],
        options: { depth: 'scan', budget: 500, deadlineMs: null },
        quiet: false,
        ascii: false,
      },
    );
    for (let turn = 0; turn < 5; turn += 1) {
      onEvent(observed(endpointOf(MAIL.host)));
      shell.tick();
    }
    expect(takes).toHaveLength(1);
    takes[0]?.();
    await new Promise(setImmediate);
    shell.tick();
    expect(takes).toHaveLength(2);
  });

  test('lets others say something above', async () => {
    const view = terminal();
    view.progress.onEvent(begun(MAIL));
    await view.forward(100);
    await view.progress.say('first\nsecond\n');
    expect(view.seen()).toEqual(['first', 'second', '']);
    await view.forward(100);
    expect(view.seen().slice(0, 3)).toEqual(['first', 'second', 'mail.contoso.com  address']);
  });

  test('is taken away at the end, once, and not drawn again', async () => {
    const view = terminal();
    view.progress.onEvent(begun(MAIL));
    await view.forward(100);
    view.progress.clear();
    view.progress.clear();
    view.progress.onEvent(begun(MAIL));
    await view.forward(100);
    expect(view.screen.rows()).toEqual([BEFORE, '']);
    expect(view.shell.tickers()).toBe(0);
  });

  test('is taken away with the ^C that the terminal writes behind it', async () => {
    const view = terminal({ columns: 20 });
    view.progress.onEvent(begun(MAIL));
    await view.forward(100);
    view.screen.write('^C');
    expect(view.screen.wrapped).toBe(false);
    view.progress.clear();
    expect(view.screen.rows()).toEqual([BEFORE, '']);
  });

  test('is taken away before a fault of our own is told', async () => {
    const view = terminal();
    const { shell, progress } = view;
    progress.onEvent(begun(MAIL));
    await view.forward(100);
    shell.fault(new Error('broken'));
    expect(view.screen.rows()).toEqual([BEFORE, '']);
    expect(shell.tickers()).toBe(0);
  });

  test('has only the totals where another program may write to the same terminal', async () => {
    const view = terminal({ settings: { brief: true } });
    view.progress.onEvent(begun(MAIL));
    await view.forward(100);
    expect(view.seen()).toEqual(['0 of 0 endpoints done, 0 connections in 0 s']);
  });
});

describe('time left', () => {
  const oneByOne = (view: Terminal, targets: readonly Target[], connections: number): void => {
    for (const target of targets) {
      const endpoint = endpointOf(target.host);
      view.progress.onEvent(begun(target));
      view.progress.onEvent(found(endpoint));
      for (let at = 0; at < connections; at += 1) view.progress.onEvent(observed(endpoint));
      view.progress.onEvent(done(endpoint, connections));
      view.progress.onEvent(ended(target));
    }
  };
  const totals = (view: Terminal): string => view.seen().at(-1) ?? '';

  test('is not told at the start', async () => {
    const targets = hosts(100);
    const view = terminal({ targets });
    oneByOne(view, targets.slice(0, 10), 10);
    await view.forward(2900);
    expect(totals(view)).not.toContain('left');
    const slow = terminal({ targets });
    oneByOne(slow, targets.slice(0, 1), 9);
    await slow.forward(60_000);
    expect(totals(slow)).not.toContain('left');
  });

  test('is what the hosts that are done took, for those that wait', async () => {
    const targets = hosts(100);
    const view = terminal({ targets });
    oneByOne(view, targets.slice(0, 10), 10);
    await view.forward(5000);
    expect(totals(view)).toBe('10 of 100 hosts done, 100 connections in 5 s, about 45 s left');
  });

  test('is what the endpoints of a host will still cost, for one host', async () => {
    const view = terminal();
    const ports = [25, 587, 465, 2525].map((port) => endpointOf(MAIL.host, port, 'smtp'));
    const { onEvent } = view.progress;
    onEvent(begun(MAIL));
    for (const endpoint of ports) onEvent(found(endpoint));
    for (const endpoint of ports) for (let at = 0; at < 7; at += 1) onEvent(observed(endpoint));
    await view.forward(20_000);
    expect(totals(view)).toBe('0 of 4 endpoints done, 28 connections in 20 s, about 20 s left');
  });

  test('is not told when nothing is left to ask', async () => {
    const view = terminal();
    oneByOne(view, [MAIL], 12);
    await view.forward(5000);
    expect(totals(view)).toBe('1 of 1 endpoint done, 12 connections in 5 s');
  });

  test('a deadline is told, and no time beyond it', async () => {
    const targets = hosts(100);
    const view = terminal({ targets, columns: 100, options: { deadlineMs: 30_000 } });
    oneByOne(view, targets.slice(0, 10), 10);
    await view.forward(5000);
    expect(totals(view)).toBe('10 of 100 hosts done, 100 connections in 5 s, deadline in 25 s');
    oneByOne(view, targets.slice(10, 90), 10);
    await view.forward(5000);
    expect(totals(view)).toBe(
      '90 of 100 hosts done, 900 connections in 10 s, a few seconds left, deadline in 20 s',
    );
    view.resize(80);
    await view.forward(100);
    expect(totals(view)).toBe('90 of 100 hosts done, 900 connections in 10 s, a few seconds left');
    await view.forward(25_000);
    expect(totals(view)).toContain('deadline reached');
  });
});

describe('no progress', () => {
  test.each<readonly [string, TerminalOptions]>([
    ['where standard error is no terminal', { isTerminal: false }],
    ['when it is to be quiet', { settings: { quiet: true } }],
    ['in CI', { environment: { CI: 'true' } }],
  ])('%s', async (_case, options) => {
    const view = terminal(options);
    view.progress.onEvent(begun(MAIL));
    await view.forward(100);
    view.progress.clear();
    expect(view.shell.err()).toBe('');
    expect(view.shell.tickers()).toBe(0);
  });
});

test('a terminal that cannot draw over a line gets lines of totals', async () => {
  const view = terminal({ environment: { TERM: 'dumb' } });
  view.progress.onEvent(begun(MAIL));
  await view.forward(10_000);
  view.progress.clear();
  expect(view.shell.err()).toBe('exchange-tls: 0 of 0 endpoints done, 0 connections in 10 s\n');
});

describe('whatever happens in whatever order', () => {
  const names = [
    'a.example',
    'mail.contoso.com',
    `${'long'.repeat(15)}.example`,
    '\u001b[31mевил\u202e.example',
    '会社.example',
  ];
  const targets = names.map((name) => targetOf(name));
  const endpoints = names.flatMap((name) => [
    endpointOf(name, 443),
    endpointOf(name, 25, 'smtp'),
    endpointOf(name, 993, 'imaps', null),
  ]);
  const target = fc.constantFrom(...targets);
  const endpoint = fc.constantFrom(...endpoints);
  const hostile = fc.constantFrom('421 \u001b[2J\r\n', '\u0007', '4210');
  const event: fc.Arbitrary<ScanEvent> = fc.oneof(
    target.map(begun),
    target.map(ended),
    endpoint.map(found),
    endpoint.map((one) => done(one)),
    fc
      .tuple(endpoint, fc.constantFrom('modern', 'suites/0303#1', '\u001b[2J'), fc.option(hostile))
      .map(([one, question, detail]) =>
        observed(one, question, detail === null ? undefined : { code: 'busy', detail }),
      ),
    fc.nat(9000).map((waitMs) => pressed('192.0.2.1', waitMs, 1000)),
  );
  const step = fc.oneof(
    { weight: 5, arbitrary: event.map((given) => ({ event: given })) },
    { weight: 3, arbitrary: fc.nat(5000).map((ms) => ({ ms })) },
    { weight: 1, arbitrary: fc.integer({ min: 5, max: 120 }).map((columns) => ({ columns })) },
  );

  test('no line reaches the edge, nothing above is touched, and nothing stays', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40 }),
        fc.integer({ min: 5, max: 120 }),
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        async (steps, columns, rows, ascii) => {
          const view = terminal({ columns, rows, targets, settings: { ascii } });
          let width = columns;
          for (const one of steps) {
            if ('event' in one) view.progress.onEvent(one.event);
            if ('columns' in one) {
              width = one.columns;
              view.resize(width);
            }
            if (!('ms' in one)) continue;
            await view.forward(one.ms);
            for (const row of view.seen()) expect(textWidth(row)).toBeLessThan(width);
          }
          view.progress.clear();
          view.resize(120);
          expect(view.screen.rows()).toEqual([BEFORE, '']);
          expect(view.screen.wrapped).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });
});
