import type { Notice, NoticeItem } from '../model/notification.ts';
import { moment, placesOf } from '../reporters/table/changes.ts';

/** What a message says of one change or finding, in parts that shapes put together; hostile text. */
export interface ItemText {
  /** `appeared, high`. */
  readonly head: string;
  /** `tls/weak-cipher`; null where no rule is concerned. */
  readonly rule: string | null;
  /** `mail.contoso.com:443 https and 2 more places`. */
  readonly where: string;
  readonly message: string;
  readonly tone: 'bad' | 'warning' | 'good';
}

const PLACES = 3;

export function itemText(item: NoticeItem, { run }: Notice): ItemText {
  const { kind, severity, rule, message, hosts, endpoints, seenAt } = item;
  const places = placesOf(endpoints, hosts);
  const left = places.length - PLACES;
  const late = run !== null && seenAt !== run.startedAt ? `seen ${moment(seenAt)}` : null;
  return {
    head: [kind, severity, late].filter((part) => part !== null).join(', '),
    rule,
    where: `${places.slice(0, PLACES).join(', ')}${left > 0 ? ` and ${left} more ${left === 1 ? 'place' : 'places'}` : ''}`,
    message,
    tone: TONES[kind],
  };
}

/** Behind the items that a message has no room for. */
export function moreText(more: number): string {
  return `and ${more} more: see the report of the run`;
}

/** Who says so, about which run. */
export function footText({ tool, run, reason }: Notice): string {
  const who = `${tool.name} ${tool.version}`;
  if (run === null) return who;
  const hosts = `${run.hosts.length} ${run.hosts.length === 1 ? 'host' : 'hosts'}`;
  const since = run.comparedWith === null ? '' : `, compared with the run of ${moment(run.comparedWith)}`;
  const first = reason === 'first' ? ', the first run, so everything that is wrong counts as new' : '';
  return `${who}, ${run.depth} of ${hosts}, ${moment(run.startedAt)}${since}${first}`;
}

const TONES: Readonly<Record<NoticeItem['kind'], ItemText['tone']>> = {
  fails: 'bad',
  appeared: 'bad',
  worsened: 'bad',
  unreachable: 'bad',
  changed: 'warning',
  returned: 'good',
  eased: 'good',
  waived: 'warning',
  resolved: 'good',
};
