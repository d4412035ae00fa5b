import type { Element } from './der.ts';

const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;

const TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;

/**
 * Milliseconds since 1970 of a UTCTime or GeneralizedTime (RFC 5280, 4.1.2.5: seconds and Z are mandatory; without
 * the Z the time would mean something else on each machine). Throws a RangeError for all else, dates that do not
 * exist included.
 */
export function readTime(element: Element | undefined): number {
  if (element === undefined) throw new RangeError('a time is missing');
  const text = Buffer.from(element.content).toString('latin1');
  const match = TIME.exec(element.tag === UTC_TIME ? century(text) + text : text);
  if (match === null || (element.tag !== UTC_TIME && element.tag !== GENERALIZED_TIME)) {
    throw new RangeError('not a time');
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  time.setUTCHours(hour, minute, second);
  if (time.toISOString().replace(/[^\d]/g, '').slice(0, 14) !== match.slice(1).join('')) {
    throw new RangeError('not a date');
  }
  return time.getTime();
}

/** Two digits from 50 on are of the last century (RFC 5280, 4.1.2.5.1). */
function century(text: string): string {
  return Number(text.slice(0, 2)) >= 50 ? '19' : '20';
}
