import type { Plan } from './plan.ts';

/**
 * A line for crontab(5). Words are quoted for sh(1); then every `%` gets a backslash, which cron takes away: alone it
 * would end the line, quoted or not. Most crons take one of two backslashes as well, so none of a word stands before
 * another or before a percent sign.
 */
export function crontab({ words, folder, every, hour, minute }: Plan): string {
  const when = { hour: `${minute} * * * *`, day: `${minute} ${hour} * * *`, week: `${minute} ${hour} * * 1` };
  const command = `cd ${quote(folder)} && ${words.map(quote).join(' ')}`;
  return `${when[every]} ${command.replaceAll('%', '\\%')}\n`;
}

/** One word for a POSIX shell, whatever is in it. */
function quote(word: string): string {
  return /^[\w@+=:,./-]+$/.test(word)
    ? word
    : `'${word.replaceAll("'", "'\\''").replaceAll(/\\(?=[\\%])/g, "\\''")}'`;
}
