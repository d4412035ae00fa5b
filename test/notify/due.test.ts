import { describe, expect, test } from '@jest/globals';
import type { NotifyOn, Wish } from '../../src/model/notification.ts';
import { noticeDue, type Standing } from '../../src/notify/due.ts';
import { cleanReport, contosoReport } from '../fixtures/report.ts';
import { changeOf, itemOf, reportWith } from './reports.ts';

const NEW: Standing = { failOn: 'medium', waiting: [] };
const wish = (on: NotifyOn, severity: Wish['severity'] = null): Wish => ({ on, severity });

const BAD = changeOf();
const LOW = changeOf({ id: 'low', severity: 'low' });
const RENEWED = changeOf({ kind: 'changed', about: 'certificate', id: 'c', rule: null, severity: null });
const GONE = changeOf({ kind: 'unreachable', about: 'reach', id: 'u', rule: null, severity: null });
const MENDED = changeOf({ kind: 'resolved', id: 'r' });
const ALL = [BAD, LOW, GONE, RENEWED, MENDED];

describe('who wants changes', () => {
  test.each<readonly [string, Wish, readonly unknown[], readonly string[]]>([
    ['is told of all', wish('change'), ALL, ALL.map(({ id }) => id)],
    ['is told of nothing if there are none', wish('change'), [], []],
    ['of findings only from a severity on', wish('change', 'medium'), ALL, [BAD.id, 'u', 'c', 'r']],
    ['for the worse is told of those', wish('worse'), ALL, [BAD.id, 'low', 'u']],
    ['for the worse is not told of renewals', wish('worse'), [RENEWED, MENDED], []],
  ])('%s', (_, wanted, changes, ids) => {
    const notice = noticeDue(reportWith(changes as typeof ALL), wanted, NEW);
    expect(notice?.items.map(({ id }) => id) ?? []).toEqual(ids);
    expect(notice === null).toBe(ids.length === 0);
  });

  test('gets what earlier runs could not tell behind what is new, or alone', () => {
    const waiting = [itemOf({ id: 'old' })];
    const both = noticeDue(reportWith([RENEWED]), wish('change'), { ...NEW, waiting });
    expect(both?.items.map(({ id }) => id)).toEqual(['c', 'old']);
    expect(both?.items[0]?.seenAt).toBe(contosoReport().run.startedAt);
    expect(noticeDue(reportWith([]), wish('change'), { ...NEW, waiting })?.items).toEqual(waiting);
  });

  test('is told after the first run what is wrong, without remarks', () => {
    const notice = noticeDue(contosoReport(), wish('change'), NEW);
    expect(notice?.reason).toBe('first');
    const wrong = contosoReport().findings.filter(
      ({ outcome, severity, waived }) => outcome === 'fail' && severity !== 'info' && waived === undefined,
    );
    expect(notice?.items.map(({ id }) => id).toSorted()).toEqual(wrong.map(({ id }) => id).toSorted());
    expect(wrong.length).toBeGreaterThan(1);
  });

  test('is told nothing of accepted risks', () => {
    const report = contosoReport();
    const waived = { reason: 'known', who: 'M. Meier', until: '2099-12-31' };
    const accepted = { ...report, findings: report.findings.map((one) => ({ ...one, waived })) };
    expect(noticeDue(accepted, wish('change'), NEW)).toBeNull();
  });

  test('is told nothing after a first run that found nothing', () => {
    expect(noticeDue(cleanReport(), wish('change'), NEW)).toBeNull();
  });

  test('is told after a first run in which nobody answered, place by place so that it can wait', () => {
    const { summary, endpoints, ...rest } = cleanReport();
    const silent = endpoints.map((one) => ({ ...one, reach: 'unreachable' as const, failure: 'no answer' }));
    const none = { ...summary, answered: 0, not_assessed: silent.map(({ id }) => id) };
    const notice = noticeDue({ ...rest, endpoints: silent, summary: none }, wish('worse', 'high'), NEW);
    expect(notice).toMatchObject({ reason: 'first', verdict: expect.stringContaining('Nothing could be') });
    expect(notice?.items).toMatchObject(
      silent.map(({ id, host }) => ({ kind: 'unreachable', about: 'reach', hosts: [host], endpoints: [id] })),
    );
    expect(notice?.items[0]).toMatchObject({
      message: 'It did not answer: no answer.',
      seenAt: rest.run.startedAt,
    });
  });

  test('is told after a first run that had nobody to ask', () => {
    const { summary, ...rest } = cleanReport();
    const none = { ...summary, answered: 0, not_assessed: [] };
    const notice = noticeDue({ ...rest, endpoints: [], summary: none }, wish('worse'), NEW);
    expect(notice).toMatchObject({ reason: 'first', items: [] });
    expect(notice?.title).toContain('nothing could be assessed');
  });
});

describe('who wants failures', () => {
  test('is told after each run that does not end with 0, of findings that make it so', () => {
    const notice = noticeDue(contosoReport(), wish('failure'), NEW);
    expect(notice?.reason).toBe('failure');
    expect(new Set(notice?.items.map(({ kind }) => kind))).toEqual(new Set(['fails']));
    expect(notice?.items.map(({ severity }) => severity)).not.toContain('low');
  });

  test('is not told if nothing is as severe as he wishes', () => {
    const report = contosoReport();
    const mild = report.findings.map((one) => ({ ...one, severity: 'low' as const }));
    const whole = { ...report, findings: mild, summary: { ...report.summary, not_assessed: [] } };
    expect(noticeDue(whole, wish('failure'), NEW)).toBeNull();
    expect(noticeDue(whole, wish('failure', 'low'), NEW)).not.toBeNull();
  });

  test('is told of a run that was cut short although it found nothing', () => {
    const { run, ...rest } = cleanReport();
    const cut = { ...rest, run: { ...run, complete: false, stopped: 'deadline' } };
    expect(noticeDue(cut, wish('failure'), NEW)?.title).toContain('not everything could be assessed');
  });
});

describe('who wants everything', () => {
  test('is told of a run that found nothing', () => {
    expect(noticeDue(cleanReport(), wish('always'), NEW)).toMatchObject({ reason: 'always', items: [] });
  });
});

describe('a title', () => {
  test('says where, how many and how bad', () => {
    const elsewhere = changeOf({ id: 'x', hosts: ['edge1.contoso.com'], severity: 'critical' });
    const notice = noticeDue(reportWith([...ALL, elsewhere]), wish('change'), NEW);
    expect(notice?.title).toBe(
      'mail.contoso.com and 1 more host: 3 appeared, 1 unreachable, 1 changed, 1 resolved, worst critical',
    );
  });
});
