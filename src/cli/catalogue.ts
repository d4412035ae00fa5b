import { ConfigError } from '../config/config-error.ts';
import { didYouMean } from '../config/nearest.ts';
import { quoted } from '../config/shown.ts';
import { UNSEEN } from '../exchange/services.ts';
import { forTerminal } from '../reporters/escape.ts';
import { grid } from '../reporters/table/grid.ts';
import { type Page, pageFor } from '../reporters/table/page.ts';
import { severityStyle } from '../reporters/table/findings.ts';
import { findRule, RULES } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { lookOf } from './look.ts';
import type { Shell } from './shell.ts';

export interface RulesArguments {
  readonly id?: string | undefined;
  readonly color?: boolean | undefined;
  readonly ascii: boolean;
}

/**
 * Prints the catalogue of rules, or one rule with everything that it says.
 *
 * @throws ConfigError if there is no rule with the id.
 */
export async function showRules(args: RulesArguments, shell: Shell): Promise<number> {
  const page = pageFor({ ...lookOf(args, shell), verbose: 0, csvExcel: false });
  const lines = args.id === undefined ? catalogue(page) : explained(page, ruleOf(args.id));
  await shell.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

function ruleOf(id: string): Rule {
  const rule = findRule(id);
  if (rule !== undefined) return rule;
  const ids = RULES.map((one) => one.id);
  const message = `unknown rule ${quoted(id)}${didYouMean(id, ids) || '; "exchange-tls rules" lists them'}`;
  throw new ConfigError('rules', [{ path: '', message }]);
}

function catalogue(page: Page): readonly string[] {
  const rows = RULES.map(({ id, severity, title }) => [
    [{ text: id }],
    [{ text: severity, style: severityStyle(severity) }],
    [{ text: title }],
  ]);
  return [
    ...grid(page, ['Rule', 'Severity', 'What it reports'], rows, { ruled: false }),
    ...page.paragraph(
      `${RULES.length} rules. The severity is the usual one; a finding may have another.`,
      'faint',
    ),
    '',
    ...page.paragraph('What the articles of Microsoft ask for and nobody can see from outside', 'heading'),
    ...UNSEEN.flatMap(({ statement, seen, look }) => [
      ...page.paragraph(`- ${statement}. ${seen}. On a server:`, undefined, 0, 2),
      // Commands are there to be copied, so they stay whole.
      page.command(look ?? '', 4),
    ]),
  ];
}

function explained(page: Page, rule: Rule): readonly string[] {
  const { id, title, severity, scope, why, fix, references } = rule;
  return [
    ...page.paragraph(id, 'heading'),
    ...page.paragraph(`${title}.`),
    ...page.paragraph(`Severity ${severity}; judged for ${SCOPES[scope]}.`, 'faint'),
    '',
    ...page.paragraph('Why', 'heading'),
    ...page.paragraph(why),
    '',
    ...page.paragraph('What mends it', 'heading'),
    // Commands are there to be copied, so they stay whole.
    ...fix.map((text) => forTerminal(text, page.ascii)),
    '',
    ...page.paragraph('References', 'heading'),
    ...references.flatMap(({ title: name, url }) => [
      ...page.paragraph(name, undefined, 2, 4),
      ...page.paragraph(url, 'faint', 4),
    ]),
  ];
}

const SCOPES: Readonly<Record<Rule['scope'], string>> = {
  endpoint: 'each endpoint',
  certificate: 'each certificate, wherever it is presented',
  organization: 'all endpoints side by side',
};
