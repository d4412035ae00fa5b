import { setMaxListeners } from 'node:events';
import { stat } from 'node:fs/promises';
import { ConfigError } from '../config/config-error.ts';
import { readName } from '../config/host.ts';
import { parseRunOptions } from '../config/options.ts';
import { readTargets } from '../config/targets-document.ts';
import { askAbout } from '../discover/ask.ts';
import { type Discovery, discoveryOf } from '../discover/found.ts';
import { targetsOf } from '../discover/targets.ts';
import { realWorld, type World } from '../net/world.ts';
import { openDestination } from './destination.ts';
import { discoveryText, targetsText } from './discover-text.ts';
import { lookOf } from './look.ts';
import { drawingOn } from './progress/drawing.ts';
import type { Shell } from './shell.ts';
import { listenForStop } from './stop.ts';
import {
  complaint,
  lookingUpWords,
  NOTHING_WRITTEN,
  nothingFound,
  nothingKnown,
  notLookedUp,
  SHOWING_FOUND,
  targetsWritten,
} from './ui.ts';

export interface DiscoverArguments {
  readonly domains: readonly string[];
  readonly output?: string | undefined;
  readonly force: boolean;
  readonly others: boolean;
  readonly resolver?: string | undefined;
  readonly timeout?: number | undefined;
  readonly color?: boolean | undefined;
  readonly ascii: boolean;
}

/** Exit code where something could not be looked up, or nothing was found. */
const OPEN = 3;

/**
 * Looks up what a mail domain leads to, prints it and writes the targets file.
 *
 * @throws ConfigError for domains that are none, and a file that is there already or cannot be written.
 */
export async function discover(args: DiscoverArguments, shell: Shell, world?: World): Promise<number> {
  const domains = readDomains(args.domains);
  const { resolver, timeouts } = optionsOf(args);
  await refuseOverwriting(args);
  const destination = args.output === undefined ? null : await openDestination(args.output, shell);
  const discoveries: Discovery[] = [];
  const startedAt = shell.now();
  const drawing = drawingOn(shell, { quiet: false, ascii: args.ascii }, () => {
    const total = lookingUpWords(discoveries.length, domains, shell.now() - startedAt);
    return { lines: [total], total };
  });
  const stop = listenForStop(shell, drawing.clear, SHOWING_FOUND);
  // One listener for each question that is open, which is no leak.
  setMaxListeners(0, stop.signal);
  try {
    const options = {
      world: world ?? shell.world ?? realWorld(),
      resolver,
      timeoutMs: timeouts.replyMs,
      signal: stop.signal,
    };
    for (const domain of domains)
      discoveries.push(discoveryOf(domain, await askAbout(domain, options), domains));
    drawing.clear();
    const document = targetsOf(discoveries, args.others);
    // The table must not stand in what another program reads.
    const table = destination?.path === null ? shell.stderr : shell.stdout;
    await table.write(discoveryText(discoveries, document, lookOf(args, shell)));
    const stopped = stop.code();
    if (stopped !== null) return stopped;
    return await conclude(discoveries, document, destination, shell);
  } finally {
    drawing.clear();
    stop.end();
  }
}

async function conclude(
  discoveries: readonly Discovery[],
  document: ReturnType<typeof targetsOf>,
  destination: Awaited<ReturnType<typeof openDestination>> | null,
  shell: Shell,
): Promise<number> {
  const unanswered = discoveries.flatMap((one) => one.unanswered).length;
  if (document.targets.length === 0) {
    const words = unanswered === 0 ? nothingFound(document.domains) : nothingKnown(unanswered);
    await shell.stderr.write(complaint(words));
    return OPEN;
  }
  if (destination !== null) {
    // What is written here has to be what is read there.
    readTargets(document, destination.path ?? 'targets');
    await destination.write(targetsText(document));
    if (destination.path !== null) await shell.stderr.write(targetsWritten(destination.path));
  } else {
    await shell.stderr.write(complaint(NOTHING_WRITTEN));
  }
  if (unanswered === 0) return 0;
  await shell.stderr.write(complaint(notLookedUp(unanswered)));
  return OPEN;
}

function readDomains(texts: readonly string[]): readonly string[] {
  const domains = texts.map((text) => {
    const reading = readName(domainOf(text));
    if (reading.ok) return reading.value;
    throw new ConfigError('domains', [{ path: '', message: reading.fault }]);
  });
  return [...new Set(domains)];
}

/** A mail address says as well which domain is meant. */
function domainOf(text: string): string {
  return /^[^\s@/]+@([^\s@/]+)$/.exec(text.trim())?.[1] ?? text;
}

function optionsOf({ resolver, timeout }: DiscoverArguments): ReturnType<typeof parseRunOptions> {
  const replyMs = timeout === undefined ? undefined : Math.round(timeout * 1000);
  try {
    return parseRunOptions({ resolver, timeouts: { replyMs } });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const faults = error.faults.map(({ message }) => ({ path: '--resolver', message }));
    throw new ConfigError('command line', faults);
  }
}

async function refuseOverwriting({ output, force }: DiscoverArguments): Promise<void> {
  if (output === undefined || output === '-' || force) return;
  const found = await stat(output).catch(() => null);
  if (found?.isFile() === true)
    throw new ConfigError(output, [{ path: '', message: 'is there already; --force writes over it' }]);
}
