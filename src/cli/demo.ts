import { parseCertificate } from '../certs/parse.ts';
import { listStore } from '../certs/trust/list-store.ts';
import { publicStores } from '../certs/trust/public-stores.ts';
import { parseRunOptions } from '../config/options.ts';
import { type Lab, startContoso } from '../lab/contoso.ts';
import { textOf } from '../reporters/changes-text.ts';
import type { RenderOptions } from '../reporters/reporter.ts';
import { pageFor } from '../reporters/table/page.ts';
import { conduct } from './conduct.ts';
import { delimiterOf } from './delimiter.ts';
import { lookOf } from './look.ts';
import { openOutputs } from './outputs.ts';
import { NO_SOURCE, type Policy, readPolicy } from './policy.ts';
import type { ReportingArguments } from './present.ts';
import type { Shell } from './shell.ts';
import { complaint, DEMO_BROKEN, DEMO_INTRODUCTION } from './ui.ts';
import { checkView } from './view.ts';

/** Exit code if the organization did not answer as it should: nothing is wrong with any server then but ours. */
const NOT_ASSESSED = 3;

/**
 * Starts the embedded organization and scans it with the ordinary scanner. Findings are what it is for, so they do not
 * make the exit code 1.
 *
 * @throws ConfigError for an output that cannot be written.
 */
export async function demo(args: ReportingArguments, shell: Shell): Promise<number> {
  checkView(args);
  delimiterOf(args);
  const destination = await openOutputs(args, shell);
  const lab = await startContoso(shell.now);
  try {
    // In a report for programs there is no place for it.
    const aloud = destination.format === 'table' && destination.path === null ? shell.stdout : shell.stderr;
    await aloud.write(
      introduction(lab, { ...lookOf(args, shell, aloud === shell.stderr), verbose: 0, csvExcel: false }),
    );
    const policy = await readPolicy({}, NO_SOURCE, shell);
    const job = {
      targets: lab.targets,
      options: parseRunOptions({ depth: 'scan' }),
      policy: { ...policy, ...trustingIn(lab) },
      world: lab.world,
    };
    const { report, stopped } = await conduct(job, args, destination, shell);
    if (stopped !== null) return stopped;
    const answered = new Set(
      report.endpoints.filter(({ reach }) => reach === 'answered').map(({ host }) => host),
    );
    if (report.run.complete && lab.hosts.every(({ name }) => answered.has(name))) return 0;
    await shell.stderr.write(complaint(DEMO_BROKEN));
    return NOT_ASSESSED;
  } finally {
    await lab.stop();
  }
}

/** Who it is, and a line for each host: its name, and beside it, or below where there is no room, what it shows. */
function introduction({ hosts }: Lab, options: RenderOptions): string {
  const page = pageFor(options);
  const column = Math.max(...hosts.map(({ name }) => name.length)) + 4;
  const beside = page.width - column >= LEAST_BESIDE;
  const lines = hosts.flatMap(({ name, shows }) => {
    if (!beside) return [...page.paragraph(name, undefined, 2), ...page.paragraph(shows, undefined, 4)];
    const [first = '', ...others] = page.paragraph(shows, undefined, column);
    return [`  ${name}`.padEnd(column) + first.slice(column), ...others];
  });
  const said = DEMO_INTRODUCTION.flatMap((text) => page.paragraph(text));
  return textOf([...said, '', ...lines, '']);
}

/** Columns of text below which it is not set beside a name. */
const LEAST_BESIDE = 40;

/** No real store has the commercial CA of the simulation, so it gets a root program that says what it is. */
function trustingIn({ authorities, commercialRoots }: Lab): Pick<Policy, 'authorities' | 'stores'> {
  const own = authorities.filter((der) => !commercialRoots.includes(der)).map(parseCertificate);
  const commercial = commercialRoots.map(parseCertificate);
  return {
    authorities: [...commercial, ...own],
    stores: [
      ...publicStores(),
      listStore('demo', 'made-up root program of this demo', commercial, true),
      listStore('own', "organization's own list", own),
    ],
  };
}
