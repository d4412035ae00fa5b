import { textWidth } from '../../reporters/table/wrap.ts';
import { andMoreHosts, backOffWords, LOOKING_UP, NOT_ANSWERED_YET } from '../ui.ts';
import { askingWords } from './asking-words.ts';
import type { Frame } from './drawing.ts';
import { cutTo } from './live-lines.ts';
import type { HostTally, Tally } from './tally.ts';

/** Where it is drawn. */
interface Room {
  /** Columns that lines may have. */
  readonly columns: { readonly above: number; readonly last: number };
  /** Rows of the terminal. */
  readonly rows: number;
  readonly ascii: boolean;
}

/** A part of a line; the higher its rank, the sooner it is left out where the line is too long. */
export interface Part {
  readonly text: string;
  readonly rank: number;
}

/** Lines of hosts at most: more are not read. */
const MOST_HOSTS = 10;
/** Rows that stay for what was there before, for the totals, and for how many more hosts there are. */
const OTHER_ROWS = 5;
/** A sign of pressure stays in sight so long, ms: most waits are short. */
const LINGER_MS = 2000;

/**
 * A line for each host that is being asked, as many as there is room for, and the totals.
 *
 * @param now milliseconds since 1970
 */
export function frameOf(tally: Pick<Tally, 'hosts'>, total: readonly Part[], now: number, room: Room): Frame {
  const totals = joined(total, room.columns.last);
  const most = Math.min(MOST_HOSTS, room.rows - OTHER_ROWS);
  if (most < 1) return { lines: [totals], total: totals };
  const shown: HostTally[] = [];
  for (const host of tally.hosts.values()) {
    if (shown.length === most) break;
    shown.push(host);
  }
  const more = tally.hosts.size - shown.length;
  return {
    lines: [...hostLines(shown, now, room), ...(more > 0 ? [andMoreHosts(more)] : []), totals],
    total: totals,
  };
}

function hostLines(
  hosts: readonly HostTally[],
  now: number,
  { columns: { above: columns }, ascii }: Room,
): readonly string[] {
  const rows = hosts.map((host): Row => {
    const { endpoints, connections, budget } = host;
    return {
      name: host.host,
      done: endpoints.begun === 0 ? '' : `${endpoints.done}/${endpoints.begun} done`,
      cost: budget === 0 ? '' : `${connections}/${budget} connections`,
      doing: doingWords(host, now),
    };
  });
  // The numbers are what is looked for; a name can be told by less than the whole of it.
  const room = Math.max(LEAST_NAME, Math.floor(columns * NAME_SHARE));
  const names = rows.map(({ name }) => cutTo(name, room, ascii));
  const nameWidth = widest(names);
  const doneWidth = widest(rows.map(({ done }) => done));
  const costWidth = widest(rows.map(({ cost }) => cost));
  const withCost = nameWidth + GAP + doneWidth + GAP + costWidth <= columns;
  return rows.map(({ done, cost, doing }, at) =>
    [
      padded(names[at] ?? '', nameWidth),
      ...(doneWidth > 0 ? [done.padStart(doneWidth)] : []),
      ...(withCost && costWidth > 0 ? [cost.padStart(costWidth)] : []),
      ...(withCost ? [doing] : []),
    ]
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}

interface Row {
  readonly name: string;
  readonly done: string;
  readonly cost: string;
  readonly doing: string;
}

const GAP = 2;
const LEAST_NAME = 8;
const NAME_SHARE = 0.45;

function doingWords({ backOff, last, endpoints }: HostTally, now: number): string {
  if (backOff !== null && now < backOff.until + LINGER_MS) {
    return backOffWords(backOff.sign, backOff.code, Math.ceil((backOff.until - now) / 1000));
  }
  if (last !== null) return askingWords(last.endpoint, last.observation);
  return endpoints.begun === 0 ? LOOKING_UP : NOT_ANSWERED_YET;
}

/** The parts in their order, those of the highest ranks left out until the line fits. */
function joined(parts: readonly Part[], columns: number): string {
  const kept = [...parts];
  const text = (): string => kept.map((part) => part.text).join(', ');
  while (kept.length > 1 && text().length > columns) {
    const last = kept.reduce((worst, part) => (part.rank > worst.rank ? part : worst));
    kept.splice(kept.indexOf(last), 1);
  }
  return text();
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(textWidth));
}
