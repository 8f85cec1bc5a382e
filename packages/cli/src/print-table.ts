// Columns that line up on a terminal, where a Chinese character is two wide.
import stringWidth from 'string-width';

/** Rows of cells, two spaces between columns; rows may differ in length, and empty ends are cut. */
export function printTable(rows: readonly (readonly string[])[], indent = ''): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))));
  const printed = (row: readonly string[]) => row.map((cell, column) => cell + ' '.repeat(widths[column]! - stringWidth(cell))).join('  ');
  return rows.map((row) => `${indent}${printed(row)}`.trimEnd()).join('\n');
}
