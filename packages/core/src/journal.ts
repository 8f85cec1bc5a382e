// The journal: entries whose hash covers the exact stored text and the hash before. Folding their patches gives the record (laws 8 and 11).
import { caseColumns } from './case-columns.ts';
import { toJson } from './json.ts';
import { applyPatch } from './patch.ts';
import type { CaseRecord, JournalEntry } from './record.ts';
import { hmacSha256, sha256 } from './sha256.ts';
import type { CaseRow, JournalRow } from './store.ts';

/** The digest of one link of the chain. With a key it cannot be made anew by whoever can write to the database. */
export type Digest = (text: string) => string;
export const digestWith = (key: string | undefined): Digest => (key === undefined ? sha256 : (text) => hmacSha256(key, text));

/** What stands before the first entry of a case. */
export const genesis = (tenant: string, id: string): string => `${tenant}\n${id}`;

export function journalRow(entry: JournalEntry, head: string, digest: Digest): JournalRow {
  const text = toJson(entry);
  return {
    tenant: entry.tenant,
    case: entry.case,
    revision: entry.revision,
    kind: entry.kind,
    key: entry.key,
    actor: entry.by.id,
    atMs: entry.atMs,
    entry: text,
    hash: digest(`${head}\n${text}`),
  };
}

/** The record that a journal tells of, by folding alone. */
export function foldJournal(rows: readonly JournalRow[]): CaseRecord | null {
  return rows.reduce<CaseRecord | null>((record, row) => applyPatch(record, (JSON.parse(row.entry) as JournalEntry).patch), null);
}

export interface JournalFault {
  readonly revision: number;
  readonly problem:
    | 'gap'
    | 'entry-altered'
    | 'column-altered'
    | 'head-altered'
    | 'record-altered'
    | 'anchor-missed'
    | 'case-missing'
    | 'unreadable';
  readonly detail: string;
}

export interface JournalReport {
  readonly tenant: string;
  readonly case: string;
  readonly entries: number;
  readonly head: string;
  /** Everything found, in order; empty when the journal is whole. */
  readonly faults: readonly JournalFault[];
}

/** A head that was kept elsewhere: up to it, nothing can have been rewritten unseen. */
export interface Anchor {
  readonly revision: number;
  readonly hash: string;
}

/** Checks chain, columns, record and head of one case. Pure: the same rows always give the same report. */
export function verifyJournal(row: CaseRow, rows: readonly JournalRow[], digest: Digest = sha256, anchor?: Anchor): JournalReport {
  const faults: JournalFault[] = [];
  const fault = (revision: number, problem: JournalFault['problem'], detail: string) => faults.push({ revision, problem, detail });
  let head = genesis(row.tenant, row.id);
  let record: CaseRecord | null = null;
  let expected = 1;
  for (const line of rows) {
    if (line.revision !== expected) fault(expected, 'gap', `expected revision ${expected}, found ${line.revision}`);
    expected = line.revision + 1;
    if (digest(`${head}\n${line.entry}`) !== line.hash)
      fault(line.revision, 'entry-altered', 'the text does not match its hash, or the one before was changed');
    head = line.hash;
    if (anchor?.revision === line.revision && anchor.hash !== line.hash)
      fault(line.revision, 'anchor-missed', 'the chain differs from the anchor');
    try {
      const entry = JSON.parse(line.entry) as JournalEntry;
      const said = { ...entry, actor: entry.by.id };
      for (const column of ['tenant', 'case', 'revision', 'kind', 'key', 'actor', 'atMs'] as const) {
        if (said[column] !== line[column])
          fault(line.revision, 'column-altered', `${column} is ${String(line[column])}, the entry says ${String(said[column])}`);
      }
      record = applyPatch(record, entry.patch);
    } catch (cause) {
      fault(line.revision, 'unreadable', cause instanceof Error ? cause.message : String(cause));
    }
  }
  if (head !== row.head) fault(row.revision, 'head-altered', 'the case points at another last entry');
  if (expected !== row.revision + 1)
    fault(row.revision, 'gap', `the case is at revision ${row.revision}, the journal ends at ${expected - 1}`);
  if (record !== null && toJson(record) !== row.record) fault(row.revision, 'record-altered', 'folding the journal gives another record');
  // What the columns of the case should say is known only from a record that is whole.
  for (const [column, value] of Object.entries(record === null || faults.length > 0 ? {} : caseColumns(record))) {
    const stored = row[column as keyof CaseRow];
    if (stored !== value)
      fault(row.revision, 'column-altered', `${column} of the case is ${String(stored)}, the journal says ${String(value)}`);
  }
  if (anchor && anchor.revision >= expected) fault(anchor.revision, 'anchor-missed', 'the journal ends before the anchor');
  return { tenant: row.tenant, case: row.id, entries: rows.length, head: row.head, faults };
}
