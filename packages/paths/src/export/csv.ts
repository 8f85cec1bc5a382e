// Test sheets as CSV (RFC 4180), safe to open in a spreadsheet. What stands in the cells is the test sheet's.
import type { Suite } from '../cases/suite.ts';
import type { Language } from '../cases/teller.ts';
import { columnsOf, sheetHeadings, testSheet } from './test-sheet.ts';

export interface CsvOptions {
  /** Chinese unless told. */
  readonly language?: Language;
  /** A byte order mark, by which Excel knows UTF-8; written unless told. */
  readonly bom?: boolean;
}

/** One row a step. Cells that a spreadsheet would take for a formula begin with an apostrophe. */
export function csv(suite: Suite, { language = 'zh', bom = true }: CsvOptions = {}): string {
  const columns = columnsOf(suite);
  const rows = [sheetHeadings[language], ...testSheet(suite, language)];
  const lines = rows.map((row) => columns.map((column) => csvCell(row[column])).join(','));
  return `${bom ? '\ufeff' : ''}${lines.join('\r\n')}\r\n`;
}

/** Text as a cell: `=1+1` is written `'=1+1`, and what begins with an apostrophe gets another, so that taking one off gives the text back. */
export function csvCell(text: string): string {
  const harmless = /^['=+\-@\t\r\n＝＋－＠]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
