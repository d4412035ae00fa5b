import type { CertificateResult, Report } from '../../model/report.ts';
import type { Line } from './page.ts';

const DAY = 86_400_000;

/** How long it is valid from the moment judged at, in the colour that the days of warning give it. */
export function lifetimeLine({ not_before, not_after }: CertificateResult, { judged }: Report): Line {
  const { expiry } = judged;
  const now = Date.parse(judged.at);
  const left = Date.parse(not_after) - now;
  if (Number.isNaN(left)) return { text: 'end date not readable', style: 'warning' };
  if (left < 0) return { text: left > -DAY ? 'expired today' : `expired ${days(-left)} ago`, style: 'bad' };
  if (Date.parse(not_before) > now) return { text: 'not valid yet', style: 'bad' };
  const text = `${days(left)} left`;
  if (left > expiry.warningDays * DAY) return { text };
  return { text, style: left > expiry.criticalDays * DAY ? 'warning' : 'bad' };
}

function days(milliseconds: number): string {
  const count = Math.floor(milliseconds / DAY);
  return count === 1 ? '1 day' : `${count} days`;
}
