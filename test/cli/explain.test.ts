import { describe, expect, test } from '@jest/globals';
import { explain, explainPressure } from '../../src/cli/explain.ts';
import { dns } from '../fixtures/domain.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { contosoReport } from '../fixtures/report.ts';

const report = contosoReport();

describe('explain', () => {
  test('has one line for each observation, and one for each endpoint that was asked', () => {
    const asked = new Set(report.observations.map(({ endpoint }) => endpoint));
    const lines = explain(report, false)
      .split('\n')
      .filter((line) => line !== '');
    expect(lines.filter((line) => line.startsWith('  '))).toHaveLength(report.observations.length);
    expect(lines).toHaveLength(report.observations.length + asked.size);
  });

  test('names the question, what was asked, what came back and how long it took', () => {
    const [observation] = report.observations.filter(({ kind }) => kind === 'resolve');
    const lines = explain({ ...report, observations: observation === undefined ? [] : [observation] }, false);
    expect(lines.split('\n')).toEqual([
      'mail.contoso.com:443 https (203.0.113.7)',
      expect.stringMatching(
        /^ {2}o\d+ [\w/]+: addresses of mail\.contoso\.com: 203\.0\.113\.7.* \(\d+ ms\)$/,
      ),
      '',
    ]);
  });

  test('has what was asked about mail domains behind the endpoints', () => {
    const asked = dns('mx', 'MX', ['10 mail.contoso.com'], { authenticated: true });
    const lines = explain({ ...report, observations: [asked] }, false).split('\n');
    expect(lines).toEqual([
      'contoso.com (mail domain)',
      expect.stringMatching(
        /^ {2}d\d+ mx: MX of contoso\.com from 192\.0\.2\.53: MX 10 mail\.contoso\.com \(AD: .*\) \(1 ms\)$/,
      ),
      '',
    ]);
  });

  test('says if no connection was opened for a question', () => {
    const observations = report.observations
      .filter(({ kind }) => kind === 'hello')
      .map((observation) => ({ ...observation, connections: 0 }));
    expect(explain({ ...report, observations: observations.slice(0, 1) }, false)).toMatch(
      /ms, no connection\)$/m,
    );
  });

  test.each(HOSTILE_STRINGS.map((text) => [text]))(
    'shows %j of a server without sending it to the terminal',
    (text) => {
      const [hello] = report.observations.filter(({ kind }) => kind === 'hello');
      if (hello?.kind !== 'hello') throw new Error('no hello');
      const outcome = { status: 'no-tls', reason: 'refused', detail: text } as const;
      const lines = explain({ ...report, observations: [{ ...hello, outcome }] }, true).split('\n');
      expect(lines).toHaveLength(3);
      expect(lines.join('')).toMatch(/^[ -~]*$/);
    },
  );
});

describe('signs of pressure', () => {
  const [busy] = report.run.pressure;
  if (busy === undefined) throw new Error('the fixture has signs of pressure');

  test('are listed in the order in which they came, with what followed', () => {
    const slow = {
      ...busy,
      observation: 'o9',
      service: 'other',
      sign: 'slow',
      waitMs: 0,
      connections: 2,
    } as const;
    expect(explainPressure({ ...report.run, pressure: [busy, slow] }, false).split('\n')).toEqual([
      'Signs of pressure',
      '  o6 2026-03-01T08:00:03.000Z 192.0.2.9 smtp: busy; 1 connection at a time, the next in 1000 ms',
      '  o9 2026-03-01T08:00:03.000Z 192.0.2.9 other services: slow; 2 connections at a time',
      '',
    ]);
  });

  test('are not mentioned if there were none', () => {
    expect(explainPressure({ ...report.run, pressure: [] }, false)).toBe('');
  });

  test.each(HOSTILE_STRINGS.map((text) => [text]))('show %j of a saved report harmlessly', (text) => {
    const lines = explainPressure({ ...report.run, pressure: [{ ...busy, address: text }] }, true).split(
      '\n',
    );
    expect(lines).toHaveLength(3);
    expect(lines.join('')).toMatch(/^[ -~]*$/);
  });
});
