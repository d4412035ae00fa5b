export type Value = string | number | boolean | null;

/** The header, and behind it the rows with their values in its order. */
export function withHeader<const Columns extends readonly string[]>(
  columns: Columns,
  rows: readonly Readonly<Record<Columns[number], Value>>[],
): readonly (readonly Value[])[] {
  return [columns, ...rows.map((row) => columns.map((column: Columns[number]) => row[column]))];
}
