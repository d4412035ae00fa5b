import { describe, expect, test } from '@jest/globals';
import { main } from '../../src/cli/main.ts';
import type { EndpointResult, Report } from '../../src/model/report.ts';
import { contosoReport } from '../fixtures/report.ts';
import { type FakeShell, fakeShell } from './fake-shell.ts';

const REPORT = contosoReport();
const MENDED = {
  ...REPORT,
  run: { ...REPORT.run, startedAt: '2026-03-08T08:00:00.000Z' },
  findings: REPORT.findings.map((one) =>
    one.rule === 'cert/expired' ? { ...one, outcome: 'pass' as const } : one,
  ),
};
const files = {
  'old.json': JSON.stringify(REPORT),
  'new.json': JSON.stringify(MENDED),
  'check.json': JSON.stringify({ ...MENDED, run: { ...MENDED.run, depth: 'check' } }),
};

const SILENT =
  'exchange-tls: nothing could be compared at edge.contoso.com: 2525 smtp, 995 pop3s: no answer in either report\n';

async function diff(...argv: readonly string[]) {
  return told(fakeShell({ files }), argv);
}

function diffOf(before: Report, after: Report) {
  const saved = { 'old.json': JSON.stringify(before), 'new.json': JSON.stringify(after) };
  return told(fakeShell({ files: saved }), ['old.json', 'new.json']);
}

async function told(shell: FakeShell, argv: readonly string[]) {
  return { code: await main(['diff', ...argv], shell), out: shell.out(), err: shell.err() };
}

/** Nothing of the first came to an answer, all of the others did. */
function silentReport(silent: readonly EndpointResult[], answering: readonly EndpointResult[] = []): Report {
  const endpoints = silent.map((one) => ({ ...one, named: true, reach: 'unreachable' as const }));
  return contosoReport({ endpoints: [...answering, ...endpoints], findings: [] });
}

describe('diff', () => {
  test('ends with 0 where nothing has got worse', async () => {
    const { code, out, err } = await diff('old.json', 'new.json');
    expect({ code, err }).toEqual({ code: 0, err: SILENT });
    expect(out).toMatch(/^What has changed since the run of 2026-03-01 08:00 UTC\n/);
    expect(out).toContain('resolved');
    expect(await diff('old.json', 'old.json')).toEqual({
      code: 0,
      out: 'Nothing has changed since the run of 2026-03-01 08:00 UTC.\n',
      err: SILENT,
    });
  });

  test('says that nothing could be compared where nothing answered either time', async () => {
    const silent = silentReport(REPORT.endpoints);
    const { code, out, err } = await diffOf(silent, silent);
    expect(code).toBe(0);
    expect(out).toBe('Nothing has changed since the run of 2026-03-01 08:00 UTC.\n');
    expect(err).toMatch(
      /^exchange-tls: nothing could be compared at mail\.contoso\.com: 443 https, 25 smtp, 143 imap; edge\.contoso\.com:25 smtp and 3 more endpoints: no answer in either report\n$/,
    );
  });

  test('says so of an address that others of its service answer for, and of a name that leads nowhere any more', async () => {
    const [web, six] = REPORT.endpoints as readonly [EndpointResult, EndpointResult];
    const first = silentReport([six], [web]);
    expect((await diffOf(first, first)).err).toContain(
      'nothing could be compared at mail.contoso.com:443 https (2001:db8::7): no answer in either report',
    );
    const lost = { ...six, id: 'https://mail.contoso.com:443', address: null };
    expect((await diffOf(silentReport([six]), silentReport([lost]))).err).toContain(six.id);
  });

  test('says so of a host of which no run learnt an address', async () => {
    const unknown = contosoReport({ endpoints: [], findings: [] });
    const report = {
      ...unknown,
      summary: { ...unknown.summary, not_assessed: ['lost\u001b[2J.contoso.com'] },
    };
    const { err } = await diffOf(report, report);
    expect(err).toMatch(/nothing could be compared at lost.*\.contoso\.com: no answer in either report/);
    expect(err).not.toContain('\u001b');
  });

  test('is silent about what answered once, and about ports that are closed', async () => {
    const silent = silentReport([...REPORT.endpoints]);
    const answering = {
      ...REPORT,
      endpoints: REPORT.endpoints.map((one) => ({ ...one, reach: 'answered' as const })),
    };
    expect((await diffOf(silent, answering)).err).not.toContain('compared');
    expect((await diffOf(answering, silent)).err).not.toContain('compared');
    const closed = REPORT.endpoints.filter(({ reach }) => reach === 'answered' || reach === 'not-enabled');
    const living = contosoReport({ endpoints: closed });
    expect((await diffOf(living, living)).err).toBe('');
  });

  test('names the hosts that nobody looked at again, as their findings count as resolved', async () => {
    const host = 'edge.contoso.com';
    const without = {
      ...MENDED,
      targets: MENDED.targets.filter((target) => target.host !== host),
      endpoints: MENDED.endpoints.filter((endpoint) => endpoint.host !== host),
      findings: [],
    };
    const shell = fakeShell({ files: { ...files, 'less.json': JSON.stringify(without) } });
    await main(['diff', 'old.json', 'less.json'], shell);
    expect(shell.out()).toContain('resolved');
    expect(shell.err()).toContain(
      'the second does not look at edge.contoso.com: what failed there counts as resolved',
    );
  });

  test('ends with 1 where something has, and says so if the order is odd', async () => {
    const { code, out, err } = await diff('new.json', 'old.json', '-f', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ changes: [{ kind: 'appeared', rule: 'cert/expired' }] });
    expect(err).toBe(`${SILENT}exchange-tls: the first is the later one of the two\n`);
  });

  test('warns of reports that asked different things', async () => {
    expect((await diff('old.json', 'check.json')).err).toContain('the first is a scan, the second a check');
  });

  test('refuses what is no report', async () => {
    expect((await diff('old.json', 'none.json')).code).toBe(2);
  });
});
