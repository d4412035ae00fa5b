/**
 * Prints one table, as plain text or as Markdown, with the commands behind it.
 * @param {{ title: string, head: readonly string[], rows: readonly (readonly string[])[], commands: readonly (readonly string[])[] }} table
 */
export function printTable({ title, head, rows, commands }, markdown) {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const cells = (row) => head.map((_name, column) => pad(row[column] ?? '', widths[column], column));
  if (markdown) {
    line(`\n**${title}**\n`);
    line(`| ${cells(head).join(' | ')} |`);
    line(
      `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`,
    );
    for (const row of rows) line(`| ${cells(row).join(' | ')} |`);
    line();
    for (const command of commands) line(`    ${shown(command)}`);
    return;
  }
  line(`\n${title}`);
  for (const row of [head, ...rows]) line(`  ${cells(row).join('  ')}`.trimEnd());
  for (const command of commands) line(`  $ ${shown(command)}`);
}

export function line(text = '') {
  process.stdout.write(`${text}\n`);
}

/** Seconds of a time in ms, with three digits that mean something. */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

export function orDash(value, digits = 0) {
  return value === null || value === undefined ? '-' : value.toFixed(digits);
}

function pad(text, width, column) {
  return column === 0 ? text.padEnd(width) : text.padStart(width);
}

function shown([program, ...words]) {
  const name = program === process.execPath ? 'node' : program;
  return [name, ...words].map((word) => (/^[\w./:@%+=,{}-]+$/.test(word) ? word : `'${word}'`)).join(' ');
}
