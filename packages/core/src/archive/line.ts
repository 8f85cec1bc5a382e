// One archived case as one line of JSON: its record, journal and personal fields. It can be verified without the database it came from.
import { z } from 'zod';
import { caseColumns } from '../case-columns.ts';
import { BihuanError } from '../errors.ts';
import { type Anchor, type Digest, type JournalReport, verifyJournal } from '../journal.ts';
import { toJson } from '../json.ts';
import type { CaseRecord, JournalEntry } from '../record.ts';
import type { CaseRow, JournalRow, PersonalRow } from '../store.ts';

const lineShape = z.strictObject({
  archive: z.literal('bihuan case'),
  format: z.literal(1),
  head: z.string(),
  /** The exact text of the record: a hash covers the texts, not what they mean. */
  record: z.string(),
  journal: z.array(z.strictObject({ entry: z.string(), hash: z.string() })),
  personal: z.array(z.strictObject({ revision: z.int(), field: z.string(), person: z.string(), value: z.string(), salt: z.string() })),
});

export interface ArchivedCase {
  readonly row: CaseRow;
  readonly journal: readonly JournalRow[];
  readonly personal: readonly PersonalRow[];
}

export const archiveLine = ({ row, journal, personal }: ArchivedCase): string =>
  toJson({
    archive: 'bihuan case',
    format: 1,
    head: row.head,
    record: row.record,
    journal: journal.map(({ entry, hash }) => ({ entry, hash })),
    personal: personal.map(({ revision, field, person, value, salt }) => ({ revision, field, person, value, salt })),
  } satisfies z.input<typeof lineShape>);

/** The rows a line stands for. Throws `ARCHIVE_INVALID` for what is no line of an archive; whether it was altered, `verifyLine` says. */
export function readLine(line: string): ArchivedCase {
  try {
    const { record: text, head, journal, personal } = lineShape.parse(JSON.parse(line));
    const record = JSON.parse(text) as CaseRecord;
    const { tenant, id } = record;
    return {
      row: { ...caseColumns(record), openSubject: null, record: text, head },
      journal: journal.map(({ entry, hash }) => {
        const { revision, kind, key, by, atMs } = JSON.parse(entry) as JournalEntry;
        return { tenant, case: id, revision, kind, key, actor: by.id, atMs, entry, hash };
      }),
      personal: personal.map((field) => ({ tenant, case: id, ...field })),
    };
  } catch (cause) {
    throw new BihuanError(
      'ARCHIVE_INVALID',
      { zh: '不是归档文件的一行', en: `That is no line of an archive: ${cause instanceof Error ? cause.message : String(cause)}` },
      { line: line.slice(0, 80) },
      cause,
    );
  }
}

/** The same line without the personal fields: what is restored from it is as if they had been erased. */
export const withoutPersonal = (line: string): string => archiveLine({ ...readLine(line), personal: [] });

/** Checks one archived case by itself: chain, record and, if given, an anchor. `digestWith(key)` for a journal that was sealed with a key. */
export function verifyLine(line: string, digest: Digest, anchor?: Anchor): JournalReport {
  const { row, journal } = readLine(line);
  return verifyJournal(row, journal, digest, anchor);
}
