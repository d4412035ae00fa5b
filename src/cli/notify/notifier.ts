import { ConfigError } from '../../config/config-error.ts';
import type { Severity } from '../../model/finding.ts';
import type { Notice, NotificationResult } from '../../model/notification.ts';
import type { Report } from '../../model/report.ts';
import type { DeliveryWorld } from '../../net/delivery.ts';
import { dialTcp } from '../../net/dial.ts';
import { resolveSystem } from '../../net/resolve.ts';
import { noticeDue } from '../../notify/due.ts';
import { forTerminal } from '../../reporters/escape.ts';
import type { Shell } from '../shell.ts';
import type { Memory } from '../state/memory.ts';
import { complaint } from '../ui.ts';
import { deliver } from './deliver.ts';
import { readWaiting, type Waiting, writeWaiting } from './outbox.ts';
import { type Addressee, readAddressees } from './receivers.ts';

export interface NotifierArguments {
  readonly notify: string;
  readonly state?: string | undefined;
  readonly 'fail-on': Severity;
  readonly ascii: boolean;
}

/** Tells those who want to know what came of a run. */
export interface Notifier {
  /** @param memory of earlier runs; null if none are kept. @param signal of a run that is stopped */
  tell(report: Report, memory: Memory | null, signal: AbortSignal): Promise<Told>;
}

export interface Told {
  readonly results: readonly NotificationResult[];
  /** Whether the run could be kept; null if that was not tried, since there is nothing to send. */
  readonly kept: boolean | null;
  /** Everybody got what he was to get. */
  readonly delivered: boolean;
}

/**
 * Reads who is to be told, with all that this takes.
 *
 * @param format of the report
 * @throws ConfigError if that cannot be had.
 */
export async function openNotifier(args: NotifierArguments, format: string, shell: Shell): Promise<Notifier> {
  if (format === 'jsonl') {
    const message = 'tells of whole runs, and jsonl forgets each endpoint once it is written; take json';
    throw new ConfigError('--notify', [{ path: '', message }]);
  }
  const addressees = await readAddressees(args.notify, shell);
  const [first] = addressees.filter(needsMemory);
  if (first !== undefined && args.state === undefined) {
    const message = `${first.name} wants changes (on: ${first.wish.on}), which need --state, a folder with earlier runs`;
    throw new ConfigError(args.notify, [{ path: '', message }]);
  }
  return {
    tell: (report, memory, signal) =>
      tell({ addressees, report, memory, signal, failOn: args['fail-on'], ascii: args.ascii, shell }),
  };
}

interface Telling {
  readonly addressees: readonly Addressee[];
  readonly report: Report;
  readonly memory: Memory | null;
  readonly signal: AbortSignal;
  readonly failOn: Severity;
  readonly ascii: boolean;
  readonly shell: Shell;
}

/**
 * In this order, so that no change is lost or told twice:
 *
 * 1. What is due is written down as undelivered, with the run that saw it.
 * 2. The run is kept, before the sending, which may hang until somebody kills us, and before the report is written, which
 *    tells what came of the sending. If the process ends before, the next run finds the same changes anew, and what was written down of a
 *    run that was not kept does not count. For the same reason changes are not sent if the run cannot be kept: they would be
 *    told again after each run. The program says so and ends with an error.
 * 3. Messages are sent, for a bounded time. If the process is killed meanwhile, the next run sends them.
 * 4. What was sent is taken off the list. Something is sent twice only if we are killed between the last two, or if a
 *    receiver takes a message and then does not say so before we are stopped or the time is over.
 *
 * A run that is stopped by Ctrl-C sends nothing, but what it saw counts as known and waits for the next run. Those who want
 * a message after each run or failure get the next one, so nothing waits for them.
 */
async function tell({ addressees, report, memory, signal, failOn, ascii, shell }: Telling): Promise<Told> {
  const say = (words: string): Promise<boolean> => shell.stderr.write(complaint(forTerminal(words, ascii)));
  const before = await waitingIn(memory, report);
  if (before === null) await say('the list of undelivered messages is damaged; what was on it is not sent');
  const due = addressees.flatMap((addressee) => {
    const waiting = needsMemory(addressee) ? (before?.get(addressee.name) ?? []) : [];
    const notice = noticeDue(report, addressee.wish, { failOn, waiting });
    return notice === null ? [] : [{ addressee, notice }];
  });
  const lists = due.filter(({ addressee }) => needsMemory(addressee));
  const listed = memory === null ? true : await writeDown(memory, lists);
  const kept = memory === null || due.length === 0 ? null : await memory.keep(report);
  const world: DeliveryWorld = shell.world ?? { resolve: resolveSystem, dial: dialTcp };
  const told = await Promise.all(
    due.map(async ({ addressee, notice }) => {
      const because = reasonToWait(addressee, kept, signal);
      if (because !== null)
        return { addressee, notice, open: true, result: waitingResult(addressee, notice, because) };
      return { addressee, notice, ...(await deliver(addressee, notice, { shell, signal, world })) };
    }),
  );
  const open = told.filter((one) => one.open && needsMemory(one.addressee));
  const relisted = memory === null || kept === false ? true : await writeDown(memory, open);
  if (memory !== null && kept !== false && !(listed && relisted) && open.length > 0)
    await say(`the list of undelivered messages cannot be written: ${memory.folder}`);
  const results = told.map(({ result }) => result);
  for (const { receiver, outcome, why } of results) {
    if (outcome !== 'sent') await say(`not told: ${receiver}: ${why ?? ''}`);
  }
  return { results, kept, delivered: results.every(({ outcome }) => outcome === 'sent') };
}

function needsMemory({ wish }: Addressee): boolean {
  return wish.on === 'change' || wish.on === 'worse';
}

async function waitingIn(memory: Memory | null, { changes }: Report): Promise<Waiting | null> {
  return memory === null ? new Map() : readWaiting(memory, changes?.before.startedAt ?? null);
}

async function writeDown(
  { folder }: Memory,
  told: readonly { readonly addressee: Addressee; readonly notice: Notice }[],
): Promise<boolean> {
  const waiting = new Map(told.map(({ addressee, notice }) => [addressee.name, notice.items]));
  return writeWaiting(folder, waiting).then(
    () => true,
    () => false,
  );
}

function reasonToWait(addressee: Addressee, kept: boolean | null, signal: AbortSignal): string | null {
  if (signal.aborted) return 'the run was stopped';
  return kept === false && needsMemory(addressee)
    ? 'the run is not kept, so the next one will find the same and tell it'
    : null;
}

function waitingResult(addressee: Addressee, { items }: Notice, why: string): NotificationResult {
  const outcome = needsMemory(addressee) ? 'waiting' : 'failed';
  return { receiver: addressee.name, outcome, why, items: items.length };
}
