import { type Plan, twoDigits } from './plan.ts';

/**
 * A service and its timer, systemd.service(5) and systemd.timer(5), one behind the other with the name of each file
 * above it. Findings make the service fail, so OnFailure= of it can tell somebody; a lock that is held does not.
 */
export function systemdUnits(plan: Plan): string {
  return [
    '# /etc/systemd/system/exchange-tls.service',
    '[Unit]',
    'Description=TLS and certificates of the mail servers',
    'Wants=network-online.target',
    'After=network-online.target',
    '',
    '[Service]',
    'Type=oneshot',
    `WorkingDirectory=${path(plan.folder)}`,
    // systemd.exec(5): a service of the system without User= has none, and --state default is below it.
    'Environment=HOME=%h',
    `ExecStart=${plan.words.map(quote).join(' ')}`,
    'SuccessExitStatus=4',
    '',
    '# /etc/systemd/system/exchange-tls.timer',
    '[Unit]',
    'Description=Regular look at the TLS and certificates of the mail servers',
    '',
    '[Timer]',
    `OnCalendar=${calendar(plan)}`,
    'Persistent=true',
    '',
    '[Install]',
    'WantedBy=timers.target',
    '',
  ].join('\n');
}

/** systemd.time(7). */
function calendar({ every, hour, minute }: Plan): string {
  const time = `${twoDigits(hour)}:${twoDigits(minute)}:00`;
  switch (every) {
    case 'hour':
      return `*-*-* *:${twoDigits(minute)}:00`;
    case 'day':
      return `*-*-* ${time}`;
    case 'week':
      return `Mon *-*-* ${time}`;
  }
}

/**
 * One word of ExecStart= (systemd.service(5), "Command lines"): in double quotes, with backslashes for themselves and
 * quotes, `%%` for specifiers and `$$` for variables.
 */
function quote(word: string): string {
  const escaped = word.replaceAll(/[\\"]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[\w@+=:,./%-]+$/.test(escaped) ? escaped : `"${escaped}"`;
}

/** A setting that is one path takes no quotes and knows no backslashes; blanks in it are its own. */
function path(folder: string): string {
  return folder.replaceAll('%', '%%');
}
