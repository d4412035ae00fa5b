import { describe, expect, test } from '@jest/globals';
import { main } from '../../src/cli/main.ts';
import { contosoReport } from '../fixtures/report.ts';
import { fakeShell } from './fake-shell.ts';

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

async function diff(...argv: readonly string[]) {
  const shell = fakeShell({ files });
  return { code: await main(['diff', ...argv], shell), out: shell.out(), err: shell.err() };
}

describe('diff', () => {
  test('ends with 0 where nothing has got worse', async () => {
    const { code, out, err } = await diff('old.json', 'new.json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^What has changed since the run of 2026-03-01 08:00 UTC\n/);
    expect(out).toContain('resolved');
    expect(await diff('old.json', 'old.json')).toEqual({
      code: 0,
      out: 'Nothing has changed since the run of 2026-03-01 08:00 UTC.\n',
      err: '',
    });
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
    expect(err).toBe('exchange-tls: the first is the later one of the two\n');
  });

  test('warns of reports that asked different things', async () => {
    expect((await diff('old.json', 'check.json')).err).toContain('the first is a scan, the second a check');
  });

  test('refuses what is no report', async () => {
    expect((await diff('old.json', 'none.json')).code).toBe(2);
  });
});
