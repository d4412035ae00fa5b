import { readInputFile } from '../config/input-file.ts';
import { parseSavedReport } from '../config/saved-report.ts';
import { gatheredOf } from '../judge/gathered-of.ts';
import { type ClientChange, whatIf, type WhatIf } from '../judge/what-if.ts';
import { whatIfDocument } from '../judge/what-if-document.ts';
import { whatIfLimits, type WhatIfLimits } from '../judge/what-if-limits.ts';
import type { ClientVerdict } from '../model/clients.ts';
import type { Finding } from '../model/finding.ts';
import { judge } from '../pipeline.ts';
import { SERVICE_HEADS } from '../reporters/client-words.ts';
import { prettyJson } from '../reporters/pretty-json.ts';
import { type Page, pageFor } from '../reporters/table/page.ts';
import { VERSION } from '../version.ts';
import { lookOf } from './look.ts';
import { sayLostStores } from './lost-stores.ts';
import { NO_SOURCE, readPolicy } from './policy.ts';
import type { Shell } from './shell.ts';

export interface WhatIfArguments {
  readonly report: string;
  readonly policy: string;
  readonly ca?: readonly string[] | undefined;
  readonly clients?: string | undefined;
  readonly format: string;
  /** The same as the format json. */
  readonly json: boolean;
  readonly ascii: boolean;
  readonly color?: boolean | undefined;
}

/**
 * Judges a saved report twice by the same rules: as it was seen, and as it would be with TLS as a baseline asks for.
 *
 * @throws ConfigError for files with faults and baselines that are not known.
 */
export async function showWhatIf(args: WhatIfArguments, shell: Shell): Promise<number> {
  const saved = parseSavedReport(await readInputFile(args.report, shell.readFile), args.report);
  const { ca, clients } = args;
  const policy = await readPolicy(
    { baseline: args.policy, ca: ca === undefined ? undefined : [...ca], clients },
    { ...NO_SOURCE, expiry: saved.judged.expiry },
    shell,
    '--policy',
  );
  const own = gatheredOf(saved);
  // One baseline for every host, whatever its target names.
  const gathered = { ...own, targets: own.targets.map((target) => ({ ...target, baseline: null })) };
  const settings = { ...policy, now: Date.parse(saved.judged.at) };
  const before = judge(gathered, settings);
  await sayLostStores(saved, before, shell);
  const after = judge(gathered, { ...settings, asIf: policy.baseline });
  const found = { ...whatIf(before, after), ...whatIfLimits(before, after, policy.baseline) };
  const { id } = policy.baseline;
  const text =
    args.json || args.format === 'json'
      ? `${prettyJson(whatIfDocument(id, found, VERSION))}\n`
      : drawn(found, id, args, shell);
  await shell.stdout.write(text);
  return 0;
}

function drawn(found: WhatIf & WhatIfLimits, policy: string, args: WhatIfArguments, shell: Shell): string {
  const page = pageFor({ ...lookOf(args, shell), verbose: 0, csvExcel: false });
  const sections = [
    clientLines(page, `Would stop with ${policy}`, found.stop, 'Nobody that is known would stop.'),
    clientLines(page, 'Would fail for certain, where that is not known now', found.fail, ''),
    clientLines(page, 'It would not be known any more whether these work', found.doubt, ''),
    clientLines(page, 'Would begin to work', found.begin, ''),
    findingLines(page, 'Findings that would go', found.gone, 'No finding would go.'),
    findingLines(page, 'Findings that would come', found.fresh, ''),
    ...limitLines(page, found),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** What is not told, so that nobody takes it for good news. */
function limitLines(
  page: Page,
  { unseen, undecided, lacking }: WhatIfLimits,
): readonly (readonly string[])[] {
  const list = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0
      ? []
      : [
          ...page.paragraph(title, 'heading'),
          ...lines.flatMap((line) => page.paragraph(line, undefined, 2, 4)),
        ];
  return [
    list(
      'Cannot be brought there as they are: what is said of them takes a later Windows',
      lacking.map(({ host, windows, suites }) => `${host}: ${windows} does not have ${suites.join(', ')}`),
    ),
    list(
      'Nothing is said of these, as too little is known of them',
      [...new Set(unseen.map(({ why }) => why))].map((why) => {
        const alike = unseen.filter((one) => one.why === why).map(({ endpoint }) => endpoint);
        return `${alike.join(', ')}: ${why}`;
      }),
    ),
    list(
      'Not known now or then; "exchange-tls clients" tells why',
      undecided.map(({ host, clients }) =>
        clients.length === 1 ? `${host}: 1 client` : `${host}: ${clients.length} clients`,
      ),
    ),
  ];
}

function clientLines(
  page: Page,
  title: string,
  changes: readonly ClientChange[],
  otherwise: string,
): readonly string[] {
  if (changes.length === 0) return otherwise === '' ? [] : page.paragraph(otherwise);
  const groups = new Map<string, string[]>();
  for (const { host, title: client, services, reason, after } of changes) {
    const how = HOW[after] ?? '';
    const key = `${host}: ${how}${reason}`;
    const name = `${client} (${services.map((service) => SERVICE_HEADS[service]).join(', ')})`;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [
    ...page.paragraph(title, 'heading'),
    ...[...groups].flatMap(([key, names]) => [
      ...page.paragraph(key, undefined, 2, 4),
      ...page.paragraph(names.join('; '), undefined, 4),
    ]),
  ];
}

const HOW: Partial<Record<ClientVerdict, string>> = {
  'clear-text': 'mail goes on in clear text: ',
  'works-after-prompt': 'after a question: ',
};

function findingLines(
  page: Page,
  title: string,
  findings: readonly Finding[],
  otherwise: string,
): readonly string[] {
  if (findings.length === 0) return otherwise === '' ? [] : page.paragraph(otherwise);
  const rules = new Map<string, Set<string>>();
  for (const { rule, severity, subject, endpoints } of findings) {
    const key = `${severity} ${rule}`;
    const places = rules.get(key) ?? new Set();
    rules.set(key, places.add(subject.endpoint ?? subject.host ?? endpoints.join(', ')));
  }
  return [
    ...page.paragraph(title, 'heading'),
    ...[...rules].flatMap(([rule, places]) =>
      page.paragraph(`${rule}: ${[...places].join('; ')}`, undefined, 2, 4),
    ),
  ];
}
