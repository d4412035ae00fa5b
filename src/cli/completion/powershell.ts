import type { CommandGrammar, Grammar, OptionGrammar } from './grammar.ts';

/**
 * A script for Windows PowerShell 5.1 and PowerShell 7 (about Register-ArgumentCompleter -Native). Where it offers nothing
 * PowerShell completes names of files by itself, so that they need no mention.
 */
export function powershellCompletion({ program, commands, general, values }: Grammar): string {
  const helpful = values.filter(({ words }) => words.length > 0);
  const lists = values.filter(({ list }) => list).map(({ id }) => id);
  return `# Completion of ${program} for PowerShell.

$exchangeTlsFirst = @(
${[...commands.map(({ name, summary }) => entry(name, summary)), ...general.flatMap(optionEntries)].join('\n')}
)

$exchangeTlsValues = @{
${helpful.map(({ id, words }) => `  ${single(id)} = ${array(words)}`).join('\n')}
}

# Values that are words with commas between.
$exchangeTlsLists = ${array(lists)}

# Of each command its options, the values of its arguments, and whether another command line stands behind --.
$exchangeTlsCommands = @{
${commands.map(commandEntry).join('\n')}
}

Register-ArgumentCompleter -Native -CommandName ${[program, `${program}.cmd`, `${program}.exe`].map(single).join(', ')} -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)

  $current = [string] $wordToComplete
  $before = @($commandAst.CommandElements |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
    ForEach-Object { $_.Extent.Text.Trim([char] 34, [char] 39) })
  $command = $null
  $value = $null
  $place = 0
  for ($at = 1; $at -lt $before.Count; $at++) {
    $word = $before[$at]
    if ($null -ne $value) { $value = $null }
    elseif ($null -eq $command) {
      $command = $exchangeTlsCommands[$word]
      if ($null -eq $command) { return }
    }
    elseif (($word -eq '--') -and $command.Nests) { $command = $null; $place = 0 }
    elseif ($word -like '-*') {
      $value = $command.Options | Where-Object { $_.Name -ceq $word } | ForEach-Object { $_.Value }
    }
    else { $place++ }
  }

  $prefix = ''
  $found = @()
  $isValue = $null -ne $value
  if ($null -eq $command) { $found = $exchangeTlsFirst }
  else {
    if ($null -eq $value) {
      if ($current -match '^(--[a-z-]+)=(.*)$') {
        $word = $Matches[1]
        $prefix = '{0}=' -f $word
        $current = $Matches[2]
        $value = $command.Options | Where-Object { $_.Name -ceq $word } | ForEach-Object { $_.Value }
        $isValue = $true
      }
      elseif ($current -like '-*') { $found = $command.Options }
      elseif ($place -lt $command.Places.Count) { $value = $command.Places[$place] }
      else { $value = $command.Others }
    }
    if ($null -ne $value) {
      if ($exchangeTlsLists -contains $value) {
        $comma = $current.LastIndexOf(',')
        $comma++
        $prefix = '{0}{1}' -f $prefix, $current.Substring(0, $comma)
        $current = $current.Substring($comma)
      }
      $found = @($exchangeTlsValues[$value] | Where-Object { $_ } | ForEach-Object { @{ Name = $_; Text = $_ } })
    }
    if (($current -eq '') -and (-not $isValue) -and ($found.Count -eq 0)) { $found = $command.Options }
  }

  $found | Where-Object { $_.Name.StartsWith($current, [System.StringComparison]::Ordinal) } | ForEach-Object {
    $text = '{0}{1}' -f $prefix, $_.Name
    [System.Management.Automation.CompletionResult]::new($text, $_.Name, 'ParameterValue', $_.Text)
  }
}
`;
}

function commandEntry({ name, options, positionals, others, nests }: CommandGrammar): string {
  return `  ${single(name)} = @{
    Options = @(
${options
  .flatMap(optionEntries)
  .map((line) => `    ${line}`)
  .join('\n')}
    )
    Places = ${array(positionals)}
    Others = ${others === null ? '$null' : single(others)}
    Nests = $${nests}
  }`;
}

function optionEntries({ flags, summary, value }: OptionGrammar): readonly string[] {
  return flags.map((flag) => entry(flag, summary, value));
}

function entry(name: string, text: string, value: string | null = null): string {
  const takes = value === null ? '' : `; Value = ${single(value)}`;
  return `  @{ Name = ${single(name)}; Text = ${single(text)}${takes} }`;
}

function array(texts: readonly string[]): string {
  return `@(${texts.map(single).join(', ')})`;
}

/** PowerShell ends a string at any of these quotes, and reads two of them as one (about_Quoting_Rules). */
function single(text: string): string {
  return `'${text.replaceAll(/['\u2018\u2019\u201A\u201B]/g, '$&$&')}'`;
}
