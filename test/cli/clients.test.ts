import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { main } from '../../src/cli/main.ts';
import { parseSavedReport } from '../../src/config/saved-report.ts';
import { exchange2019 } from '../../src/lab/policies.ts';
import { createPki } from '../../src/lab/pki.ts';
import { tlsServer } from '../../src/lab/tls-server.ts';
import { judge } from '../../src/pipeline.ts';
import { render } from '../../src/reporters/index.ts';
import { parseCertificate } from '../../src/certs/parse.ts';
import { hellosFor } from '../../src/clients/hellos.ts';
import { ask, HOST } from '../scan/harness.ts';
import { renderOptions } from '../reporters/options.ts';
import { fakeShell } from './fake-shell.ts';

const OURS = JSON.stringify({
  clients: [{ id: 'our-crm', title: 'Our CRM', services: ['ews'], like: 'openssl098y' }],
});

describe('clients', () => {
  let report = '';

  beforeAll(async () => {
    const pki = await createPki(Date.now());
    const chain = await pki.commercial([HOST]);
    const clientHellos = hellosFor(['outlook-win7-default', 'outlook-win10', 'chrome-current'], []);
    const run = await ask(tlsServer(exchange2019({ rsa: chain }), randomBytes), 'scan', { clientHellos });
    const judged = judge(run, { now: Date.now(), authorities: pki.authorities.map(parseCertificate) });
    report = render(judged, 'json', renderOptions());
  });

  const run = async (
    args: readonly string[],
    columns = 80,
  ): Promise<{ readonly code: number; readonly out: string; readonly err: string }> => {
    const shell = fakeShell({
      files: { 'report.json': report, 'ours.json': OURS },
      stdout: { columns },
    });
    const code = await main(['clients', ...args], shell);
    return { code, out: shell.out(), err: shell.err() };
  };

  test('draws a matrix that fits eighty columns, with the reasons below', async () => {
    const { code, out } = await run(['report.json']);
    expect(code).toBe(0);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(out).toMatch(/^ +OWA +MAPI OA +EWS +Auto OAB +EAS$/m);
    expect(out).toMatch(/^Outlook 2013\+, Win 7 +no {3}no {3}no {3}no {3}no$/m);
    expect(out).toContain('Fails: no version in common: it offers SSL 3.0 to TLS 1.0');
  });

  test('is a list where a matrix has no room', async () => {
    const { out } = await run(['report.json'], 40);
    expect(out).toMatch(/^Outlook 2013\+, Win 7: MAPI no, OA\n {4}no, EWS no/m);
  });

  test('says of the hellos that were sent whether the predictions held', async () => {
    const { out } = await run(['report.json']);
    expect(out).toMatch(/Hellos of clients sent for real: 6; the prediction\s+held for 6, not for 0/);
  });

  test('is in the saved report, by endpoint and service', () => {
    const { clients } = parseSavedReport(report, 'report.json');
    expect(clients?.simulations.map(({ held }) => held)).toEqual([true, true, true, true, true, true]);
    expect(
      clients?.results.some(
        ({ service, clients: ids }) => service === 'owa' && ids.includes('chrome-current'),
      ),
    ).toBe(true);
  });

  test('takes clients of the operator', async () => {
    const { out } = await run(['report.json', '--clients', 'ours.json']);
    expect(out).toMatch(/^Our CRM +no$/m);
  });

  test('shows only the hosts that are named, and refuses others', async () => {
    expect((await run(['report.json', HOST])).out).toContain(`Clients of ${HOST}`);
    const { code, err } = await run(['report.json', 'lost.contoso.com']);
    expect([code, err]).toEqual([2, expect.stringContaining('no host "lost.contoso.com"')]);
  });

  test('is a row for each client and service in CSV', async () => {
    const { out } = await run(['report.json', '-f', 'csv']);
    const [head, ...rows] = out.trim().split('\r\n');
    expect(head).toBe(
      'host,ip,port,protocol,service,client,title,verdict,reason,condition,version,suite,group,basis,simulated',
    );
    expect(
      rows.some((row) => row.includes(',mapi-http,outlook-win7-default,') && row.includes(',fails,')),
    ).toBe(true);
  });

  test('lists those that are known without a report', async () => {
    const { code, out } = await run([]);
    expect(code).toBe(0);
    expect(out).toContain('outlook-win7-kb3140245\n');
  });

  test('stand in what would stop with another baseline, in words and in JSON', async () => {
    const shell = fakeShell({ files: { 'report.json': report }, stdout: { columns: 80 } });
    expect(await main(['whatif', 'report.json', '--policy', 'exchange-2019'], shell)).toBe(0);
    expect(shell.out()).toContain('Nobody that is known would stop.');
    const script = fakeShell({ files: { 'report.json': report } });
    expect(await main(['whatif', 'report.json', '--policy', 'exchange-2019', '--json'], script)).toBe(0);
    expect(JSON.parse(script.out())).toMatchObject({ policy: 'exchange-2019', stop: [], gone: [] });
  });

  test('are not asked by a baseline that is none, and the option is named', async () => {
    const shell = fakeShell({ files: { 'report.json': report } });
    expect(await main(['whatif', 'report.json', '--policy', 'nope'], shell)).toBe(2);
    expect(shell.err()).toMatch(/^exchange-tls: --policy: unknown baseline "nope"; expected one of /);
  });

  test('say what the answer does not tell, in words and in JSON', async () => {
    const shell = fakeShell({ files: { 'report.json': report }, stdout: { columns: 80 } });
    await main(['whatif', 'report.json', '--policy', 'exchange-2019'], shell);
    expect(shell.out()).toMatch(new RegExp(`^Not known now or then.*\\n {2}${HOST}: \\d+ clients$`, 'm'));
    const script = fakeShell({ files: { 'report.json': report } });
    await main(['whatif', 'report.json', '--policy', 'exchange-2019', '--json'], script);
    expect(JSON.parse(script.out())).toMatchObject({ unseen: [], lacking: [], undecided: [{ host: HOST }] });
  });

  test('write JSON in which nothing moves a cursor or turns the text', async () => {
    const hostile = report.replaceAll(`"${HOST}"`, `"${HOST}\\u202e\\u009b2J"`);
    const shell = fakeShell({ files: { 'report.json': hostile } });
    expect(await main(['whatif', 'report.json', '--policy', 'exchange-2019', '--json'], shell)).toBe(0);
    expect(shell.out()).toContain(`${HOST}\\u202e\\u009b2J`);
    expect(shell.out()).not.toMatch(/[\u202e\u009b]/);
  });

  test.each([['clients'], ['whatif', '--policy', 'exchange-2019'], ['fix'], ['plan']])(
    'of %s say that a list of roots is missing by which the report was judged',
    async (command, ...args) => {
      const hostile = report.replaceAll("organization's own list", 'own\\u001b[2J list');
      const shell = fakeShell({ files: { 'report.json': hostile } });
      await main([command ?? '', 'report.json', ...args], shell);
      expect(shell.err().match(/judged by the own.*list as well.*; --ca gives it/g)).toHaveLength(1);
      expect(shell.err()).not.toContain('\u001b');
    },
  );

  test('refuses a format that has no such view', async () => {
    expect((await run(['report.json', '-f', 'jsonl'])).code).toBe(2);
  });
});
