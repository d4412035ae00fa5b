import { clientsWith } from '../clients/known.ts';
import { ConfigError } from '../config/config-error.ts';
import { readName } from '../config/host.ts';
import { readInputFile } from '../config/input-file.ts';
import { loadTargetsFile } from '../config/load-targets-file.ts';
import { didYouMean } from '../config/nearest.ts';
import { quoted } from '../config/shown.ts';
import type { Client } from '../exchange/clients/client.ts';
import type { Report } from '../model/report.ts';
import { optionsOf } from '../pipeline.ts';
import { commandsOf } from '../plan/commands.ts';
import { planDocument } from '../plan/document.ts';
import {
  MOST_NAMES,
  type Plan,
  planForReport,
  planForTargets,
  type PlanSettings,
  WILDCARD_FROM,
} from '../plan/plan.ts';
import { warningsOf } from '../plan/warnings.ts';
import { prettyJson } from '../reporters/pretty-json.ts';
import { pageFor } from '../reporters/table/page.ts';
import { VERSION } from '../version.ts';
import { lookOf } from './look.ts';
import { planText } from './plan-text.ts';
import { type JudgingArguments, NO_SOURCE, readPolicy } from './policy.ts';
import { readReport } from './read-report.ts';
import type { Shell } from './shell.ts';

export interface PlanArguments extends Partial<JudgingArguments> {
  readonly file: string;
  readonly client?: readonly string[] | undefined;
  readonly names: string;
  readonly format: string;
  readonly domain?: readonly string[] | undefined;
  readonly color?: boolean | undefined;
  readonly ascii: boolean;
}

/**
 * Prints the plan for a report or a targets file; opens no connection.
 *
 * @throws ConfigError for files with faults, and clients that are not known.
 */
export async function showPlan(args: PlanArguments, shell: Shell): Promise<number> {
  const text = await readInputFile(args.file, shell.readFile);
  const read: Shell = {
    ...shell,
    readFile: (path) => (path === args.file ? Promise.resolve(text) : shell.readFile(path)),
  };
  const made = isReport(text) ? await forReport(args, read) : await forTargets(args, read);
  const { plan, report, now } = made;
  const hybrid = report?.endpoints.some(({ product }) => product?.modern_auth) === true;
  const [warnings, commands] = [warningsOf(plan, report, now), commandsOf(plan, hybrid)];
  if (args.format === 'json') {
    const source = report === null ? 'targets' : 'report';
    const setting = { version: VERSION, now, source, warnings, commands } as const;
    await shell.stdout.write(`${prettyJson(planDocument(plan, setting))}\n`);
    return 0;
  }
  const page = pageFor({ ...lookOf(args, shell), verbose: 0, csvExcel: false });
  await shell.stdout.write(`${planText(plan, warnings, commands, page).join('\n')}\n`);
  return 0;
}

interface Made {
  readonly plan: Plan;
  readonly report: Report | null;
  readonly now: number;
}

async function forReport(args: PlanArguments, shell: Shell): Promise<Made> {
  const { again, policy } = await readReport(args.file, args, shell);
  const now = Date.parse(again.judged.at);
  const settings = settingsOf(args, policy.clients ?? []);
  return { plan: planForReport(again, optionsOf({ ...policy, now }), settings), report: again, now };
}

async function forTargets(args: PlanArguments, shell: Shell): Promise<Made> {
  const { targets, domains } = await loadTargetsFile(args.file, shell.readFile);
  const { clients = [] } = await readPolicy(args, NO_SOURCE, shell);
  const settings = settingsOf({ ...args, domain: [...(domains ?? []), ...(args.domain ?? [])] }, clients);
  return { plan: planForTargets(targets, settings), report: null, now: shell.now() };
}

/** A targets file has no version of a schema; other tools may have put the keys of a report in another order. */
function isReport(text: string): boolean {
  try {
    const document: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof document === 'object' && document !== null && 'schemaVersion' in document;
  } catch {
    return false;
  }
}

function settingsOf(
  { names, client = [], domain = [] }: PlanArguments,
  own: readonly Client[],
): PlanSettings {
  const wildcardFrom = names === 'san' ? Infinity : names === 'wildcard' ? 1 : WILDCARD_FROM;
  const known = clientsWith(own);
  const clients = client.map((id) => {
    const found = known.find((one) => one.id === id);
    if (found !== undefined) return found;
    const near =
      didYouMean(
        id,
        known.map((one) => one.id),
      ) || '; "exchange-tls clients" lists them';
    throw new ConfigError('--client', [{ path: '', message: `unknown client ${quoted(id)}${near}` }]);
  });
  return { wildcardFrom, mostNames: MOST_NAMES, clients, domains: domain.map(domainOf) };
}

function domainOf(text: string): string {
  const name = readName(text);
  if (name.ok) return name.value;
  throw new ConfigError('--domain', [{ path: '', message: name.fault }]);
}
