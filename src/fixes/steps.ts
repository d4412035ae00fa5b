import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { isOfRequest, readRequest, requestCertificate } from '../rules/certificate-commands.ts';
import { AFTERWARDS, disabledSuites, disableSuites } from '../rules/schannel.ts';
import { type Phase, phaseOf, PHASES, updatesInOrder } from './phase.ts';

/** One piece of work on a server and the findings that it mends. */
export interface Step {
  readonly phase: Phase;
  readonly findings: readonly Finding[];
  readonly lines: readonly string[];
  /** Why the lines are not to be run, or null. */
  readonly instead: string | null;
}

export interface Work {
  readonly steps: readonly Step[];
  /** Windows services that have to be started anew, `iisreset` among them, once. */
  readonly restarts: readonly string[];
}

/** The fixes of the findings in the order in which they are due: what several ask for is there once, restarts apart. */
export function workOf(findings: readonly Finding[], report: Report): Work {
  const bodies = findings.map((finding) => ({
    finding,
    lines: finding.fix.filter((line) => !isRestart(line)),
  }));
  const requesting = bodies.filter(({ finding, lines }) => isDue(finding) && readRequest(lines) !== null);
  const request = mergedRequest(
    requesting.map(({ finding }) => finding),
    report,
  );
  const others = bodies.map(({ finding, lines }) => ({
    finding,
    lines: (!isDue(finding) || readRequest(lines) === null
      ? lines
      : lines.filter((line) => !isOfRequest(line) && request?.step.lines.includes(line) !== true)
    ).filter((line) => !AFTERWARDS.includes(line)),
    phase: phaseOf(finding),
  }));
  const steps = PHASES.flatMap((phase): readonly Step[] => {
    const own = others.filter((one) => one.phase === phase);
    const before: readonly Step[] = phase === 'certificate' && request !== null ? [request.step] : [];
    if (phase === 'update') return apart(updatesInOrder(own), false);
    if (phase !== 'protocol') return [...before, ...apart(own, request !== null)];
    const due = own.filter(({ finding }) => isDue(finding));
    return [
      ...together(due),
      ...apart(
        own.filter((one) => !due.includes(one)),
        false,
      ),
    ];
  });
  return { steps, restarts: restartsIn(findings, request?.restarts ?? []) };
}

interface Body {
  readonly finding: Finding;
  readonly lines: readonly string[];
  readonly phase: Phase;
}

/** Steps with the same lines are one. */
function apart(bodies: readonly Body[], renewed: boolean): readonly Step[] {
  const steps = new Map<
    string,
    { readonly phase: Phase; readonly findings: Finding[]; readonly lines: readonly string[] }
  >();
  for (const { finding, lines, phase } of bodies) {
    if (lines.length === 0) continue;
    const key = lines.join('\n');
    const same = steps.get(key);
    if (same === undefined) steps.set(key, { phase, findings: [finding], lines });
    else same.findings.push(finding);
  }
  return [...steps.values()].map((step) => ({
    ...step,
    instead: insteadOf(step.findings, renewed),
  }));
}

function insteadOf(findings: readonly Finding[], renewed: boolean): string | null {
  if (findings.every(({ severity }) => severity === 'info'))
    return 'For information: nothing has to be done; what could be:';
  if (!findings.some(isDue)) return `${acceptedBy(findings)}; what would mend it:`;
  return renewed && findings.every(({ rule }) => ALIKE.has(rule))
    ? 'Not needed if the new certificate is put on all services:'
    : null;
}

/** Hostile text, like everything else that is quoted of a report. */
function acceptedBy(findings: readonly Finding[]): string {
  const waivers = findings.flatMap(({ waived }) => (waived === undefined ? [] : [waived]));
  const texts = waivers.map(({ who, until, reason }) => `by ${who} until ${until} (${reason})`);
  return `Accepted as a risk ${[...new Set(texts)].join(', ')}`;
}

/** What is only for information, and a risk that somebody has accepted, are no work. */
function isDue({ severity, waived }: Finding): boolean {
  return severity !== 'info' && waived === undefined;
}

/** Rules whose fix puts a certificate that is there on other services: a new one does the same. */
const ALIKE: ReadonlySet<string> = new Set([
  'org/service-certificate-mismatch',
  'exchange/replaced-certificate',
  'exchange/website-certificate',
]);

/** Settings of TLS do not depend on each other: each line once, and the suites in one list. */
function together(bodies: readonly Body[]): readonly Step[] {
  if (bodies.length === 0) return [];
  const lines = [...new Set(bodies.flatMap((body) => body.lines))];
  const suites = [...new Set(lines.flatMap((line) => disabledSuites(line) ?? []))];
  const [, note] = disableSuites(suites);
  const at = lines.findIndex((line) => disabledSuites(line) !== null);
  const others = lines.filter((line) => disabledSuites(line) === null && line !== note);
  const merged = at < 0 ? others : others.toSpliced(others.length, 0, ...disableSuites(suites));
  const last = merged.filter((line) => /Enable-TlsCipherSuite|TlsEccCurve/.test(line));
  const ordered = [...merged.filter((line) => !last.includes(line)), ...last];
  return [
    { phase: 'protocol', findings: bodies.map(({ finding }) => finding), lines: ordered, instead: null },
  ];
}

/** One certificate for all that ask for one: Microsoft advises to have as few as possible. */
function mergedRequest(
  findings: readonly Finding[],
  report: Report,
): { readonly step: Step; readonly restarts: readonly string[] } | null {
  if (findings.length === 0) return null;
  const requests = findings.flatMap((finding) => readRequest(finding.fix) ?? []);
  const dropped = new Set(findings.flatMap((finding) => droppedNames(finding, report)));
  const names = [...new Set(requests.flatMap((one) => one.names))].filter((name) => !dropped.has(name));
  const services = [...new Set(requests.flatMap((one) => one.services))];
  const all = requestCertificate(names, [], services);
  const lines = all.filter((line) => !isRestart(line));
  return {
    step: { phase: 'certificate', findings, lines, instead: null },
    restarts: all.filter(isRestart),
  };
}

/** What the fix of a rule on the names of a certificate leaves out on purpose stays out. */
function droppedNames({ rule, subject, fix }: Finding, { certificates }: Report): readonly string[] {
  if (!DROPPING.has(rule)) return [];
  const kept = new Set(readRequest(fix)?.names);
  const certificate = certificates.find(({ sha256 }) => sha256 === subject.certificate);
  return certificate?.names.filter((name) => !kept.has(name)) ?? [];
}

const DROPPING: ReadonlySet<string> = new Set([
  'names/internal-name',
  'names/public-suffix-wildcard',
  'names/server-host-name',
]);

function isRestart(line: string): boolean {
  return /^(?:iisreset\b|Restart-Service )/.test(line);
}

function restartsIn(findings: readonly Finding[], besides: readonly string[]): readonly string[] {
  const due = findings.filter(isDue);
  const lines = [...due.flatMap(({ fix }) => fix.filter(isRestart)), ...besides];
  const words = lines
    .flatMap((line) => line.split(/[;,\s]+/))
    .filter((word) => word !== 'Restart-Service' && word !== '');
  return [...new Set(words)];
}
