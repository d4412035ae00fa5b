import { createHash } from 'node:crypto';
import { SEVERITIES } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { costText, fetchesIn } from './cost.ts';
import { certificatesSection } from './html/certificates.ts';
import { evidenceSection } from './html/evidence.ts';
import { findingsSection } from './html/findings.ts';
import { hostsSection } from './html/hosts.ts';
import { html as markup, type Markup, ownCode, pageText } from './html/markup.ts';
import { clientsSection, namesSection } from './html/matrices.ts';
import { SCRIPT } from './html/script.ts';
import { STYLE } from './html/style.ts';
import { refuseOtherViews, type Reporter } from './reporter.ts';
import { verdict } from './table/verdict.ts';

/**
 * One file that needs nothing besides, to be mailed and kept. Its policy lets the browser run this style and this script
 * and fetch nothing (Content Security Policy Level 3); whatever servers say is text.
 */
export const html: Reporter = {
  id: 'html',
  title: 'one page to read, search and mail, that loads nothing from outside',
  render(report, options) {
    refuseOtherViews('html', options);
    return `<!doctype html>\n${pageText(page(report))}\n`;
  },
};

const POLICY = [
  "default-src 'none'",
  `style-src ${hash(STYLE)}`,
  `script-src ${hash(SCRIPT)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function hash(code: string): string {
  return `'sha256-${createHash('sha256').update(code).digest('base64')}'`;
}

function page(report: Report): Markup {
  const sections: readonly (readonly [id: string, title: string, part: Markup | null])[] = [
    ['findings', 'Findings', findingsSection(report)],
    ['hosts', 'Hosts', hostsSection(report)],
    ['certificates', 'Certificates', certificatesSection(report)],
    ['names', 'Names', namesSection(report)],
    ['clients', 'Clients', clientsSection(report)],
    ['evidence', 'Evidence', evidenceSection(report)],
  ];
  const present = sections.filter(([, , part]) => part !== null);
  return markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>TLS report of ${report.run.startedAt}</title>
${ownCode('style', STYLE)}
</head>
<body>
<a class="skip" href="#findings">To the findings</a>
<header>
<h1>TLS report</h1>
${summary(report)}
<nav aria-label="Sections"><p>${present.map(([id, title]) => markup`<a href="#${id}">${title}</a> `)}</p></nav>
</header>
${tools(report)}
<main>
${present.map(([, , part]) => part)}
</main>
${ownCode('script', SCRIPT)}
</body>
</html>`;
}

function summary(report: Report): Markup {
  const { run, targets, observations, tool, judged } = report;
  const cost = costText(run, targets, report.summary.connections, fetchesIn(observations));
  const counts = SEVERITIES.toReversed().map(
    (severity) => markup`<li><b class="${severity}">${report.summary.fail[severity]}</b>${severity}</li>`,
  );
  const stopped = run.complete
    ? null
    : markup`<p class="high">The run was stopped: ${run.stopped ?? 'no reason recorded'}</p>`;
  return markup`<p class="verdict">${verdict(report).text}</p>
${stopped}
<ul class="counts" aria-label="Findings by severity">${counts}<li><b>${report.summary.unknown}</b>not assessed</li><li><b>${report.summary.answered} / ${report.summary.endpoints}</b>endpoints answered</li></ul>
<p class="faint">${run.depth} of ${run.startedAt}, judged ${judged.at} by ${judged.baseline}, ${tool.name} ${tool.version}; ${cost}</p>`;
}

function tools({ endpoints }: Report): Markup {
  const hosts = [...new Set(endpoints.map(({ host }) => host))];
  const options = (all: readonly (readonly [value: string, text: string])[]): readonly Markup[] =>
    all.map(([value, text]) => markup`<option value="${value}">${text}</option>`);
  const severities = SEVERITIES.toReversed().map((severity) => [severity, `${severity} and worse`] as const);
  const outcomes = [
    ['fail', 'what is wrong'],
    ['unknown', 'what is not assessed'],
    ['waived', 'accepted risks'],
  ] as const;
  return markup`<div class="tools" id="tools" role="search" aria-label="Search and filters" hidden>
<label>Search (/)<input id="search" type="search" autocomplete="off"></label>
<label>Severity<select id="severity">${options([['', 'every severity'], ...severities])}</select></label>
<label>Findings<select id="outcome">${options([['', 'all findings'], ...outcomes])}</select></label>
<label>Host<select id="host">${options([['', 'every host'], ...hosts.map((host) => [host, host] as const)])}</select></label>
<button id="clear" type="button">Clear</button>
<button id="unfold" type="button">Unfold all</button>
<button id="fold" type="button">Fold all</button>
<span id="shown" role="status" class="faint"></span>
</div>`;
}
