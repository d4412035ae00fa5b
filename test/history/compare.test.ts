import { describe, expect, test } from '@jest/globals';
import { advance, compareReports } from '../../src/history/compare.ts';
import type { Standing } from '../../src/history/standing.ts';
import type { Change } from '../../src/model/comparison.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { CertificateResult, EndpointResult, Report } from '../../src/model/report.ts';
import { contosoReport } from '../fixtures/report.ts';

const BASE = contosoReport();
const EDGE = 'smtp://edge.contoso.com:25';
const WEAK = finding('tls/weak-cipher', EDGE);

function finding(rule: string, endpointBegin: string): Finding {
  const found = BASE.findings.find(
    (one) => one.rule === rule && one.outcome === 'fail' && one.id.includes(endpointBegin),
  );
  if (found === undefined) throw new Error(`no ${rule}`);
  return found;
}

function edge({ endpoints }: Report): EndpointResult {
  const found = endpoints.find(({ id }) => id.startsWith(EDGE));
  if (found === undefined) throw new Error('no edge');
  return found;
}

const withFindings = (change: (one: Finding) => readonly Finding[], report = BASE): Report => ({
  ...report,
  findings: report.findings.flatMap(change),
});

const withEdge = (changes: Partial<EndpointResult>, report = BASE): Report => ({
  ...report,
  endpoints: report.endpoints.map((one) => (one.id === edge(report).id ? { ...one, ...changes } : one)),
});

/** The edge server does not answer: all that is known of it is not known now. */
function silent(report = BASE): Report {
  const { id } = edge(report);
  const still = withEdge(
    { reach: 'unreachable', failure: 'no answer', chains: [], versions: [], groups: [] },
    report,
  );
  return withFindings(
    (one) =>
      one.subject.endpoint === id
        ? [{ ...one, outcome: 'unknown' }]
        : one.endpoints.includes(id)
          ? []
          : [one],
    still,
  );
}

/** What each run of a series says has changed. */
function series(...reports: readonly Report[]): readonly (readonly string[])[] {
  let standing: Standing | null = null;
  return reports.map((report) => {
    const next = advance(standing, report);
    standing = next.standing;
    return (next.comparison?.changes ?? []).map(short);
  });
}

function short({ kind, about, id }: Change): string {
  return [kind, about, id].join(' ');
}

const changes = (before: Report, after: Report): readonly string[] =>
  compareReports(before, after).changes.map(short);

describe('findings', () => {
  test('of the same report are no change, and the first run has nothing to compare with', () => {
    expect(changes(BASE, BASE)).toEqual([]);
    expect(advance(null, BASE).comparison).toBeNull();
  });

  test('appear and are resolved', () => {
    const mended = withFindings((one) => [one.id === WEAK.id ? { ...one, outcome: 'pass' } : one]);
    expect(changes(mended, BASE)).toEqual([`appeared finding ${WEAK.id}`]);
    expect(changes(BASE, mended)).toEqual([`resolved finding ${WEAK.id}`]);
  });

  test('that say another number of days are the same', () => {
    const later = withFindings((one) => [{ ...one, message: one.message.replace('9 days', '10 days') }]);
    expect(changes(BASE, later)).toEqual([]);
  });

  test('worsen and ease with their severity', () => {
    const worse = withFindings((one) => [
      one.rule === 'cert/expired' ? { ...one, severity: 'critical' } : one,
    ]);
    const [change] = compareReports(BASE, worse).changes;
    expect(change).toMatchObject({
      kind: 'worsened',
      rule: 'cert/expired',
      before: 'high',
      after: 'critical',
    });
    expect(compareReports(worse, BASE).changes[0]).toMatchObject({ kind: 'eased' });
  });

  test('whose rule cannot tell are not resolved, and are nothing new afterwards', () => {
    const open = withFindings((one) => [one.id === WEAK.id ? { ...one, outcome: 'unknown' } : one]);
    expect(series(BASE, open, open, BASE)).toEqual([[], [], [], []]);
  });

  test('that are waived do not count, and count again when the waiver has ended', () => {
    const waived = withFindings((one) => [
      one.id === WEAK.id ? { ...one, waived: { reason: 'r', who: 'w', until: '2026-12-31' } } : one,
    ]);
    expect(series(BASE, waived, waived, BASE)).toEqual([
      [],
      [`waived finding ${WEAK.id}`],
      [],
      [`appeared finding ${WEAK.id}`],
    ]);
  });
});

describe('a server that dies and returns', () => {
  test('is unreachable after the second silent run, once, and brings no finding back as new', () => {
    const { id } = edge(BASE);
    expect(series(BASE, silent(), silent(), silent(), BASE, BASE)).toEqual([
      [],
      [],
      [`unreachable reach ${id}`],
      [],
      [`returned reach ${id}`],
      [],
    ]);
  });

  test('for one run says nothing at all', () => {
    expect(series(BASE, silent(), BASE)).toEqual([[], [], []]);
  });

  test('counts as silent too if its name does not resolve', () => {
    const old = edge(BASE);
    const lost = {
      ...BASE,
      endpoints: [
        ...BASE.endpoints.filter(({ host }) => host !== old.host),
        { ...old, id: EDGE, address: null, reach: 'unreachable' as const, chains: [], versions: [] },
      ],
      findings: BASE.findings.filter(
        (one) => one.subject.host !== old.host && !one.endpoints.some((id) => id.includes(old.host)),
      ),
    };
    const own = (all: readonly string[]): readonly string[] => all.filter((text) => text.includes(EDGE));
    const [, first = [], second = [], back = []] = series(BASE, lost, lost, BASE);
    expect([own(first), own(second), own(back)]).toEqual([
      [],
      [`unreachable reach ${old.id}`],
      [`returned reach ${old.id}`],
    ]);
  });

  test('is not held against it by a run that was stopped', () => {
    const stopped = { ...silent(), run: { ...BASE.run, complete: false, stopped: 'interrupted' } };
    expect(series(BASE, stopped, stopped, stopped, BASE)).toEqual([[], [], [], [], []]);
    const cut = { ...stopped, endpoints: [], findings: [] };
    expect(series(BASE, cut, cut, BASE)).toEqual([[], [], [], []]);
  });

  test('resolves its findings only if its port has been closed for good', () => {
    const closed = { ...silent(), endpoints: withEdge({ reach: 'not-enabled', chains: [] }).endpoints };
    const gone = withFindings(
      (one) => [one.subject.endpoint === edge(BASE).id ? { ...one, outcome: 'not-applicable' } : one],
      closed,
    );
    const [, first = [], second = []] = series(BASE, gone, gone);
    expect(first).toEqual([]);
    expect(second).toContain(`resolved finding ${WEAK.id}`);
    expect(second).toContain(`unreachable reach ${edge(BASE).id}`);
  });
});

describe('a server', () => {
  const old = edge(BASE);
  const [leaf = ''] = old.chains[0]?.certificates ?? [];

  function renewed(): Report {
    const sha256 = '77'.repeat(32);
    const certificates = BASE.certificates.flatMap((one): CertificateResult[] =>
      one.sha256 === leaf ? [one, { ...one, sha256, not_after: '2028-01-01T00:00:00.000Z' }] : [one],
    );
    const chains = old.chains.map((chain) => ({ ...chain, certificates: [sha256] }));
    const about = (one: Finding): Finding => ({
      ...one,
      id: one.id.replace(leaf, sha256),
      subject: { ...one.subject, certificate: sha256 },
    });
    return withFindings((one) => [one.subject.certificate === leaf ? about(one) : one], {
      ...withEdge({ chains }),
      certificates,
    });
  }

  test('with a new certificate has changed at once, and what is wrong with both is nothing new', () => {
    const { changes: found } = compareReports(BASE, renewed());
    expect(found.map(short)).toEqual([`changed certificate ${old.id}`]);
    expect(found[0]?.message).toContain('valid to 2028-01-01');
  });

  test('whose certificate was renewed has resolved that it ended', () => {
    const well = withFindings(
      (one) => [one.rule === 'cert/expired' ? { ...one, outcome: 'pass' } : one],
      renewed(),
    );
    expect(changes(BASE, well)).toEqual([
      `changed certificate ${old.id}`,
      `resolved finding cert/expired|${leaf}`,
    ]);
  });

  test('that has moved to another address has that change and no other', () => {
    const id = old.id.replace(old.address ?? '', '192.0.2.77');
    const text = JSON.stringify(BASE).replaceAll(JSON.stringify(old.id).slice(1, -1), id);
    const moved = JSON.parse(text) as Report;
    const report = {
      ...moved,
      endpoints: moved.endpoints.map((one) => (one.id === id ? { ...one, address: '192.0.2.77' } : one)),
    };
    const { changes: found } = compareReports(BASE, report);
    expect(found.map(short)).toEqual(['changed address edge.contoso.com']);
    expect(found[0]?.after).toContain('192.0.2.77');
  });

  test.each([
    ['a suite is enabled', (names: readonly string[]) => [...names, 'TLS_NEW'], 'TLS_NEW added'],
    ['a suite is disabled', (names: readonly string[]) => names.slice(1), 'removed'],
    ['suites change places', (names: readonly string[]) => names.toReversed(), 'another order'],
  ])('changes when %s', (_, change, words) => {
    const suites = (names: readonly string[]) =>
      names.map((name) => ({ id: '0xC030', name, openssl_name: name }));
    const at = (names: readonly string[]): Report =>
      withEdge({
        order: 'server',
        versions: [{ id: '0x0303', name: 'TLS 1.2', accepted: 'yes', complete: true, suites: suites(names) }],
      });
    const names = ['TLS_A', 'TLS_B'];
    const [only, ...rest] = compareReports(at(names), at(change(names))).changes;
    expect(rest).toEqual([]);
    expect(only).toMatchObject({ kind: 'changed', about: 'suites', id: old.id });
    expect(only?.message).toContain(words);
  });

  test('of which only some suites are known has not changed them', () => {
    const at = (complete: boolean, name: string): Report =>
      withEdge({
        versions: [
          {
            id: '0x0303',
            name: 'TLS 1.2',
            accepted: 'yes',
            complete,
            suites: [{ id: '0xC030', name, openssl_name: name }],
          },
        ],
      });
    expect(changes(at(true, 'TLS_A'), at(false, 'TLS_B'))).toEqual([]);
    expect(series(at(true, 'TLS_A'), at(false, 'TLS_B'), at(true, 'TLS_A'))).toEqual([[], [], []]);
  });

  test('that begins to accept a version has changed', () => {
    const at = (accepted: 'yes' | 'no' | 'unknown'): Report =>
      withEdge({ versions: [{ id: '0x0301', name: 'TLS 1.0', accepted, complete: false, suites: [] }] });
    expect(series(at('no'), at('unknown'), at('yes'))).toEqual([[], [], [`changed suites ${old.id}`]]);
  });
});

test('changes stand in the order of how much they matter', () => {
  const mended = withFindings((one) => [one.id === WEAK.id ? { ...one, outcome: 'pass' } : one]);
  const other = withFindings((one) => [one.rule === 'cert/expired' ? { ...one, outcome: 'pass' } : one]);
  expect(compareReports(mended, other).changes.map(({ kind }) => kind)).toEqual(['appeared', 'resolved']);
});
