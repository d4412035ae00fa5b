import type { Finding } from '../model/finding.ts';
import { type Plan, type PlannedItem, WILDCARD_FROM } from '../plan/plan.ts';
import type { Page } from '../reporters/table/page.ts';

/** The plan for people, its commands in lines of their own. */
export function planText(
  plan: Plan,
  warnings: readonly string[],
  commands: readonly string[],
  page: Page,
): readonly string[] {
  const { items, optimal, leftOut, kept, prediction } = plan;
  const list = (title: string, entries: readonly string[]): readonly string[] =>
    entries.length === 0
      ? []
      : [
          '',
          ...page.paragraph(title, 'heading'),
          ...entries.flatMap((text) => page.paragraph(`- ${text}`, undefined, 0, 2)),
        ];
  const count = items.length === 1 ? 'One certificate' : `${items.length} certificates`;
  return [
    ...page.paragraph(
      items.length === 0
        ? 'Nothing is planned: no service that was seen needs a certificate of a public CA.'
        : `${count}${optimal ? ': there is no way with fewer, or with fewer names under the same rules.' : '. With so many services not every way was tried: there may be a better one.'}`,
      'heading',
    ),
    ...items.flatMap((item, at) => itemText(item, at + 1, page)),
    ...list('Stays as it is', [
      ...new Set(
        kept.map(
          ({ host, port, thumbprint, why }) =>
            `${host}:${port}${thumbprint === null ? '' : ` (${thumbprint})`}: ${why}`,
        ),
      ),
    ]),
    ...list(
      'Cannot be in such a certificate',
      leftOut.map(({ name, why }) => `${name}: ${why}`),
    ),
    ...list('What it can break', warnings),
    ...(prediction === null
      ? []
      : [
          ...list('Findings that would go', texts(prediction.gone)),
          ...list('Findings that would come', texts(prediction.fresh)),
          ...list(
            'Findings of which it is not known, as they depend on the key or the CA',
            texts(prediction.open),
          ),
          '',
          ...page.paragraph(`Everything else stays: ${prediction.stays.length} findings.`),
        ]),
    ...(items.length === 0
      ? []
      : ['', ...page.paragraph('What to type', 'heading'), ...commands.map((line) => page.command(line, 0))]),
  ];
}

function itemText(item: PlannedItem, number: number, page: Page): readonly string[] {
  const { commonName, names, demands, existing } = item;
  return [
    '',
    ...page.paragraph(
      existing === null
        ? `Certificate ${number}: CN=${commonName}, ask a public CA for it (RSA, 2048 bits)`
        : `Certificate ${number}: ${existing.subject}, which is there (${existing.thumbprint})`,
      'heading',
    ),
    ...page.paragraph(`Names: ${names.join(', ')}`, undefined, 2, 4),
    ...page.paragraph(whyOf(item), undefined, 2, 4),
    ...demands.flatMap(({ host, family, ports, names: wanted, commonName: needed, listed }) =>
      page.paragraph(
        `${host}, ${SERVICES[family]} (${ports.join(', ')}): ${wanted.join(', ')}` +
          `${needed === null ? '' : `; ${needed} as common name`}${listed.length > 0 ? '; no wildcard' : ''}`,
        'faint',
        2,
        4,
      ),
    ),
  ];
}

const SERVICES = { web: 'website', smtp: 'SMTP', pop: 'POP', imap: 'IMAP' } as const;

function whyOf({ wildcard, counts, demands }: PlannedItem): string {
  const { listed, wildcard: fewest } = counts;
  const names = (count: number): string => (count === 1 ? '1 name' : `${count} names`);
  if (wildcard) {
    return `Wildcard: ${names(listed)} otherwise. For clients of today the two are equal; it takes settings of its own for POP, IMAP and Outlook Anywhere.`;
  }
  if (demands.some((demand) => demand.listed.length > 0)) {
    return 'SAN: a chosen client takes no wildcard, or nobody has confirmed that it does.';
  }
  return fewest < listed
    ? `SAN: ${names(listed)}; ${names(fewest)} with wildcards, which is worth it from ${WILDCARD_FROM} names of one domain on. Its key stands for these names only, and no service needs a setting for it.`
    : `SAN: ${names(listed)}, and a wildcard would save none.`;
}

/** What is said of several places in the same words is said once. */
function texts(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(findingText))];
}

function findingText({ severity, rule, message }: Finding): string {
  return `[${severity}] ${rule}: ${message}`;
}
