/** Files, and then folders, that are there when the lines are completed. */
export const FILES = ['report.json', 'two words.json', 'old*.json'];
export const FOLDERS = ['reports'];

/** Unfinished command lines, what every shell has to offer for their last word, and what none may. */
export const LINES: readonly Line[] = [
  ['sc', ['scan', 'schedule', 'schema'], ['check']],
  ['help ch', ['check'], ['scan']],
  ['scan --fo', ['--format'], ['--fetches']],
  ['check --ho', ['--hostname'], ['--host']],
  ['rules --no', ['--no-color'], ['--no-cache']],
  ['scan --no-', ['--no-color', '--no-cache'], []],
  ['scan -f ', ['table', 'jsonl', 'ecs'], ['report.json', '--format']],
  ['scan --format=js', ['json', 'jsonl'], ['table']],
  ['diff -f ', ['table', 'json'], ['csv']],
  ['scan --fail-on hi', ['high'], ['medium']],
  ['scan --baseline exchange-', ['exchange-2019', 'exchange-se'], ['tls/weak-cipher']],
  ['scan --baseline re', ['report.json'], ['exchange-2019']],
  ['scan --targets re', ['report.json'], ['rules']],
  ['scan mail.contoso.com --targets=re', ['report.json'], ['rules']],
  ['scan -o js', ['json=', 'jsonl='], ['json']],
  ['scan -v -o json=x.json --revocation o', ['online'], ['stapled']],
  ['scan --cache re', ['reports'], ['report.json']],
  ['scan --no-cache --by c', ['certificate', 'client'], ['host']],
  ['judge re', ['report.json', 'reports'], ['rules']],
  ['judge report.json --csv-table s', ['suites'], ['findings']],
  ['diff report.json re', ['report.json'], ['rules']],
  ['rules tls/we', ['tls/weak-cipher'], ['tls/missing-tls12']],
  ['explain cert/exp', ['cert/expired', 'cert/expiring'], ['tls/weak-cipher']],
  ['explain --baseline exchange-2019 cert/exp', ['cert/expired'], ['report.json']],
  ['explain cert/expired re', ['report.json'], ['cert/revoked']],
  ['plan report.json --client outlook-2007', ['outlook-2007-xp', 'outlook-2007-win7'], ['all']],
  ['scan --simulate a', ['all'], []],
  ['schedule ', ['cron', 'systemd', 'windows'], ['scan']],
  ['schedule cron --every ', ['hour', 'day', 'week'], ['cron']],
  ['schedule cron -- ch', ['check'], ['cron']],
  ['completion ', ['bash', 'zsh', 'fish', 'powershell'], ['scan']],
];

/** Behind -- fish itself completes no options (complete(1)). */
export const NESTED_LINES: readonly Line[] = [
  ['schedule cron -- check mail.contoso.com --fail-on m', ['medium'], ['low']],
  ['schedule cron --at 06:00 -- scan --only', ['--only-changes'], ['--every']],
];

type Line = readonly [line: string, wanted: readonly string[], unwanted: readonly string[]];
