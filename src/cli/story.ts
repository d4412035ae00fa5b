import { ConfigError } from '../config/config-error.ts';
import { didYouMean } from '../config/nearest.ts';
import { quoted } from '../config/shown.ts';
import { type Audience, audience } from '../exchange/audience.ts';
import type { Finding, Outcome } from '../model/finding.ts';
import type { CertificateResult, Report } from '../model/report.ts';
import { SERVICE_HEADS } from '../reporters/client-words.ts';
import { type Page, pageFor } from '../reporters/table/page.ts';
import { endpointPlace } from '../reporters/table/place.ts';
import { findRule, RULES } from '../rules/index.ts';
import { withOwnFixes } from '../fixes/own-fixes.ts';
import { showRules } from './catalogue.ts';
import { observationLine } from './explain.ts';
import { lookOf } from './look.ts';
import type { JudgingArguments } from './policy.ts';
import { readReport } from './read-report.ts';
import type { Shell } from './shell.ts';

export interface StoryArguments extends Partial<JudgingArguments> {
  readonly finding: string;
  readonly report?: string | undefined;
  readonly color?: boolean | undefined;
  readonly ascii: boolean;
}

/**
 * Prints one finding from the question to the fix, or every finding of a rule, those that failed first.
 *
 * @throws ConfigError for files with faults, and for findings and rules that are not there.
 */
export async function tellStory(args: StoryArguments, shell: Shell): Promise<number> {
  const { finding: wanted, report: path } = args;
  if (path === undefined) return showRules({ ...args, id: wanted.split('|', 1)[0] }, shell);
  const { saved, again } = await readReport(path, args, shell);
  // A report from before there was a table of clients has none of its own.
  const report = {
    ...again,
    ...withOwnFixes(saved, again),
    ...(again.clients && { clients: again.clients }),
  };
  const page = pageFor({ ...lookOf(args, shell), verbose: 0, csvExcel: false });
  const told = findingsOf(wanted, report).map((finding) => story(finding, report, page));
  await shell.stdout.write(`${told.map((lines) => lines.join('\n')).join('\n\n')}\n`);
  return 0;
}

/** As many as somebody reads; those that failed come first. */
const MOST_TOLD = 20;

function findingsOf(wanted: string, report: Report): readonly Finding[] {
  const one = report.findings.find(({ id }) => id === wanted);
  if (one !== undefined) return [one];
  const own = report.findings.filter(({ rule, id }) => rule === wanted || id.startsWith(`${wanted}|`));
  const worst = WORST_FIRST.flatMap((outcome) => own.filter((finding) => finding.outcome === outcome));
  const failed = worst.filter(({ outcome }) => outcome === 'fail');
  if (worst.length > 0) return (failed.length > 0 ? failed : worst).slice(0, MOST_TOLD);
  const known = findRule(wanted) !== undefined;
  const near = didYouMean(wanted, [...report.findings.map(({ id }) => id), ...RULES.map(({ id }) => id)]);
  const message = known
    ? `the report has no finding of ${wanted}`
    : `the report has no finding ${quoted(wanted)}${near || '; "exchange-tls rules" lists the rules'}`;
  throw new ConfigError('explain', [{ path: '', message }]);
}

const WORST_FIRST: readonly Outcome[] = ['fail', 'unknown', 'pass', 'not-applicable'];

const VERDICTS: Readonly<Record<Outcome, string>> = {
  fail: 'Failed',
  unknown: 'Not known',
  pass: 'Passed',
  'not-applicable': 'Not applicable',
};

function story(finding: Finding, report: Report, page: Page): readonly string[] {
  const { id, rule: ruleId, outcome, severity, message, fix } = finding;
  const rule = findRule(ruleId);
  const heading = (text: string): readonly string[] => ['', ...page.paragraph(text, 'heading')];
  const observations = askedFor(finding, report);
  const shown = observations.slice(0, MOST_OBSERVATIONS);
  const more = observations.length - shown.length;
  return [
    ...page.paragraph(id, 'heading'),
    ...page.paragraph(
      `${VERDICTS[outcome]}${outcome === 'fail' ? `, severity ${severity}` : ''}: ${message}`,
    ),
    ...heading('What was asked, and what came back'),
    ...(shown.length === 0
      ? page.paragraph('It rests on no question of its own.', undefined, 2)
      : shown.flatMap((one) => [
          ...page.paragraph(`${one.endpoint}: ${observationLine(one)}`, undefined, 2, 4),
        ])),
    ...(more > 0 ? page.paragraph(`and ${more} more`, 'faint', 2) : []),
    ...certificateLines(finding, report, page, heading),
    ...heading('The rule'),
    ...page.paragraph(
      rule === undefined ? 'This version has no such rule.' : `${rule.title}. ${rule.why}`,
      undefined,
      2,
    ),
    ...(rule?.references ?? []).flatMap(({ title, url }) => [
      ...page.paragraph(title, undefined, 2, 4),
      ...page.paragraph(url, 'faint', 4),
    ]),
    ...heading(outcome === 'fail' ? 'Who is hurt' : 'Whom it concerns'),
    ...hurt(finding, report).flatMap((text) => page.paragraph(text, undefined, 2, 4)),
    ...(fix.length === 0 ? [] : [...heading('What mends it'), ...fix.map((line) => page.command(line, 2))]),
  ];
}

const MOST_OBSERVATIONS = 25;

/** Its evidence; of what is not known without any, what was asked of its places, as that is why. */
function askedFor(
  { evidence, outcome, endpoints }: Finding,
  { observations }: Report,
): Report['observations'] {
  return evidence.length === 0 && outcome === 'unknown'
    ? observations.filter(({ endpoint }) => endpoints.includes(endpoint))
    : observations.filter(({ id }) => evidence.includes(id));
}

function certificateLines(
  { subject }: Finding,
  { certificates }: Report,
  page: Page,
  heading: (text: string) => readonly string[],
): readonly string[] {
  const certificate = certificates.find(({ sha256 }) => sha256 === subject.certificate);
  if (certificate === undefined) return [];
  return [
    ...heading('The certificate'),
    ...certificateText(certificate).flatMap((text) => page.paragraph(text, undefined, 2, 4)),
  ];
}

function certificateText(certificate: CertificateResult): readonly string[] {
  const { subject, issuer, names, not_before, not_after, thumbprint, key } = certificate;
  return [
    subject,
    `issued by ${issuer}`,
    `names ${names.join(', ') || 'none'}`,
    `valid ${not_before.slice(0, 10)} to ${not_after.slice(0, 10)}, ${key}, thumbprint ${thumbprint}`,
  ];
}

const AUDIENCES: Readonly<Record<Audience, string>> = {
  clients: 'Mail programs, phones and browsers of users',
  'internet-mail': 'Mail servers of the world that deliver to it, and Exchange Online in hybrid mail flow',
  servers: 'Exchange servers of the organization; no client connects there',
};

/** By who connects to the places concerned, and the clients that are known to fail there. */
function hurt({ endpoints }: Finding, report: Report): readonly string[] {
  const places = report.endpoints.filter(({ id }) => endpoints.includes(id));
  const groups = (Object.keys(AUDIENCES) as readonly Audience[]).flatMap((who) => {
    const own = places.filter(({ protocol, port }) => audience(protocol, port) === who);
    const where = [...new Set(own.map((endpoint) => endpointPlace(endpoint)))];
    return own.length === 0 ? [] : [`${AUDIENCES[who]}: ${where.join(', ')}`];
  });
  const failing = report.clients?.results.filter(
    ({ endpoint, verdict }) =>
      endpoints.includes(endpoint) && (verdict === 'fails' || verdict === 'works-after-prompt'),
  );
  const titles = new Map(report.clients?.clients.map(({ id, title }) => [id, title]));
  const alike = new Map<string, Map<string, Set<string>>>();
  for (const { clients, service, verdict, reason } of failing ?? []) {
    const how = `${verdict === 'fails' ? 'Fail' : 'Work after a prompt'}, for this or another reason (${reason})`;
    const who = alike.get(how) ?? new Map<string, Set<string>>();
    alike.set(how, who);
    for (const id of clients) who.set(id, (who.get(id) ?? new Set()).add(SERVICE_HEADS[service]));
  }
  // Titles have commas of their own.
  const known = [...alike].map(
    ([how, who]) =>
      `${how}: ${[...who].map(([id, heads]) => `${titles.get(id) ?? id} (${[...heads].join(', ')})`).join('; ')}`,
  );
  const all = [...groups, ...known];
  return all.length > 0 ? all : ['Nobody who connects: it is about the organization, or its domains in DNS.'];
}
