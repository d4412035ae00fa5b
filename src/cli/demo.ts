import { parseCertificate } from '../certs/parse.ts';
import { listStore } from '../certs/trust/list-store.ts';
import { publicStores } from '../certs/trust/public-stores.ts';
import { parseRunOptions } from '../config/options.ts';
import { type Lab, startContoso } from '../lab/contoso.ts';
import { forTerminal } from '../reporters/escape.ts';
import { conduct } from './conduct.ts';
import { delimiterOf } from './delimiter.ts';
import { openOutputs } from './outputs.ts';
import { NO_SOURCE, type Policy, readPolicy } from './policy.ts';
import type { ReportingArguments } from './present.ts';
import type { Shell } from './shell.ts';
import { complaint, DEMO_BROKEN, demoIntroduction } from './ui.ts';
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
    const introduction = demoIntroduction(lab.hosts)
      .map((line) => `${forTerminal(line, args.ascii)}\n`)
      .join('');
    // In a report for programs there is no place for it.
    const aloud = destination.format === 'table' && destination.path === null ? shell.stdout : shell.stderr;
    await aloud.write(introduction);
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
