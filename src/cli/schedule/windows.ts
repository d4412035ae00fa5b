import { ConfigError } from '../../config/config-error.ts';
import { type Plan, twoDigits } from './plan.ts';

/**
 * A task for `Register-ScheduledTask -TaskName exchange-tls -Xml (Get-Content task.xml -Raw)`, by the schema of Task
 * Scheduler (MS-TSCH, 2.5). Without a declared encoding and in ASCII, so that it is read the same as a file and as a text.
 *
 * @throws ConfigError for words with `%` or `$(`, which Task Scheduler would replace.
 */
export function windowsTask(plan: Plan): string {
  const { words, folder, every, hour, minute, startsOn } = plan;
  const replaced = [...words, folder].find((word) => /%|\$\(/.test(word));
  if (replaced !== undefined) {
    const message = `Task Scheduler would replace a part of ${JSON.stringify(replaced)}; name it without % and $(`;
    throw new ConfigError('schedule windows', [{ path: '', message }]);
  }
  const [program = '', ...rest] = words;
  const start = `${startsOn}T${twoDigits(every === 'hour' ? 0 : hour)}:${twoDigits(minute)}:00`;
  return [
    '<?xml version="1.0"?>',
    '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">',
    '  <RegistrationInfo>',
    '    <Description>TLS and certificates of the mail servers</Description>',
    '  </RegistrationInfo>',
    '  <Triggers>',
    '    <CalendarTrigger>',
    ...(every === 'hour' ? ['      <Repetition><Interval>PT1H</Interval></Repetition>'] : []),
    `      <StartBoundary>${start}</StartBoundary>`,
    every === 'week'
      ? '      <ScheduleByWeek><DaysOfWeek><Monday/></DaysOfWeek><WeeksInterval>1</WeeksInterval></ScheduleByWeek>'
      : '      <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>',
    '    </CalendarTrigger>',
    '  </Triggers>',
    '  <Principals>',
    // The account LOCAL SERVICE, by its SID, which has the same name on every Windows.
    '    <Principal id="Author"><UserId>S-1-5-19</UserId><RunLevel>LeastPrivilege</RunLevel></Principal>',
    '  </Principals>',
    '  <Settings>',
    '    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>',
    '    <StartWhenAvailable>true</StartWhenAvailable>',
    '    <RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>',
    '  </Settings>',
    '  <Actions Context="Author">',
    '    <Exec>',
    `      <Command>${xml(program)}</Command>`,
    `      <Arguments>${xml(rest.map(quote).join(' '))}</Arguments>`,
    `      <WorkingDirectory>${xml(folder)}</WorkingDirectory>`,
    '    </Exec>',
    '  </Actions>',
    '</Task>',
    '',
  ].join('\n');
}

/**
 * One word as the C runtime of Windows splits a command line (Microsoft Learn, "Parsing C command-line arguments"):
 * backslashes count only before a quote, and are doubled there.
 */
function quote(word: string): string {
  if (/^[^\s"]+$/.test(word)) return word;
  return `"${word.replaceAll(/(\\*)"/g, String.raw`$1$1\"`).replace(/(\\+)$/, '$1$1')}"`;
}

function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/\P{ASCII}/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
