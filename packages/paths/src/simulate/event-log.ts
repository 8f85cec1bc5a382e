// What was done in a simulation, as rows: for process mining, spreadsheets and writers of other formats.

/** One thing done on one case. What nobody does (deadlines, news) has no role, and the library as its resource. */
export interface LogRow {
  readonly case: string;
  /** The command, the deadline, or `open`. */
  readonly activity: string;
  readonly state: string;
  readonly resource: string;
  readonly role: string | null;
  readonly startMs: number;
  readonly endMs: number;
}

const columns = ['case', 'activity', 'state', 'resource', 'role', 'startMs', 'endMs'] as const;

/** First line of a CSV file of rows. */
export const logHeader = columns.join(',');

/** A row as one line of JSON, without its end. */
export const logJson = (row: LogRow): string => JSON.stringify(row);

/** A row as one line of CSV (RFC 4180), without its end. */
export const logCsv = (row: LogRow): string => columns.map((column) => field(row[column])).join(',');

function field(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
