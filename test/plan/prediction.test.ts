import { describe, expect, test } from '@jest/globals';
import { parseCertificate } from '../../src/certs/parse.ts';
import { listStore } from '../../src/certs/trust/list-store.ts';
import { publicStores } from '../../src/certs/trust/public-stores.ts';
import { parseRunOptions } from '../../src/config/options.ts';
import { type Lab, startContoso } from '../../src/lab/contoso.ts';
import { type HostContext, HOST_PLANS, type HostPlan } from '../../src/lab/contoso-hosts.ts';
import { exchangeServers } from '../../src/lab/exchange-server.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { type JudgeSettings, optionsOf, scan } from '../../src/pipeline.ts';
import { commandsOf } from '../../src/plan/commands.ts';
import { MOST_NAMES, type Plan, planForReport, WILDCARD_FROM } from '../../src/plan/plan.ts';
import { warningsOf } from '../../src/plan/warnings.ts';
import { readPowerShell } from '../fixtures/powershell.ts';

const SETTINGS = { wildcardFrom: WILDCARD_FROM, mostNames: MOST_NAMES, clients: [], domains: [] };
const NAMES = ['mbx01.contoso.com', 'hq.contoso.com'];

/** The demo's hosts, with the chain that a function makes for each. */
function plansWith(
  chainFor: (context: HostContext, host: string) => Promise<Chain | null>,
): readonly HostPlan[] {
  return HOST_PLANS.filter(({ name }) => NAMES.includes(name)).map((plan) => ({
    ...plan,
    servers: async (context) => {
      const chain = await chainFor(context, plan.name);
      return chain === null
        ? plan.servers(context)
        : exchangeServers(
            {
              host: plan.name,
              generation: 'exchange-2019',
              ...(plan.name === 'mbx01.contoso.com' ? { build: '15.2.1544.14' } : {}),
              server: plan.name === 'mbx01.contoso.com' ? 'MBX01' : 'EX02',
              chain,
              ports:
                plan.name === 'mbx01.contoso.com'
                  ? [25, 80, 443, 444, 587, 717, 993, 1993, 1995, 8172]
                  : [25, 443],
            },
            context,
          );
    },
  }));
}

type Chain = Awaited<ReturnType<HostContext['pki']['commercial']>>;

/** Trusts in the made-up public CA of the lab, as the demo does. */
function trusting(lab: Lab): Partial<JudgeSettings> {
  const commercial = lab.commercialRoots.map(parseCertificate);
  const own = lab.authorities.filter((der) => !lab.commercialRoots.includes(der)).map(parseCertificate);
  return {
    stores: [
      ...publicStores(),
      listStore('demo', 'made-up root program', commercial, true),
      listStore('own', 'own list', own),
    ],
  };
}

async function scanned(
  plans: readonly HostPlan[],
): Promise<{ readonly report: Report; readonly plan: Plan }> {
  const lab = await startContoso(Date.now, plans);
  try {
    const judge = trusting(lab);
    const options = parseRunOptions({ depth: 'check' });
    const report = await scan(lab.targets, { world: lab.world, options, judge });
    const now = Date.parse(report.judged.at);
    return { report, plan: planForReport(report, optionsOf({ ...judge, now }), SETTINGS) };
  } finally {
    await lab.stop();
  }
}

/** Failed rules with their places; a certificate that is only planned has no number to be known by. */
function places(findings: readonly Finding[]): readonly string[] {
  const all = findings
    .filter(({ outcome }) => outcome === 'fail')
    .flatMap(({ rule, subject, endpoints, id }) =>
      subject.certificate === undefined ? [id] : endpoints.map((endpoint) => `${rule}|${endpoint}`),
    );
  return [...new Set(all)].toSorted();
}

describe('a plan for two hosts of the demo', () => {
  const made = scanned(plansWith(() => Promise.resolve(null)));

  test('is one certificate with the names that all services need', async () => {
    const { plan } = await made;
    expect(plan.items).toHaveLength(1);
    expect(plan.items[0]).toMatchObject({
      names: ['autodiscover.hq.contoso.com', 'hq.contoso.com', 'mbx01.contoso.com'],
      existing: null,
      wildcard: false,
    });
    expect(plan.optimal).toBe(true);
  });

  test('predicts what a scan finds after it has been carried out', async () => {
    const { plan } = await made;
    const names = plan.items[0]?.names ?? [];
    const after = await scanned(plansWith(({ pki }) => pki.commercial(names, { issued: 0, valid: 199 })));
    const { gone, stays, fresh, open } = plan.prediction!;
    const seen = places(after.report.findings);
    expect(gone.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining([
        'cert/self-signed',
        'names/uncovered-expected-name',
        'org/default-certificate',
      ]),
    );
    expect(places(gone).filter((place) => seen.includes(place))).toEqual([]);
    expect([...new Set([...places(stays), ...places(fresh)])].toSorted()).toEqual(
      seen.filter((place) => !places(open).includes(place)),
    );
    // And then there is nothing left to ask for.
    expect(after.plan.items[0]?.existing?.dnsNames).toEqual(names);
  }, 30_000);

  test('has commands that parse, for both hosts and their services', async () => {
    const { plan } = await made;
    const commands = commandsOf(plan, true);
    for (const line of commands) expect(() => readPowerShell(line)).not.toThrow();
    const text = commands.join('\n');
    expect(text).toContain(
      "-DomainName 'autodiscover.hq.contoso.com', 'hq.contoso.com', 'mbx01.contoso.com' ",
    );
    expect(text).toContain('-Services IIS,SMTP,IMAP');
    expect(text).toContain("Set-ImapSettings -X509CertificateName 'mbx01.contoso.com'");
    expect(text).toMatch(/Set-OutlookProvider EXPR -CertPrincipalName 'msstd:\w+\.contoso\.com'/);
    expect(text).toContain('Set-HybridConfiguration');
  });

  test('warns of connectors that name the old issuer', async () => {
    const { plan, report } = await made;
    const warnings = warningsOf(plan, report, Date.parse(report.judged.at)).join('\n');
    expect(warnings).toContain('TlsCertificateName');
    expect(warnings).toContain('<I>CN=MBX01<S>CN=MBX01');
  });
});
